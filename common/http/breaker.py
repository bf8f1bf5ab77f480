"""A fuse per host: after several failures in a row we stop knocking for a while."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from common.http.errors import NotDone


@dataclass
class _Fuse:
    failures: int = 0
    open_until: float = 0.0


class Breaker:
    """In this process only; each worker finds out for itself, which costs it ``failures`` calls.

    When the pause is over, one caller at a time may try; its result decides.
    """

    def __init__(
        self, *, failures: int = 5, pause_seconds: float = 30.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures = failures
        self._pause_seconds = pause_seconds
        self._clock = clock
        self._fuses: dict[str, _Fuse] = {}
        self._lock = threading.Lock()

    def enter(self, host: str) -> None:
        """Raises: NotDone while the fuse of ``host`` is blown."""
        with self._lock:
            fuse = self._fuses.get(host)
            if fuse is None or fuse.failures < self._failures:
                return
            now = self._clock()
            if now < fuse.open_until:
                raise NotDone("breaker", "paused after repeated failures")
            fuse.open_until = now + self._pause_seconds  # the next callers wait for this one's result

    def succeeded(self, host: str) -> None:
        if host in self._fuses:
            with self._lock:
                self._fuses.pop(host, None)

    def failed(self, host: str) -> None:
        with self._lock:
            fuse = self._fuses.setdefault(host, _Fuse())
            fuse.failures += 1
            if fuse.failures >= self._failures:
                fuse.open_until = self._clock() + self._pause_seconds
