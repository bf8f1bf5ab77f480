"""Lines that show how far the start has come."""

import io
import time
from dataclasses import dataclass


def say(text: str, *, since: float) -> None:
    """``since`` is seconds since 1970, so that several processes can share one clock."""
    print(f"[{time.time() - since:5.1f}s] {text}", flush=True)


@dataclass
class Timed(io.TextIOBase):
    """A stream that says each line with its time."""

    since: float

    def write(self, text: str) -> int:
        for line in text.splitlines():
            if line.strip():
                say(f"  {line}", since=self.since)
        return len(text)
