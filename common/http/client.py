"""The one door for outgoing HTTP: webhooks and every gateway go through ``HttpClient.call``.

Connect in 3 s, everything done in 15 s, at most 1 MB back, no redirects, no cookies, no proxies from the
environment, no content encodings, and a check of the address at the moment of connecting. What can't be
known is said (``OutcomeUnknown``), so that a caller never sends a parcel twice by guessing.
"""

import json
import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http.client import HTTPException

from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Timeout

from common.http.breaker import Breaker
from common.http.connect import Budget, BudgetSpent, Guard, GuardedPools, current_budget
from common.http.errors import CallFailed, Declined, NotDone, OutcomeUnknown
from common.http.urls import Target, parse_url
from common.logs import log

CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 15.0
MOST_BYTES = 1024 * 1024
_HEADER_ALLOWANCE = 64 * 1024
_METHODS = frozenset({"GET", "POST", "PUT", "DELETE"})
_HEADER_NAME = re.compile(r"^[A-Za-z0-9-]{1,64}$")
_HEADER_VALUE = re.compile(r"^[\x20-\x7e]{0,4096}$")


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> object:
        """Raises: OutcomeUnknown, because a provider that answers nonsense may have acted all the same."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise OutcomeUnknown("garbage", "not JSON") from None

    def object(self) -> Mapping[str, object]:
        """Raises: OutcomeUnknown."""
        return as_object(self.json())


def as_object(value: object) -> Mapping[str, object]:
    """What a provider's JSON has in one place, where an object is agreed. Raises: OutcomeUnknown."""
    if not isinstance(value, dict):
        raise OutcomeUnknown("garbage", "not an object")
    return value


@dataclass(frozen=True, kw_only=True)
class Limits:
    connect_seconds: float = CONNECT_SECONDS
    total_seconds: float = TOTAL_SECONDS
    most_bytes: int = MOST_BYTES


class HttpClient:
    """Thread-safe; keeps connections alive. ``name`` is the provider's name in log lines."""

    def __init__(
        self,
        name: str,
        *,
        guard: Guard | None = None,
        limits: Limits | None = None,
        breaker: Breaker | None = None,
        ca_file: str | None = None,
    ) -> None:
        self._name = name
        self._guard = guard or Guard()
        self._limits = limits or Limits()
        self._breaker = breaker or Breaker()
        self._pools = GuardedPools(self._guard, ca_file=ca_file)

    def call(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        declined: Collection[int] = (),
        accept: Collection[int] = (),
    ) -> Answer:
        """Send one request, once.

        ``declined`` are the statuses with which this provider says that it did nothing; ``accept`` are
        non-2xx statuses that the caller wants to read itself. Any other non-2xx leaves the outcome open.

        Raises: NotDone, Declined, OutcomeUnknown.
        """
        started = time.monotonic()
        host, outcome = "-", "error"
        try:
            target = parse_url(url, own=self._guard.own)
            host = str(target.origin)
            answer = self._call_through_breaker(method, target, body, _checked_headers(headers))
            outcome = str(answer.status)
            return _judged(answer, declined=declined, accept=accept)
        except CallFailed as failed:
            outcome = outcome if outcome.isdigit() else failed.reason
            raise
        finally:
            milliseconds = round((time.monotonic() - started) * 1000)
            log("common.http", "http.call", provider=self._name, method=method, host=host, status=outcome,
                milliseconds=milliseconds)  # fmt: skip

    def _call_through_breaker(
        self, method: str, target: Target, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        if method not in _METHODS:
            raise NotDone("method", "not allowed")
        host = str(target.origin)
        self._breaker.enter(host)
        try:
            answer = self._exchange(method, target, body, headers)
        except CallFailed:
            self._breaker.failed(host)
            raise
        if answer.status >= 500:
            self._breaker.failed(host)
        else:
            self._breaker.succeeded(host)
        return answer

    def _exchange(self, method: str, target: Target, body: bytes | None, headers: dict[str, str]) -> Answer:
        budget = Budget(
            deadline=time.monotonic() + self._limits.total_seconds,
            bytes_left=self._limits.most_bytes + _HEADER_ALLOWANCE,
            connect_seconds=self._limits.connect_seconds,
        )
        token = current_budget.set(budget)
        try:
            response = self._open(method, target, body, headers)
            return self._read(response, budget)
        except BudgetSpent as spent:
            raise OutcomeUnknown(f"{spent}", "more than allowed") from None
        except (HTTPError, HTTPException, OSError) as broken:
            kind = type(broken).__name__
            if budget.sent:
                timed_out = isinstance(broken, TimeoutError | ReadTimeoutError)
                raise OutcomeUnknown("timeout" if timed_out else "broken", kind) from None
            raise NotDone("connect", kind) from None
        finally:
            current_budget.reset(token)

    def _open(
        self, method: str, target: Target, body: bytes | None, headers: dict[str, str]
    ) -> BaseHTTPResponse:
        origin = target.origin
        pool = self._pools.connection_from_host(origin.host, origin.port, origin.scheme)
        return pool.urlopen(
            method,
            target.path,
            body=body,
            headers={"Host": target.host_header, **headers},
            retries=False,
            redirect=False,
            assert_same_host=False,
            timeout=Timeout(connect=self._limits.connect_seconds, read=self._limits.total_seconds),
            preload_content=False,
            decode_content=False,
        )

    def _read(self, response: BaseHTTPResponse, budget: Budget) -> Answer:
        """Read the body in pieces, so that neither a flood nor a compressed bomb is ever held in memory."""
        try:
            if response.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
                raise OutcomeUnknown("garbage", "encoded though we asked for plain")
            pieces: list[bytes] = []
            room = self._limits.most_bytes
            for piece in response.stream(65536, decode_content=False):
                room -= len(piece)
                if room < 0:
                    raise BudgetSpent("size")
                pieces.append(piece)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return Answer(status=response.status, headers=dict(response.headers), body=b"".join(pieces))


def _checked_headers(headers: Mapping[str, str] | None) -> dict[str, str]:
    checked = {"User-Agent": "guanxi", "Accept-Encoding": "identity", "Accept": "*/*"}
    for name, value in (headers or {}).items():
        if not _HEADER_NAME.match(name) or not _HEADER_VALUE.match(value):
            raise NotDone("header", "with characters that don't belong there")
        if name.lower() in ("host", "content-length", "transfer-encoding", "connection"):
            raise NotDone("header", "not the caller's to set")
        checked[name] = value
    return checked


def _judged(answer: Answer, *, declined: Collection[int], accept: Collection[int]) -> Answer:
    if 200 <= answer.status < 300 or answer.status in accept:
        return answer
    if answer.status in declined and answer.status == 429:
        raise NotDone("http-429", "too many calls for now")
    if answer.status in declined:
        raise Declined(f"http-{answer.status}")
    if 300 <= answer.status < 400:
        raise OutcomeUnknown("redirect", "not followed")
    raise OutcomeUnknown(f"http-{answer.status}")
