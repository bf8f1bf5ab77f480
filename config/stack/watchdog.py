"""The supervisor's last will: read process groups from a pipe, and end them when the pipe closes.

A line ``+123`` adds a group, ``-123`` takes it off. The kernel closes the pipe when the supervisor dies,
however it dies.
"""

import os
import signal
import sys
import time

GRACE_SECONDS = 3.0


def end(groups: set[int], sig: int) -> set[int]:
    """Signal the groups; returns those that still exist."""
    alive = set()
    for group in groups:
        try:
            os.killpg(group, sig)
            alive.add(group)
        except (ProcessLookupError, PermissionError):
            pass
    return alive


def main() -> None:
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    deadline = time.monotonic() + GRACE_SECONDS
    alive = end(groups, signal.SIGTERM)
    while alive and time.monotonic() < deadline:
        time.sleep(0.1)
        alive = end(alive, 0)
    end(alive, signal.SIGKILL)


if __name__ == "__main__":
    main()
