"""A server that misbehaves on purpose: each connection is handed to a plain function with the socket."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Behaviour = Callable[[socket.socket], None]


@dataclass
class RawServer:
    port: int
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


def read_request(connection: socket.socket) -> bytes:
    """Headers and, where a length is given, the body. Empty when the peer is gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            while len(body) < int(line.split(b":")[1]):
                body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[RawServer]:
    """Read each request and let ``behaviour`` answer it, over and over until it closes the connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = RawServer(port=listener.getsockname()[1])

    def converse(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while request := read_request(connection):
                server.requests.append(request)
                behaviour(connection)

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            server.connections += 1
            threading.Thread(target=converse, args=(connection,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def answer(status: str = "200 OK", body: bytes = b"ok", *headers: str) -> Behaviour:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""])
    return lambda connection: connection.sendall(head.encode() + body)
