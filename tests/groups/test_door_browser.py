"""The door without a connection, in a real browser: kept on the device, handed in once."""

from collections.abc import Iterator
from datetime import timedelta
from json import dumps
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

pytest.importorskip("playwright.sync_api", reason="needs playwright: make install-e2e")

from playwright.sync_api import expect

from common.clock import db_now
from groups.door_rules import MOST_SCANS
from groups.models import CheckIn, Event
from tests.factories.door import tickets
from tests.factories.events import answer, world
from tests.journeys.browsing import PHONE, chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with chromium() as found:
        yield found


def at_the_door(browser: Any, live_server: LiveServer, made: Event, **options: Any) -> Any:
    client = Client()
    client.force_login(made.host)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport=PHONE, **options)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/events/{made.public_id}/door/")
    return page


@pytest.fixture
def tonight() -> tuple[Event, list[str]]:
    made, people = world(2)
    codes = []
    for who in people:
        answer(made, who)
        codes.append(tickets(made, who)[0].code)
    now = db_now()
    Event.objects.filter(pk=made.pk).update(starts_at=now, ends_at=now + timedelta(hours=3))
    return made, codes


def test_what_is_typed_without_a_connection_is_handed_in_later(
    browser: Any, live_server: LiveServer, tonight: tuple[Event, list[str]]
) -> None:
    made, (first, second) = tonight
    page = at_the_door(browser, live_server, made)
    kept = page.locator("#kept")
    expect(kept).to_be_hidden()
    page.context.set_offline(True)
    for code in (first, "QQQQQQ"):
        page.locator("#admit [name=code]").fill(code)
        page.locator("button[form=admit]").click()
        expect(kept).to_contain_text(code)
    page.locator(f"form:has([value='{second}']) button").click()
    expect(kept).to_contain_text(second)
    assert not CheckIn.objects.exists()
    assert page.locator("#admit [name=code]").input_value() == ""

    page.context.set_offline(False)
    expect(page.locator(".tiles dd").first).to_have_text("2")
    expect(kept.locator("li")).to_have_count(1)
    expect(kept).to_contain_text("QQQQQQ")
    assert sorted(CheckIn.objects.values_list("ticket__code", flat=True)) == sorted([first, second])
    page.reload()
    assert CheckIn.objects.count() == 2

    expect(kept).not_to_contain_text("No connection", use_inner_text=True)
    kept.get_by_role("button").click()
    expect(kept).to_be_hidden()
    page.reload()
    expect(kept).to_be_hidden()


@pytest.mark.parametrize("connected", [True, False])
def test_while_the_connection_is_looked_for_the_code_stands_as_it_was_typed(
    browser: Any, live_server: LiveServer, tonight: tuple[Event, list[str]], connected: bool
) -> None:
    made, (first, _second) = tonight
    page = at_the_door(browser, live_server, made)
    page.evaluate("AbortSignal.timeout = () => new AbortController().signal")  # a machine may be slow
    asked: list[Any] = []
    page.route("**/*.webmanifest", lambda route: asked.append(route))
    field = page.locator("#admit [name=code]")
    field.fill(first)
    field.press("Enter")
    expect(field).to_have_attribute("readonly", "")
    field.press_sequentially("NEXT")
    page.locator("button[form=admit]").click()
    assert field.input_value() == first
    [ping] = asked
    if connected:
        ping.continue_()
        expect(page.locator(f"li:has-text('{first}')")).to_contain_text("Inside")
        return
    ping.abort()
    expect(page.locator("#kept li")).to_have_count(1)
    expect(page.locator("#kept")).to_contain_text(first)
    field.press_sequentially("NEXT")
    assert field.input_value() == "NEXT"


def test_a_ticket_that_was_shown_at_two_doors_is_told_to_the_later_one(
    browser: Any, live_server: LiveServer, tonight: tuple[Event, list[str]]
) -> None:
    made, (first, _second) = tonight
    doors = [at_the_door(browser, live_server, made) for _ in range(2)]
    for page in doors:
        page.context.set_offline(True)
        page.locator("#admit [name=code]").fill(first)
        page.locator("button[form=admit]").click()
        expect(page.locator("#kept")).to_contain_text(first)
    doors[0].context.set_offline(False)
    expect(doors[0].locator(".tiles dd").first).to_have_text("1")
    expect(doors[0].locator("#kept")).to_be_hidden()
    doors[1].context.set_offline(False)
    expect(doors[1].locator("#kept li")).to_contain_text("Already let in")
    doors[1].reload()
    expect(doors[1].locator("#kept li")).to_contain_text("Already let in")
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("days", [-9, 9])
def test_a_devices_clock_decides_nothing(
    browser: Any, live_server: LiveServer, tonight: tuple[Event, list[str]], days: int
) -> None:
    made, (first, _second) = tonight
    page = at_the_door(browser, live_server, made)
    page.clock.set_fixed_time(db_now() + timedelta(days=days))
    page.reload()
    page.context.set_offline(True)
    page.locator("#admit [name=code]").fill(first)
    page.locator("button[form=admit]").click()
    expect(page.locator("#kept")).to_contain_text(first)
    page.context.set_offline(False)
    expect(page.locator(".tiles dd").first).to_have_text("1")
    assert abs(CheckIn.objects.get().at - db_now()) < timedelta(hours=1)


def test_more_than_one_call_takes_go_in_several(
    browser: Any, live_server: LiveServer, tonight: tuple[Event, list[str]]
) -> None:
    made, (first, _second) = tonight
    page = at_the_door(browser, live_server, made)
    kept = [
        {
            "key": f"device-key-{number}",
            "code": first if number == 0 else "QQQQQQ",
            "at": db_now().isoformat(),
        }
        for number in range(MOST_SCANS + 1)
    ]
    page.evaluate(
        "([place, kept]) => localStorage.setItem(place, kept)", [f"door:{made.public_id}", dumps(kept)]
    )
    page.reload()
    expect(page.locator(".tiles dd").first).to_have_text("1")
    assert CheckIn.objects.count() == 1


def test_no_ticket_stays_on_a_device_for_longer_than_the_door_takes_uploads(
    browser: Any, live_server: LiveServer, tonight: tuple[Event, list[str]]
) -> None:
    made, (first, _second) = tonight
    page = at_the_door(browser, live_server, made)
    page.context.set_offline(True)
    page.locator("#admit [name=code]").fill(first)
    page.locator("button[form=admit]").click()
    expect(page.locator("#kept")).to_contain_text(first)
    long_ago = db_now() - timedelta(days=3)
    Event.objects.filter(pk=made.pk).update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=3))
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/events/{made.public_id}/door/")
    expect(page.locator("#kept")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_with_a_connection_and_without_a_script_the_form_is_the_form(
    browser: Any, live_server: LiveServer, tonight: tuple[Event, list[str]]
) -> None:
    made, codes = tonight
    for code, works in zip(codes, (True, False), strict=True):
        page = at_the_door(browser, live_server, made, java_script_enabled=works)
        page.locator("#admit [name=code]").fill(code)
        page.locator("button[form=admit]").click()
        expect(page.locator(f"li:has-text('{code}')")).to_contain_text("Inside")
    assert CheckIn.objects.count() == 2
