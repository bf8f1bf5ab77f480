"""Requests forged on another site: refused on every unsafe route. And looking never changes a row."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files import File
from django.test import Client

from bench import matrix as asked
from bench.figures import SQLITE, Figure, counted
from bench.matrix import Matrix
from bench.trial import Trial
from bench.worlds import CSRF
from tests.authz.cells import Cell
from tests.authz.requests import ENTERING
from tests.authz.watching import watched_writes

EVIL = "https://evil.example"
HOST = "127.0.0.1"
# A visit is remembered by GET, on purpose: docs/decisions/0007-a-visit-is-recorded-on-get.md. Who looked at a
# piece of evidence is written down for its owner, and its link is good for one look.
MAY_WRITE_ON_GET = frozenset({"campaigns:landing", "trust:picture"})
# A mail program sends the form of one-click unsubscribing (RFC 8058) without a session; a signed token in the
# address stands for it, and this is all it can write.
FOR_MAIL_PROGRAMS = {"accounts:leave": {"accounts_channelchoice"}}
LOOKERS = ("anonymous", "owner", "superuser")


@dataclass(frozen=True, kw_only=True)
class Forgery:
    """How a forged request differs from the real one."""

    name: str
    with_token: bool
    headers: Mapping[str, str]
    content_type: str = ""


FORGERIES = (
    Forgery(name="no token", with_token=False, headers={}),
    Forgery(name="no token, foreign origin", with_token=False, headers={"Origin": EVIL}),
    Forgery(name="token, foreign origin", with_token=True, headers={"Origin": EVIL}),
    Forgery(name="token, opaque origin", with_token=True, headers={"Origin": "null"}),
    Forgery(name="text/plain", with_token=False, headers={}, content_type="text/plain"),
)


@counted("security.csrf", stacks=[SQLITE], limit_seconds=900)
def count(trial: Trial) -> Figure:
    return forge(trial, checked=True)


def forge(trial: Trial, *, checked: bool, only: str = "") -> Figure:
    """``checked`` False is the control: a client for whom the server does not check.

    ``only``: routes whose name has this in it.
    """
    with asked.product_only(), asked.quiet(), asked.rolled_back():
        matrix = asked.matrix_of(asked.build_world())
        cells = [cell for cell in unsafe_cells(matrix) if only in cell.route.name]
        passed = [told for cell in cells for told in forged(matrix, cell, checked=checked)]
        stopped = [str(cell) for cell in cells if not reaches(matrix, cell)]
        looks, changed = look(matrix, only=only)
    numbers = {
        "routes": len(cells),
        "requests": len(cells) * len(FORGERIES),
        "passed": len(passed),
        "stopped_with_token": len(stopped),
        "looks": looks,
        "changed_by_looking": len(changed),
    }
    return trial.figure(
        ok=not (passed or stopped or changed) and bool(cells),
        numbers=numbers,
        notes={"passed": passed[:50], "stopped": stopped, "changed": changed[:50]},
    )


def unsafe_cells(matrix: Matrix) -> Iterator[Cell]:
    """One cell for each unsafe route and method: the strongest browser session, an object that is there."""
    for route, objects in matrix.objects.items():
        targets = [target for target in objects if target != "missing"]
        for method in route.methods:
            if method not in asked.SAFE and targets:
                role = "superuser" if route.is_admin else "owner"
                yield Cell(route=route, method=method, target=targets[0], role=role)


def browser(matrix: Matrix, cell: Cell, *, checked: bool) -> Client:
    client = Client(enforce_csrf_checks=checked, raise_request_exception=False, headers={"host": HOST})
    client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
    entering = cell.route.name in ENTERING
    session = matrix.world.entering if entering else matrix.world.cookies[cell.role]
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def send(
    matrix: Matrix, cell: Cell, *, headers: Mapping[str, str], with_token: bool, kind: str, checked: bool
) -> tuple[int, set[str]]:
    """(status, tables written), rolled back."""
    with asked.rolled_back(), watched_writes() as writes:
        status = post(matrix, cell, headers=headers, with_token=with_token, kind=kind, checked=checked)
        return status, set(writes.tables)


def post(
    matrix: Matrix, cell: Cell, *, headers: Mapping[str, str], with_token: bool, kind: str, checked: bool
) -> int:
    """The status. What it changes stays."""
    body: dict[str, Any] = dict(matrix.body(cell))
    extra = {**headers, **({"X-CSRFToken": CSRF} if with_token else {}), "Idempotency-Key": "forged-0001"}
    call = getattr(browser(matrix, cell, checked=checked), cell.method.lower())
    address = matrix.address(cell)
    if (kind or cell.route.is_api) and not has_files(body):
        answer = call(address, json.dumps(body), content_type=kind or "application/json", headers=extra)
    else:
        answer = call(address, typed(body), headers=extra)
    return int(answer.status_code)


def has_files(body: Mapping[str, Any]) -> bool:
    """Whether it goes as a form with attachments, whoever takes it."""
    return any(isinstance(value, File) for value in body.values())


def typed(body: Mapping[str, Any]) -> dict[str, Any]:
    """As a form sends it."""
    return {name: json.dumps(value) if isinstance(value, dict) else value for name, value in body.items()}


def forged(matrix: Matrix, cell: Cell, *, checked: bool) -> Iterator[str]:
    """The forgeries that were not refused."""
    for forgery in FORGERIES:
        status, written = send(
            matrix,
            cell,
            headers=forgery.headers,
            with_token=forgery.with_token,
            kind=forgery.content_type,
            checked=checked,
        )
        meant = cell.route.name in FOR_MAIL_PROGRAMS and written <= FOR_MAIL_PROGRAMS[cell.route.name]
        if not meant and (written or not 400 <= status < 500):
            yield f"{cell}: {forgery.name} answered {status} {sorted(written)}"


def reaches(matrix: Matrix, cell: Cell) -> bool:
    """The real page's request is not stopped as a forgery; else nothing above means anything."""
    right = {"Origin": f"http://{HOST}"}
    status, _ = send(matrix, cell, headers=right, with_token=True, kind="", checked=True)
    plain, _ = send(matrix, cell, headers=right, with_token=True, kind="", checked=False)
    return status == plain


def look(matrix: Matrix, *, only: str) -> tuple[int, list[str]]:
    """GET every address as a visitor, a member and an administrator; (how many, which changed a row)."""
    looks, changed = 0, []
    for cell in matrix.cells():
        if cell.method != "GET" or cell.role not in LOOKERS or only not in cell.route.name:
            continue
        looks += 1
        if "changed" in matrix.ask(cell).line.split() and cell.route.name not in MAY_WRITE_ON_GET:
            changed.append(str(cell))
    return looks, changed
