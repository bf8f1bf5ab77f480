"""No page asks the database more because there are more rows, and each keeps to its checked-in maximum.

``query_budgets.json`` names every address that is read. A new one without a budget fails here.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.query_worlds import ADDRESSES, VISITED_BY_VISITORS, World, build

BUDGETS: dict[str, int] = json.loads(Path(__file__).with_name("query_budgets.json").read_text())
FEW, MANY = 3, 30
OURS = {"accounts", "connect", "trust", "gifts", "groups", "campaigns", "outbox"}
# A look at the oldest job costs one more while there is one.
NO_LISTS = {"healthz"}
# Not ours to count: Django's own, and descriptions that read no rows.
LEFT_OUT = {"schema", "api-docs", "set_language"}
# Pages of one object that the growing world does not make yet: a passkey, a session, a program, a paper.
LEFT_OUT |= {
    "accounts:contact-remove",
    "accounts:login-back",
    "accounts:login-begin",
    "accounts:login-unlink",
    "accounts:passkey",
    "accounts:passkey-remove",
    "accounts:program-end",
    "accounts:session-end",
    "api-application",
    "api-credential",
    "campaigns:appeal",  # the same world has no case: tests/campaigns/test_risk.py
    "campaigns:board",  # counted by its own test
    "campaigns:wechat-account",  # believed under a seal only: tests/campaigns/test_wechat_callback.py
    "api-event-import",  # read with a site's key: tests/connect/test_event_imports.py
    "api-qualifying-events",  # read with a site's key: tests/connect/test_events_in.py
    "trust:appeal",
    "trust:checked",
    "trust:credential-file",
    "trust:credit-answer",
    "trust:linkedin-answer",
    "trust:status-list",
    "trust:open-proof",
    "trust:picture",
    "trust:remove-proof",
    "trust:work-email-code",
    "gifts:thanks-photo",
    "api-gift-transfer",
    "api-pick-list",  # counted by its own test
}


def routes(
    patterns: Any = None, prefix: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, Any]]:
    """(view name, address, view) of everything outside the admin."""
    for entry in patterns or get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name == "admin":
                continue
            inside = (*names, entry.namespace) if entry.namespace else names
            yield from routes(entry.url_patterns, prefix + str(entry.pattern), inside)
        elif isinstance(entry, URLPattern) and entry.name:
            view = getattr(entry.callback, "view_class", getattr(entry.callback, "cls", None))
            yield ":".join([*names, entry.name]), prefix + str(entry.pattern), view


def is_read(view: Any) -> bool:
    """Views without a ``get`` answer 405."""
    return view is None or (hasattr(view, "get") and "get" in getattr(view, "http_method_names", ["get"]))


READ = {name: path for name, path, view in routes() if is_read(view) and name not in LEFT_OUT}


def address_of(name: str, world: World) -> tuple[str, str]:
    if name in ADDRESSES:
        who, address = ADDRESSES[name]
        return who, address(world)
    return ("" if name in VISITED_BY_VISITORS else "member"), f"/{READ[name]}"


def cost(world: World, who: str, address: str) -> int:
    client = Client()
    if who:
        client.force_login(getattr(world, who))
    client.get(address)  # what a process remembers is read by now
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        if answer.streaming:
            list(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer.status_code < 400, (address, answer.status_code)
    return len(
        [query for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    )


def changelists() -> dict[str, str]:
    return {
        f"admin:{model._meta.label_lower}": f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for model in admin.site._registry
        if model._meta.app_label in OURS
    }


def test_every_address_has_a_budget() -> None:
    known = {*READ, *changelists()}
    assert known - set(BUDGETS) == set()
    assert set(BUDGETS) - known == set()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_thirty_rows_cost_what_three_rows_cost() -> None:
    world = build()
    world.grow(FEW)
    visits = {name: address_of(name, world) for name in READ}
    visits |= {name: ("boss", address) for name, address in changelists().items()}
    few = {name: cost(world, *visit) for name, visit in visits.items()}

    world.grow(MANY)
    many = {name: cost(world, *visit) for name, visit in visits.items()}

    grown = {name: (few[name], many[name]) for name in set(visits) - NO_LISTS if many[name] > few[name]}
    over = {name: (many[name], BUDGETS.get(name)) for name in visits if many[name] > BUDGETS.get(name, 0)}
    assert (grown, over) == ({}, {})
