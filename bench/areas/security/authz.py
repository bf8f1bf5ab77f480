"""Every cell of the authorisation matrix, and every permission check taken out in turn."""

import os
import re
import subprocess
import sys

from bench.figures import SQLITE, Figure, counted, short
from bench.trial import Trial
from config.stack.product import ROOT


@counted("security.authz", stacks=[SQLITE], limit_seconds=1800)
def count(trial: Trial) -> Figure:
    """The matrix has a script of its own, on the settings of the test suite and a throw-away database."""
    command = [sys.executable, "-m", "tests.architecture.authz_removals"]
    done = subprocess.run(
        [*command, *(["--full"] if trial.full else [])],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "TEST_DB_TAG": str(os.getpid())},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    found = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", done.stdout.split("\n", 1)[0])}
    if not found:
        return short("security.authz", trial.stack, "the matrix could not be asked", why=done.stderr[-2000:])
    wanted = ("routes", "cells", "wrong", "removals", "caught")
    ok = done.returncode == 0 and found["cells"] > 0 and found["removals"] == found["caught"]
    return trial.figure(
        ok=ok,
        numbers={name: found[name] for name in wanted},
        notes={"lines": done.stdout.splitlines()[1:60]},
    )
