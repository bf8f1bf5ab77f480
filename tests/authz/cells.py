"""One cell: one role asks one thing of one object. What came of it is told in one short line."""

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from tests.authz.requests import ENTERING, QUERIES, body_of, objects_of
from tests.authz.roles import Callers, roles_for, secrets_of
from tests.authz.routes import Route
from tests.authz.watching import watched_verbs, watched_writes
from tests.authz.world import World

_RANDOM = re.compile(rb"[A-Za-z0-9_-]{20,}")


@dataclass(frozen=True, kw_only=True, order=True)
class Cell:
    route: Route
    method: str
    target: str
    role: str

    def __str__(self) -> str:
        return f"{self.method} {self.route.key} [{self.target}] as {self.role}"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """``line``: status, where a redirect leads, and whether anything was written or leaked."""

    line: str
    refused_verbs: frozenset[str]
    body: bytes = field(default=b"", repr=False)


@contextmanager
def rolled_back() -> Iterator[None]:
    """A savepoint that counts as a test's own, so that durable transactions may open inside it."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]
    with atomic:
        yield
        transaction.set_rollback(True)


@contextmanager
def quiet() -> Iterator[None]:
    """Thousands of refusals are what is asked for here; nobody wants to read them."""
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


class Matrix:
    """All cells of a world, and what happens in each."""

    def __init__(self, world: World, routes: list[Route]) -> None:
        self.world = world
        self.callers = Callers(world)
        self.secrets = secrets_of(world)
        self.objects = {route: objects_of(world, route) for route in routes}
        self._unknown: dict[tuple[Route, str, str], bytes] = {}

    def cells(self) -> Iterator[Cell]:
        """In an order that asks for the missing object before the hidden ones."""
        for route, objects in self.objects.items():
            for method in route.methods:
                for target in objects:
                    for role in roles_for(method, route.key):
                        yield Cell(route=route, method=method, target=target, role=role)

    def address(self, cell: Cell) -> str:
        route, value = cell.route, self.objects[cell.route][cell.target]
        path = re.sub(r"<path:content_type_id>", "1", route.pattern)
        path = path.replace("(?P<url>.*)$", "no-such-page/")
        path = re.sub(r"\^\(\?P<app_label>[^)]*\)/\$", "accounts/", path)
        path = path.replace("<slug:verb>", route.action)
        return "/" + re.sub(r"<\w+:\w+>", value, path)

    def ask(self, cell: Cell) -> Outcome:
        cache.clear()
        with rolled_back():
            send = self._prepared(cell, {})
            with watched_verbs() as verbs, watched_writes() as writes:
                response = send()
                body = b"".join(response) if response.streaming else response.content
            tables = writes.tables
        line = " ".join(filter(None, [_told(response), "changed" if tables else ""]))
        plain = self._plain(body, cell)
        if response.status_code == 404 or "admin:index" in line:
            line += self._differs(cell, plain)
        line += self._leaks(cell, response, body)
        return Outcome(line=line, refused_verbs=frozenset(verbs.refused), body=body)

    def send(self, cell: Cell, extra: Mapping[str, Any] | None = None) -> HttpResponse:
        """The bare request, with ``extra`` fields in its body. What it changes stays."""
        cache.clear()
        response: HttpResponse = self._prepared(cell, extra or {})()
        return response

    def body(self, cell: Cell) -> dict[str, Any]:
        return body_of(self.world, cell.route, cell.target, self.objects[cell.route])

    def _prepared(self, cell: Cell, extra: Mapping[str, Any]) -> Callable[[], Any]:
        client, headers = self.callers.prepare(
            cell.role, is_admin=cell.route.is_admin, entering=cell.route.name in ENTERING
        )
        address = self.address(cell)
        if cell.method == "GET":
            return partial(client.get, address, QUERIES.get(cell.route.name), headers=headers)
        body = {**extra, **self.body(cell)}
        call = getattr(client, cell.method.lower())
        if cell.route.is_api:
            headers["Idempotency-Key"] = "matrix-0001"
            return partial(call, address, body, content_type="application/json", headers=headers)
        typed = {
            name: json.dumps(value) if isinstance(value, dict) else value for name, value in body.items()
        }
        return partial(call, address, typed, headers=headers)

    def _plain(self, body: bytes, cell: Cell) -> bytes:
        body = body.replace(self.address(cell).encode(), b"*")
        value = self.objects[cell.route][cell.target]
        if len(value) > 7:
            body = body.replace(value.encode(), b"*")
        return _RANDOM.sub(b"*", body)

    def _differs(self, cell: Cell, plain: bytes) -> str:
        """A hidden object must read like one that does not exist."""
        key = (cell.route, cell.method, cell.role)
        if cell.target == "missing":
            self._unknown.setdefault(key, plain)
        elif self._unknown.get(key, plain) != plain:
            return " tells"
        return ""

    def _leaks(self, cell: Cell, response: HttpResponse, body: bytes) -> str:
        asked_for = self.address(cell)
        seen = body + repr(dict(response.headers)).encode()
        for text, readers in self.secrets.items():
            if cell.role not in readers and text not in asked_for and text.encode() in seen:
                return " leaks"
        return ""


def _told(response: HttpResponse) -> str:
    place = response.headers.get("Location", "")
    if not place:
        return str(response.status_code)
    parts = urlsplit(place)
    if parts.netloc:
        return f"{response.status_code} away"
    try:
        return f"{response.status_code} {resolve(parts.path).view_name or 'there'}"
    except Resolver404:
        return f"{response.status_code} nowhere"
