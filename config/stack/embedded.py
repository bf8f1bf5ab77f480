"""Run a command beside embedded services of its own, which end with it.

python -m config.stack.embedded [--postgres] -- command ...
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.stack import postgres, valkey
from config.stack.supervisor import ChildDied, Interrupted, interruptible


@contextmanager
def services(*, with_postgres: bool) -> Iterator[dict[str, str]]:
    """The environment variables that name fresh services, which live as long as the block.

    Raises: ChildDied, postgres.CannotStart.
    """
    with ExitStack() as started:
        found: dict[str, str] = {}
        folder = Path(started.enter_context(tempfile.TemporaryDirectory(prefix="guanxi-stack-")))
        try:
            found["BROKER_URL"] = started.enter_context(valkey.running(folder))
        except valkey.NoValkey as reason:
            print(f"*** NO BROKER: {reason}. Tests that need one are skipped. ***", flush=True)
        if with_postgres:
            found["DATABASE_URL"] = started.enter_context(postgres.running())
        yield found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="manage.py stack", description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="also PostgreSQL from its wheel")
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args(arguments)
    try:
        with interruptible(), services(with_postgres=chosen.postgres) as found:
            return subprocess.run(chosen.command, env={**os.environ, **found}).returncode
    except Interrupted:
        return 130
    except (ChildDied, postgres.CannotStart) as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
