"""``make demo``: the product with a demo community, in one terminal, until Ctrl-C.

The data stays under var/demo/; a second start finds it again.
"""

import argparse
import fcntl
import json
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.stack.ports import can_bind
from config.stack.product import ROOT, PreparationFailed, Product
from config.stack.progress import say
from config.stack.supervisor import ChildDied, Interrupted, Supervisor, die_with_parent, interruptible


class CannotStart(Exception):
    """One sentence that says why, and what to do."""


@contextmanager
def only_one(folder: Path, port: int) -> Iterator[None]:
    """Raises: CannotStart when a demo runs in this checkout already."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            where = lock.read().strip() or "another terminal"
            raise CannotStart(
                f"A demo of this checkout is running already ({where}); stop that one first."
            ) from None
        lock.truncate(0)
        lock.write(f"http://127.0.0.1:{port}/")
        lock.flush()
        yield


def check_port(port: int) -> None:
    """Raises: CannotStart."""
    if not can_bind(port):
        raise CannotStart(
            f"Port {port} is taken by another program; choose another: make demo PORT={port + 1}"
        )


def forget_half_made(folder: Path, done: Path) -> None:
    """A first start that was interrupted leaves half a community: begin again."""
    if done.exists():
        return
    for leftover in folder.glob("*.sqlite3*"):
        leftover.unlink()
    for part in ("broker", "media"):
        shutil.rmtree(folder / part, ignore_errors=True)


def run(supervisor: Supervisor, folder: Path, *, port: int, since: float) -> None:
    """Start everything, print where it is, and stay. Raises: ChildDied, PreparationFailed, Interrupted."""
    logins, done = folder / "logins.json", folder / "prepared"
    product = Product(supervisor=supervisor, folder=folder, port=port)
    forget_half_made(folder, done)
    missing = product.start_broker()
    if missing:
        say(f"NO BROKER: {missing}. The scheduler works alone: slower, but nothing is lost.", since=since)
    else:
        say("broker started", since=since)
    # Nobody is told the address yet, so the web process may load while the database is prepared.
    product.start_web()
    product.start_simulators()
    if not done.exists():
        product.wait_for_simulators()  # the community's gifts go through the carrier
    product.prepare("--since", str(since), "--logins", str(logins))
    done.touch()
    product.start_workers()
    product.wait_for_simulators()
    product.wait_for_page()
    say(f"ready: {product.address}/", since=since)
    print(describe(product.address, logins), flush=True)
    supervisor.watch()


def describe(address: str, logins: Path) -> str:
    """What a newcomer needs to know: the address and who to sign in as."""
    known: list[dict[str, str]] = json.loads(logins.read_text()) if logins.exists() else []
    lines = [""]
    for one in known:
        page = f"{address}{one['path']}"
        lines.append(f"  {one['role']:<10} {one['login']:<24} password {one['password']:<18} {page}")
    lines += ["", "  Everything here is a demo: outside gateways are simulated, and the data is invented."]
    return "\n".join([*lines, "  Ctrl-C stops it; the data stays in var/demo/.", ""])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="manage.py demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--since", type=float, default=None, help="seconds since 1970 when the clock began")
    parser.add_argument("--with-parent", action="store_true", help="stop when the calling program ends")
    chosen = parser.parse_args(arguments)
    folder, since = ROOT / "var" / "demo", chosen.since or time.time()
    try:
        with interruptible():
            if chosen.with_parent:
                die_with_parent()
            with only_one(folder, chosen.port):
                check_port(chosen.port)
                with Supervisor(log_dir=folder / "log") as supervisor:
                    run(supervisor, folder, port=chosen.port, since=since)
    except (CannotStart, ChildDied, PreparationFailed) as reason:
        print(reason, file=sys.stderr)
        return 1
    except Interrupted:
        print("\nStopped. The data stays in var/demo/.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
