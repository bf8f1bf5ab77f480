"""Whatever happens to the supervisor, nothing that it started is left behind."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config.stack.supervisor import ChildDied, Program, Supervisor

ROOT = Path(__file__).resolve().parents[2]
# A child that ignores SIGTERM and has a child of its own: the hardest one to get rid of.
STUBBORN = "trap '' TERM; sleep 300 & echo $$ $! ; wait; sleep 300"
PARENT = f"""
from pathlib import Path
from config.stack.supervisor import *
import sys
try:
    with interruptible(), Supervisor(log_dir=Path(sys.argv[1])) as supervisor:
        supervisor.start(Program(name="stubborn", command=["sh", "-c", {STUBBORN!r}]))
        supervisor.start(Program(name="plain", command=["sh", "-c", "echo $$; exec sleep 300"]))
        print("started", flush=True)
        supervisor.watch()
except Interrupted:
    print("stopped", flush=True)
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(what: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def start_parent(folder: Path) -> tuple[subprocess.Popen[str], list[int]]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "started\n"
    logs = [folder / "stubborn.log", folder / "plain.log"]
    assert wait_for(lambda: all(log.read_text().strip() for log in logs), 10)
    return parent, [int(word) for log in logs for word in log.read_text().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("sig", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_leaves_no_process_behind(tmp_path: Path, sig: signal.Signals) -> None:
    parent, pids = start_parent(tmp_path)
    assert len(pids) == 3
    assert all(is_alive(pid) for pid in pids)

    parent.send_signal(sig)

    assert wait_for(lambda: not any(is_alive(pid) for pid in pids), 10)
    assert parent.wait(10) == (-sig if sig == signal.SIGKILL else 0)


def test_says_which_process_ended(tmp_path: Path) -> None:
    with Supervisor(log_dir=tmp_path) as supervisor, pytest.raises(ChildDied) as caught:
        supervisor.start(Program(name="long", command=["sleep", "300"]))
        supervisor.start(Program(name="short", command=["sh", "-c", "echo reason >&2; exit 3"]))
        supervisor.watch()
    assert str(caught.value).startswith("The short process ended with status 3, so everything stops; see ")
    assert (tmp_path / "short.log").read_text() == "reason\n"
    assert supervisor.children == []


def test_waits_for_a_process_that_is_meant_to_end(tmp_path: Path) -> None:
    with Supervisor(log_dir=tmp_path) as supervisor:
        child = supervisor.start(Program(name="migrate", command=["sh", "-c", "exit 4"]))
        assert supervisor.finish(child) == 4
        supervisor.check()


def test_gives_up_waiting_with_a_sentence(tmp_path: Path) -> None:
    with Supervisor(log_dir=tmp_path) as supervisor, pytest.raises(ChildDied, match="Nobody did not answer"):
        supervisor.wait_until(lambda: False, what="Nobody", seconds=0.2)


def test_stops_services_after_the_programs_that_use_them(tmp_path: Path) -> None:
    script = f"trap 'date +%s%N > {tmp_path}/$0; exit 0' TERM; echo ready; while :; do sleep 0.05; done"
    with Supervisor(log_dir=tmp_path) as supervisor:
        for name, is_service in (("broker", True), ("worker", False)):
            supervisor.start(Program(name=name, command=["sh", "-c", script, name], is_service=is_service))
        logs = [tmp_path / "broker.log", tmp_path / "worker.log"]
        assert wait_for(lambda: all(log.read_text() for log in logs), 10)
    assert int((tmp_path / "worker").read_text()) < int((tmp_path / "broker").read_text())
