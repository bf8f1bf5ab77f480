"""A small, fast load generator: one process, keep-alive connections, raw sockets and epoll.

    python bench/load.py PLAN.json        # prints one JSON object

It imports nothing of the product, is bounded in requests and in seconds, and talks to loopback only.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LONGEST_ANSWER = 32 * 1024 * 1024


@dataclass(kw_only=True)
class Connection:
    sock: socket.socket
    number: int
    received: bytearray = field(default_factory=bytearray)
    index: int = -1
    sent_at: float = 0.0


@dataclass(kw_only=True)
class Outcome:
    """What came back. ``answers`` are (index, status, seconds, body) where the plan keeps them."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    answers: list[tuple[int, int, float, str]] = field(default_factory=list)
    broken: int = 0


def head_end(data: bytearray) -> int:
    return data.find(b"\r\n\r\n")


def whole_answer(data: bytearray) -> tuple[int, bytes] | None:
    """(status, body) when the answer is complete, else None."""
    end = head_end(data)
    if end < 0:
        return None
    head = bytes(data[:end]).lower()
    status = int(head[9:12])
    if b"content-length:" in head:
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        return (status, bytes(data[end + 4 : end + 4 + length])) if len(data) >= end + 4 + length else None
    if b"transfer-encoding: chunked" in head:
        return (status, bytes(data[end + 4 :])) if data.endswith(b"0\r\n\r\n") else None
    return status, b""


class Load:
    """``requests`` are whole HTTP requests; ``once``: each is sent once, else they go round."""

    def __init__(self, plan: dict[str, Any], requests: list[bytes]) -> None:
        self.address = ("127.0.0.1", int(plan["port"]))
        self.connections = int(plan["connections"])
        self.seconds = float(plan["seconds"])
        self.once = bool(plan.get("once"))
        self.keep = bool(plan.get("keep"))
        self.at_once = bool(plan.get("at_once"))
        self.requests = requests
        self.todo = deque(range(len(requests)))
        self.selector = selectors.DefaultSelector()
        self.outcome = Outcome()
        self.open = 0

    def connect(self, number: int) -> Connection:
        sock = socket.create_connection(self.address, timeout=10)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(sock=sock, number=number)
        self.selector.register(sock, selectors.EVENT_READ, connection)
        self.open += 1
        return connection

    def close(self, connection: Connection) -> None:
        self.selector.unregister(connection.sock)
        connection.sock.close()
        self.open -= 1

    def send_next(self, connection: Connection) -> bool:
        if not self.todo or time.perf_counter() >= self.end:
            return False
        connection.index = self.todo.popleft()
        if not self.once:
            self.todo.append(connection.index)
        connection.received.clear()
        connection.sent_at = time.perf_counter()
        connection.sock.sendall(self.requests[connection.index])
        return True

    def receive(self, connection: Connection) -> None:
        try:
            part = connection.sock.recv(262144)
        except OSError:
            part = b""
        connection.received += part
        answer = whole_answer(connection.received)
        if answer is not None:
            self.note(connection, *answer)
            if b"connection: close" in bytes(connection.received[: head_end(connection.received)]).lower():
                self.close(connection)
                connection = self.connect(connection.number)
        elif part and len(connection.received) < LONGEST_ANSWER:
            return
        else:
            self.outcome.broken += 1
            self.close(connection)
            connection = self.connect(connection.number)
        if not self.send_next(connection):
            self.close(connection)

    def note(self, connection: Connection, status: int, body: bytes) -> None:
        took = time.perf_counter() - connection.sent_at
        self.outcome.statuses[status] += 1
        self.outcome.times.append(took)
        if self.keep:
            self.outcome.answers.append((connection.index, status, took, body.decode("utf-8", "replace")))

    def run(self) -> Outcome:
        began = time.perf_counter()
        self.end = began + self.seconds
        count = min(self.connections, len(self.requests))
        if self.at_once:
            ready = [self.connect(number) for number in range(count)]
            began = time.perf_counter()
            for connection in ready:
                self.send_next(connection)
        else:
            for number in range(count):
                self.send_next(self.connect(number))
        hard_end = self.end + 60
        while self.open and time.perf_counter() < hard_end:
            for key, _events in self.selector.select(timeout=1):
                self.receive(key.data)
        self.outcome.broken += self.open
        self.outcome.seconds = time.perf_counter() - began
        return self.outcome


def percentile(ordered: list[float], share: float) -> float:
    """The value below which ``share`` of ``ordered`` lies, in milliseconds; 0 without values."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


def report(outcome: Outcome) -> dict[str, Any]:
    ordered = sorted(outcome.times)
    return {
        "seconds": outcome.seconds,
        "done": len(ordered),
        "broken": outcome.broken,
        "statuses": {str(status): count for status, count in outcome.statuses.items()},
        "p50_ms": percentile(ordered, 0.50),
        "p99_ms": percentile(ordered, 0.99),
        "max_ms": percentile(ordered, 1.0),
        "answers": outcome.answers,
    }


def read_requests(path: Path) -> list[bytes]:
    """Length-prefixed requests, as ``bench.http.write_requests`` writes them."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        found.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return found


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text())
    outcome = Load(plan, read_requests(Path(plan["requests"]))).run()
    print(json.dumps(report(outcome)))


if __name__ == "__main__":
    main()
