"""How many small mistakes in the pure rules are noticed by their pure tests.

mutmut (the extra ``mutation``, which nothing else needs) makes the mistakes, in a copy of the sources. A
mistake that makes a test run for ever is noticed; one in a function that no test calls is not.
docs/mutation.md says of every mistake that stays unnoticed why it may.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from bench.figures import SQLITE, Figure, counted, short
from bench.trial import Trial
from config.stack.product import ROOT

RULES = ("rules", "risk_rules", "draw_rules", "conditions", "funnel_rules", "amendment_rules")
TESTS = (
    "test_rules",
    "test_rule_edges",
    "test_finding_edges",
    "test_rulebook",
    "test_risk_rules",
    "test_draw_rules",
    "test_funnel_rules",
    "test_amendment_rules",
    "test_amendment_edges",
)
SCORE_AT_LEAST = 0.85
LEFT_OUT = shutil.ignore_patterns(".*", "var", "staticfiles", "results", "__pycache__", "mutants")
HOME = ("PATH", "HOME", "LANG")


@counted("campaigns.mutation", stacks=[SQLITE], limit_seconds=1800)
def count(trial: Trial) -> Figure:
    return score(trial, rules=RULES, tests=TESTS)


def score(trial: Trial, *, rules: Sequence[str], tests: Sequence[str]) -> Figure:
    """``score``: of the mistakes, those that a test noticed. The names of the others are in the notes."""
    if find_spec("mutmut") is None:
        return short(trial.name, trial.stack, "mutmut is not installed: pip install '.[mutation]'")
    copy = trial.folder / "copy"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    (copy / "setup.cfg").write_text(_settings(copy, rules, tests))
    _mutmut(copy, "run", "--max-children", str(os.cpu_count() or 1))
    _mutmut(copy, "export-cicd-stats")
    stats: Mapping[str, int] = json.loads((copy / "mutants" / "mutmut-cicd-stats.json").read_text())
    noticed = stats["killed"] + stats["timeout"]
    mistakes = stats["total"] - stats["skipped"]
    share = noticed / mistakes if mistakes else 0.0
    return trial.figure(
        ok=share >= SCORE_AT_LEAST,
        numbers={
            "mistakes": mistakes,
            "noticed": noticed,
            "unnoticed": stats["survived"] + stats["suspicious"],
            "untested": stats["no_tests"],
            "score": share,
            "target": SCORE_AT_LEAST,
        },
        notes={"unnoticed": _mutmut(copy, "results").split("\n")},
    )


def _settings(copy: Path, rules: Sequence[str], tests: Sequence[str]) -> str:
    """Everything is copied to where mutmut runs, and only the rules are changed."""
    packages = sorted(path.parent.name for path in copy.glob("*/__init__.py") if path.parent.name != "tests")
    lists = {
        "source_paths": packages,
        "only_mutate": [f"campaigns/{name}.py" for name in rules],
        "also_copy": ["manage.py"],
        "pytest_add_cli_args": ["-p", "no:randomly", "-p", "no:cacheprovider", "--hypothesis-profile=ci"],
        "pytest_add_cli_args_test_selection": [f"tests/campaigns/{name}.py" for name in tests],
    }
    lines = ["[mutmut]", "use_git_change_detection=false"]
    for name, values in lists.items():
        lines += [f"{name}=", *(f"    {value}" for value in values)]
    return "\n".join(lines) + "\n"


def _mutmut(copy: Path, *arguments: str) -> str:
    """Raises: RuntimeError with what it said last."""
    command = [sys.executable, "-c", "from mutmut.__main__ import cli; cli()", *arguments]
    env = {name: os.environ[name] for name in HOME if name in os.environ}
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError((done.stdout + done.stderr).strip()[-500:])
    return done.stdout
