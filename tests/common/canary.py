"""A listener on loopback that nobody may reach, and a witness of every connect this process tries."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Canary:
    """``heard`` counts accepted connections; ``tried`` lists every address that was tried."""

    port: int
    heard: int = 0
    tried: list[str] = field(default_factory=list)


_watching: list[Canary] = []


def _witness(event: str, arguments: tuple[object, ...]) -> None:
    if event != "socket.connect" or not _watching:
        return
    address = arguments[1]
    if not isinstance(address, tuple):
        return
    for canary in _watching:
        canary.tried.append(str(address[0]))
    if str(address[0]) not in ("127.0.0.1", "::1"):
        raise ConnectionRefusedError("tests send nothing to other machines")


sys.addaudithook(_witness)


@contextmanager
def listening() -> Iterator[Canary]:
    """Listen on the same port of 127.0.0.1 and, where there is one, of ::1."""
    first = socket.create_server(("127.0.0.1", 0))
    canary = Canary(port=first.getsockname()[1])
    listeners = [first]
    try:
        listeners.append(socket.create_server(("::1", canary.port), family=socket.AF_INET6))
    except OSError:
        pass

    def listen(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            canary.heard += 1
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\ncanary")
            connection.close()

    for listener in listeners:
        threading.Thread(target=listen, args=(listener,), daemon=True).start()
    _watching.append(canary)
    try:
        yield canary
    finally:
        _watching.remove(canary)
        for listener in listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
