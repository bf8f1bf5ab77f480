"""Run child processes so that none of them ever outlives us.

Nothing is restarted silently: when a child ends, the whole stack stops and says which one it was.

Every way to die is covered. Ctrl-C and SIGTERM: ``Supervisor`` stops what it started. ``kill -9`` of us:
on Linux the kernel tells every child (PR_SET_PDEATHSIG), and everywhere a watchdog that reads a pipe held
by us ends the process groups when the pipe closes, which also reaches grandchildren.
"""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 4.0  # for the programs, then for the services: together under ten
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Exception):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, a closed terminal)."""


class ChildDied(Exception):
    """A process of the stack ended by itself. The text is a sentence for people."""


def die_with_parent(sig: int = signal.SIGTERM) -> None:
    """Ask the kernel to send us ``sig`` when our parent ends. Does nothing where there is no prctl."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(sig), 0, 0, 0)


def as_user(name: str | None) -> dict[str, Any]:
    """The arguments of Popen that run a program as somebody else; only root may."""
    if name is None:
        return {}
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}


@contextmanager
def interruptible() -> Iterator[None]:
    """Turn the first Ctrl-C, SIGTERM or SIGHUP into ``Interrupted``; ignore later ones while we stop."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for sig in SIGNALS:
            signal.signal(sig, signal.SIG_IGN)
        raise Interrupted

    before = {sig: signal.signal(sig, interrupt) for sig in SIGNALS}
    try:
        yield
    finally:
        for sig, handler in before.items():
            signal.signal(sig, handler)


@dataclass(frozen=True, kw_only=True)
class Program:
    name: str
    command: Sequence[str]
    env: Mapping[str, str] | None = None
    folder: Path | None = None
    user: str | None = None
    is_service: bool = False  # a broker or a database is stopped after the others
    stop_signal: signal.Signals = signal.SIGTERM
    is_shown: bool = False  # prints to our own output instead of the log; errors go to the log all the same


@dataclass(kw_only=True)
class Child:
    program: Program
    process: subprocess.Popen[bytes]
    log: Path

    def signal(self, sig: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, sig)

    def last_words(self, lines: int = 12) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


@dataclass(kw_only=True)
class Supervisor:
    log_dir: Path
    children: list[Child] = field(default_factory=list)

    def __enter__(self) -> "Supervisor":
        self.log_dir.mkdir(parents=True, exist_ok=True)
        watchdog = [sys.executable, "-S", str(Path(__file__).with_name("watchdog.py"))]
        self._watchdog = subprocess.Popen(watchdog, stdin=subprocess.PIPE, start_new_session=True)
        return self

    def __exit__(self, *details: object) -> None:
        self.stop(*(child for child in self.children if not child.program.is_service))
        self.stop(*self.children)
        self._watchdog.communicate()

    def start(self, program: Program) -> Child:
        """Start one process in a group of its own; what it prints goes to ``<log_dir>/<name>.log``."""
        log, ours = self.log_dir / f"{program.name}.log", os.getpid()

        def tie() -> None:
            die_with_parent(program.stop_signal)
            if os.getppid() != ours:  # we ended between fork and prctl
                os._exit(1)

        with log.open("wb") as out:
            process = subprocess.Popen(
                list(program.command),
                env=None if program.env is None else dict(program.env),
                cwd=program.folder,
                stdin=subprocess.DEVNULL,
                stdout=None if program.is_shown else out,
                stderr=out,
                process_group=0,
                preexec_fn=tie,
                **as_user(program.user),
            )
        self.children.append(Child(program=program, process=process, log=log))
        self._tell_watchdog(f"+{process.pid}")
        return self.children[-1]

    def finish(self, child: Child) -> int:
        """Wait for a process that is meant to end. Raises: ChildDied when another one ends first."""
        while (code := child.process.poll()) is None:
            self.check(except_for=child)
            time.sleep(0.05)
        self._forget(child)
        return code

    def check(self, *, except_for: Child | None = None) -> None:
        """Raises: ChildDied."""
        for child in self.children:
            code = child.process.poll()
            if code is not None and child is not except_for:
                ended = f"was killed by signal {-code}" if code < 0 else f"ended with status {code}"
                raise ChildDied(
                    f"The {child.program.name} process {ended}, so everything stops; see {child.log}"
                )

    def wait_until(self, ready: Callable[[], bool], *, what: str, seconds: float) -> None:
        """Raises: ChildDied when a process ends meanwhile or the time is over."""
        end = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > end:
                raise ChildDied(f"{what} did not answer within {seconds:.0f} s; see {self.log_dir}")
            time.sleep(0.1)

    def watch(self) -> None:
        """Stay until something happens. Raises: ChildDied, Interrupted."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self, *children: Child) -> None:
        """Ask them all at once, wait, then end what is left of their groups."""
        for child in children:
            child.signal(child.program.stop_signal)
        end = time.monotonic() + STOP_SECONDS
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.05, end - time.monotonic()))
            child.signal(signal.SIGKILL)
            child.process.wait()
            self._forget(child)

    def _forget(self, child: Child) -> None:
        self.children.remove(child)
        self._tell_watchdog(f"-{child.process.pid}")

    def _tell_watchdog(self, line: str) -> None:
        if self._watchdog.stdin and self._watchdog.poll() is None:
            self._watchdog.stdin.write(f"{line}\n".encode())
            self._watchdog.stdin.flush()
