"""Connections that decide where they may go at the moment they connect.

The name is resolved once, every answer is checked, and the socket goes to a checked address: there is no
second lookup that a rebinding name server could answer differently. Host header and TLS name stay the
original ones. The sockets also keep the call's time and size budget, byte by byte, so that a peer which
drips or floods headers is cut off like one that drips a body.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import certifi
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from common.http.addresses import why_refused
from common.http.errors import NotDone
from common.http.urls import Origin

Resolver = Callable[[str, int, float], list[str]]


class BudgetSpent(Exception):
    """The peer took too long or sent too much."""


@dataclass
class Budget:
    """What one call may use. ``sent`` turns true just before the first byte of the request leaves."""

    deadline: float
    bytes_left: int
    connect_seconds: float
    sent: bool = False

    def seconds_left(self) -> float:
        return self.deadline - time.monotonic()


current_budget: ContextVar[Budget] = ContextVar("current_budget")


class AddressRefused(NotDone):
    """The name leads to a place that we don't talk to."""


def resolve_host(host: str, port: int, seconds: float) -> list[str]:
    """Ask the system's resolver, which knows no time limit of its own: a late answer is left behind."""
    answers: list[str] = []
    failures: list[OSError] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as failed:
            failures.append(failed)
        else:
            answers.extend(dict.fromkeys(str(entry[4][0]) for entry in found))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if failures or not answers:
        raise NotDone("dns", "no answer")
    return answers


@dataclass(frozen=True, kw_only=True)
class Guard:
    """``own`` is the one origin that may lie on the operator's own machine or network."""

    own: Origin | None = None
    resolve: Resolver = resolve_host

    def addresses(self, origin: Origin, *, seconds: float) -> list[str]:
        """Every address behind the name, all of them allowed; one bad answer refuses the lot.

        Raises: AddressRefused, NotDone.
        """
        literal = ":" in origin.host or origin.host.replace(".", "").isdigit()
        found = [origin.host] if literal else self.resolve(origin.host, origin.port, seconds)
        for address in found:
            reason = why_refused(address, own_network=origin == self.own)
            if reason:
                raise AddressRefused("address", reason)
        if not found:
            raise NotDone("dns", "no answer")
        return found


class _BudgetedReads:
    """Mixed into both socket classes: each read is cut to what the call has left."""

    def recv_into(self, buffer: Any, *rest: Any) -> int:
        sock = cast("socket.socket", super())
        budget = current_budget.get(None)
        if budget is None:
            return sock.recv_into(buffer, *rest)
        left = budget.seconds_left()
        if left <= 0:
            raise BudgetSpent("timeout")
        me = cast("socket.socket", self)
        me.settimeout(min(left, me.gettimeout() or left))
        count = sock.recv_into(buffer, *rest)
        budget.bytes_left -= count
        if budget.bytes_left < 0:
            raise BudgetSpent("size")
        return count


class BudgetedSocket(_BudgetedReads, socket.socket):
    pass


class BudgetedTlsSocket(_BudgetedReads, ssl.SSLSocket):
    pass


def _open_socket(address: str, port: int, *, seconds: float) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = BudgetedSocket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect((address, port))
    except OSError:
        sock.close()
        raise
    return sock


class _GuardedConnection(HTTPConnection):
    def __init__(self, *args: Any, guard: Guard, **kwargs: Any) -> None:
        self._guard = guard
        self._held: list[bytes] | None = None
        super().__init__(*args, **kwargs)

    def _new_conn(self) -> socket.socket:
        scheme = "https" if isinstance(self, HTTPSConnection) else "http"
        origin = Origin(scheme=scheme, host=self.host, port=self.port)
        budget = current_budget.get()
        until = min(budget.deadline, time.monotonic() + budget.connect_seconds)
        addresses = self._guard.addresses(origin, seconds=until - time.monotonic())
        for address in addresses:
            left = until - time.monotonic()
            if left <= 0:
                break
            try:
                return _open_socket(address, self.port, seconds=left)
            except OSError:
                continue
        raise NotDone("connect", "no connection")

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Headers and body leave in one piece: half the system calls, half the wake-ups over there."""
        self._held = []
        try:
            super().request(*args, **kwargs)
            whole = b"".join(self._held)
        finally:
            self._held = None
        self.send(whole)

    def send(self, data: Any) -> None:
        if self._held is not None:
            self._held.append(data)
            return
        if self.sock is None:
            self.connect()
        current_budget.get().sent = True
        super().send(data)


class _GuardedTlsConnection(_GuardedConnection, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _GuardedConnection


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTlsConnection


@lru_cache(maxsize=8)
def _tls(ca_file: str) -> ssl.SSLContext:
    """Reading the authorities takes tens of milliseconds, so every client of a process shares them."""
    context = ssl.create_default_context(cafile=ca_file)
    context.sslsocket_class = BudgetedTlsSocket
    return context


class GuardedPools(PoolManager):
    """Keep-alive pools whose connections all pass through one guard. No proxies, no environment."""

    def __init__(self, guard: Guard, *, ca_file: str | None = None) -> None:
        super().__init__(num_pools=32, maxsize=32, block=False, ssl_context=_tls(ca_file or certifi.where()))
        self._guard = guard
        self.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}

    def _new_pool(
        self, scheme: str, host: str, port: int, request_context: dict[str, Any] | None = None
    ) -> HTTPConnectionPool:
        pool = super()._new_pool(scheme, host, port, request_context)
        pool.conn_kw["guard"] = self._guard
        return pool
