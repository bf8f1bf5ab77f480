"""A small HTTP/1.1 server on asyncio: keep-alive, quick, and able to misbehave exactly as told.

One thread, one loop; handlers are plain functions, so the simulators' state needs no locks.
"""

import asyncio
import json
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qsl, unquote, urlsplit

_MOST_BYTES = 1024 * 1024
_REASONS = {200: "OK", 202: "Accepted", 302: "Found", 400: "Bad Request", 401: "Unauthorized",
            404: "Not Found", 405: "Method Not Allowed", 411: "Length Required", 413: "Content Too Large",
            425: "Too Early", 500: "Internal Server Error"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Request:
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @cached_property
    def form(self) -> dict[str, str]:
        """The last value of each field of an urlencoded body."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def json(self) -> dict[str, object]:
        """Raises ValueError for anything but an object."""
        found = json.loads(self.body or b"{}")
        if not isinstance(found, dict):
            raise ValueError("not an object")
        return found


@dataclass(frozen=True, kw_only=True)
class Reply:
    """``manner`` is how it is delivered: properly, cut in half, never, or with a reset instead."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    manner: str = "properly"
    headers: Mapping[str, str] = field(default_factory=dict)

    def encode(self, *, keep_alive: bool) -> bytes:
        lines = [
            f"HTTP/1.1 {self.status} {_REASONS.get(self.status, 'Other')}",
            f"Content-Type: {self.kind}",
            f"Content-Length: {len(self.body)}",
            "X-Simulator: 1",
            f"Connection: {'keep-alive' if keep_alive else 'close'}",
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]
        return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + self.body


def json_reply(value: object, *, status: int = 200) -> Reply:
    return Reply(status=status, body=json.dumps(value, ensure_ascii=False).encode())


Handler = Callable[[Request], Reply]


class Connection(asyncio.Protocol):
    """Answers requests in the order they came."""

    def __init__(self, handler: Handler, live: set[asyncio.Transport]) -> None:
        self._handler = handler
        self._live = live
        self._waiting = b""
        self._hanging = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport
        self._live.add(transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def connection_lost(self, error: Exception | None) -> None:
        self._live.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while not self._hanging and not self._transport.is_closing():
            head, found, rest = self._waiting.partition(b"\r\n\r\n")
            if not found:
                if len(self._waiting) > _MOST_BYTES:
                    self._transport.abort()
                return
            parsed = _head(head)
            if isinstance(parsed, Reply):
                self._deliver(parsed, keep_alive=False)
                return
            length, request, keep_alive = parsed
            if len(rest) < length:
                return
            self._waiting = rest[length:]
            self._answer(request, rest[:length], keep_alive=keep_alive)

    def _answer(self, head: Request, body: bytes, *, keep_alive: bool) -> None:
        request = Request(
            method=head.method, path=head.path, query=head.query, headers=head.headers, body=body
        )
        self._deliver(self._handler(request), keep_alive=keep_alive)

    def _deliver(self, reply: Reply, *, keep_alive: bool) -> None:
        if reply.manner == "hang":
            self._hanging = True
        elif reply.manner == "reset":
            linger = struct.pack("ii", 1, 0)
            self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self._transport.abort()
        elif reply.manner == "half":
            whole = reply.encode(keep_alive=False)
            self._transport.write(whole[: len(whole) - len(reply.body) // 2 - 1])
            self._transport.close()
        else:
            self._transport.write(reply.encode(keep_alive=keep_alive))
            if not keep_alive:
                self._transport.close()


def _head(head: bytes) -> tuple[int, Request, bool] | Reply:
    """The body's length, the request without its body, and whether to keep the connection."""
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3:
        return Reply(status=400)
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    if "transfer-encoding" in headers:
        return Reply(status=411)
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > _MOST_BYTES:
        return Reply(status=413)
    parts = urlsplit(words[1])
    request = Request(method=words[0], path=unquote(parts.path), query=parts.query, headers=headers, body=b"")
    keep_alive = words[2] == "HTTP/1.1" and headers.get("connection", "").lower() != "close"
    return int(length), request, keep_alive


@dataclass(frozen=True, kw_only=True)
class Server:
    listener: asyncio.Server
    live: set[asyncio.Transport]

    @property
    def port(self) -> int:
        number: int = self.listener.sockets[0].getsockname()[1]
        return number

    def close(self) -> None:
        """Stop listening and drop every connection, as a process that ends does."""
        self.listener.close()
        for transport in list(self.live):
            transport.abort()


async def serve(handler: Handler, *, host: str, port: int) -> Server:
    live: set[asyncio.Transport] = set()
    loop = asyncio.get_running_loop()
    listener = await loop.create_server(lambda: Connection(handler, live), host, port, backlog=1024)
    return Server(listener=listener, live=live)
