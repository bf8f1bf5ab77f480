"""Lines that show how far the start has come."""

import time


def say(text: str, *, since: float) -> None:
    """``since`` is seconds since 1970, so that several processes can share one clock."""
    print(f"[{time.time() - since:5.1f}s] {text}", flush=True)
