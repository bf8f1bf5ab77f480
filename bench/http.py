"""Building requests and handing them to the load generator's process."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.trial import Trial
from config.stack.product import ROOT


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a burst of load brought back. ``answers`` are (request index, status, seconds, body)."""

    seconds: float
    done: int
    broken: int
    statuses: Mapping[str, int]
    p50_ms: float
    p99_ms: float
    max_ms: float
    answers: Sequence[tuple[int, int, float, str]] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.done / self.seconds if self.seconds else 0.0

    def count(self, *statuses: int) -> int:
        return sum(self.statuses.get(str(status), 0) for status in statuses)

    @property
    def server_errors(self) -> int:
        return self.broken + sum(count for status, count in self.statuses.items() if status[0] == "5")


def request(
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    cookies: Mapping[str, str] | None = None,
    form: Mapping[str, Any] | None = None,
    body: object = None,
    attached: tuple[bytes, str] | None = None,
    key: str = "",
) -> bytes:
    """A whole HTTP/1.1 request. ``form``, a JSON ``body`` or ``attached`` (content, its type).

    ``key`` is its Idempotency-Key.
    """
    content, kind = attached or (b"", "")
    if form is not None:
        content, kind = urlencode(form, doseq=True).encode(), "application/x-www-form-urlencoded"
    elif body is not None:
        content, kind = json.dumps(body).encode(), "application/json"
    lines = {"Host": "127.0.0.1", "Accept-Language": "en", **(headers or {})}
    if cookies:
        lines["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    if key:
        lines["Idempotency-Key"] = key
    if kind:
        lines["Content-Type"] = kind
    if method != "GET":
        lines["Content-Length"] = str(len(content))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + content


def write_requests(path: Path, requests: Iterable[bytes]) -> None:
    path.write_bytes(b"".join(len(one).to_bytes(4, "big") + one for one in requests))


def fire(
    trial: Trial,
    requests: Sequence[bytes],
    *,
    connections: int,
    seconds: float,
    once: bool = False,
    at_once: bool = False,
    keep: bool = False,
) -> Answers:
    """Send ``requests`` from a process of their own.

    ``once``: each exactly once; ``at_once``: every connection is open before the first request leaves.
    """
    waiting = start_fire(
        trial, requests, connections=connections, seconds=seconds, once=once, at_once=at_once, keep=keep
    )
    return finish_fire(waiting)


def start_fire(
    trial: Trial,
    requests: Sequence[bytes],
    *,
    connections: int,
    seconds: float,
    once: bool = False,
    at_once: bool = False,
    keep: bool = False,
    name: str = "load",
) -> "subprocess.Popen[str]":
    """As ``fire``, without waiting; ``finish_fire`` collects."""
    packed, plan = trial.folder / f"{name}.requests", trial.folder / f"{name}.json"
    write_requests(packed, requests)
    plan.write_text(
        json.dumps(
            {
                "port": trial.web_port,
                "connections": connections,
                "seconds": seconds,
                "once": once,
                "at_once": at_once,
                "keep": keep,
                "requests": str(packed),
            }
        )
    )
    command = [sys.executable, "-S", str(ROOT / "bench" / "load.py"), str(plan)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def finish_fire(process: "subprocess.Popen[str]") -> Answers:
    out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the load generator ended with status {process.returncode}")
    found = json.loads(out)
    found["answers"] = [(index, status, took, body) for index, status, took, body in found["answers"]]
    return Answers(**found)
