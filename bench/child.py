"""Count one figure in a process of its own, on a database of its own: `python -m bench.child ...`.

The runner has set the environment; everything that is started here ends here.
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from config.stack.supervisor import ChildDied, Interrupted, Supervisor, die_with_parent, interruptible


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--stack", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--own-broker", action="store_true")
    chosen = parser.parse_args(arguments)
    die_with_parent()
    try:
        with interruptible(), Supervisor(log_dir=chosen.folder / "log") as supervisor:
            count(chosen, supervisor)
    except ChildDied as reason:
        print(reason, file=sys.stderr)
        show_logs(chosen.folder / "log")
        return 1
    except Exception:
        show_logs(chosen.folder / "log")
        raise
    except Interrupted:
        return 130
    return 0


def show_logs(folder: Path) -> None:
    """The last words of every process, for whoever has to find out what went wrong."""
    for log in sorted(folder.glob("*.log")):
        last = log.read_text(errors="replace").splitlines()[-6:]
        print(f"--- {log.name}", *last, sep="\n    ", file=sys.stderr)


def count(chosen: argparse.Namespace, supervisor: Supervisor) -> None:
    """Start the broker that settings need to know of, then Django, then the figure's own function."""
    from bench import stacks

    broker = stacks.start_own_broker(supervisor, chosen.folder / "broker") if chosen.own_broker else None
    if broker:
        os.environ["BROKER_URL"] = broker.url
    import django

    django.setup()
    logging.disable(logging.INFO)  # ours; what the product's own processes say stays in their files
    from bench import figures
    from bench.trial import Trial

    trial = Trial(
        name=chosen.name,
        stack=chosen.stack,
        full=chosen.full,
        folder=chosen.folder,
        supervisor=supervisor,
        web_port=int(os.environ["BENCH_WEB_PORT"]),
        simulators_port=int(os.environ["BENCH_SIMULATORS_PORT"]),
        broker=broker,
    )
    area = chosen.name.split(".", 1)[0]
    one = next(one for one in figures.load([area]) if one.name == chosen.name)
    found = one.count(trial)
    lines = [found] if isinstance(found, figures.Figure) else list(found)
    chosen.out.write_text("".join(line.as_json() + "\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
