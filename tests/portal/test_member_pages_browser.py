"""Every page that members and visitors open, found through the URL conf: no barrier in either language and
colour scheme, on phones and desks; whole without JavaScript; within the byte budgets.
"""

import gzip
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

pytest.importorskip("playwright.sync_api", reason="needs playwright: make install-e2e")

from axe_playwright_python.sync_playwright import Axe

from tests.architecture.query_worlds import World, build
from tests.architecture.test_query_budgets import READ, address_of
from tests.journeys.browsing import DESK, PHONE, chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LANGUAGES = ("en", "zh-hans")
HTML, CSS, SCRIPTS = 30 * 1024, 15 * 1024, 22 * 1024
ROWS = 3
# Redirects and pages between two steps of coming in are read by their own tests.
Address = tuple[str, str]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    # Playwright keeps an event loop in this thread; the database is only touched between its calls.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with chromium() as found:
        yield found


@pytest.fixture
def world(browser: Any) -> World:
    made = build()
    made.grow(ROWS)
    return made


def session_of(world: World, who: str) -> str:
    client = Client()
    client.force_login(getattr(world, who))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def pages_of(world: World) -> list[Address]:
    """(who, address) of every address that answers with a page of ours, not with a part of one."""
    found = []
    for name in sorted(READ):
        who, address = address_of(name, world)
        if address.startswith(("/api/", "/admin/")) or who == "boss":
            continue
        client = Client()
        if who:
            client.force_login(getattr(world, who))
        answer = client.get(address)
        is_html = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
        if is_html and answer.content[:15].lower() == b"<!doctype html>":
            found.append((who, address))
    assert len(found) > 25, found
    return found


def visit(browser: Any, live_server: LiveServer, world: World, who: str, **options: Any) -> Any:
    # Colours are looked at when they have come to rest.
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", **options)
    if who:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(world, who)}
        context.add_cookies([{**cookie, "url": live_server.url}])
    return context


def barriers(page: Any, *, of: str = "") -> list[tuple[str, str]]:
    """``of``: one rule's name; all rules where it is empty."""
    only = {"runOnly": {"type": "rule", "values": [of]}} if of else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    return [(barrier["id"], barrier["nodes"][0]["html"][:160]) for barrier in found]


def speak(context: Any, live_server: LiveServer, language: str) -> None:
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}
    context.add_cookies([cookie])


# A colour scheme changes colours and nothing else; neither those nor the tree of a page depend on the screen.
LOOKS = {
    "phone": (PHONE, {("en", "light"): "", ("en", "dark"): "color-contrast", ("zh-hans", "light"): ""}),
    "desk": (DESK, {("en", "light"): "color-contrast", ("zh-hans", "light"): ""}),
}


@pytest.mark.parametrize("look", LOOKS)
def test_no_page_has_a_barrier(browser: Any, live_server: LiveServer, world: World, look: str) -> None:
    """In both languages and colour schemes; nothing sticks out at the side either."""
    screen, rules = LOOKS[look]
    found: dict[tuple[str, str, str], Any] = {}
    pages = pages_of(world)
    for who in sorted({who for who, _address in pages}):
        context = visit(browser, live_server, world, who, viewport=screen)
        page = context.new_page()
        for language in LANGUAGES:
            speak(context, live_server, language)
            schemes = [(scheme, rule) for (spoken, scheme), rule in rules.items() if spoken == language]
            for address in [address for whose, address in pages if whose == who]:
                page.goto(live_server.url + address)
                for scheme, rule in schemes:
                    page.emulate_media(color_scheme=scheme)
                    if seen := barriers(page, of=rule):
                        found[address, language, scheme] = seen
                if (wide := page.evaluate("document.documentElement.scrollWidth")) > screen["width"]:
                    found[address, language, "width"] = wide
        context.close()
    assert found == {}


def test_a_barrier_is_seen(browser: Any, tmp_path: Path) -> None:
    """The negative control of the test above."""
    page = browser.new_page()
    page.set_content(
        "<html><body><img src='x.png'><p style='color:#aaa;background:#fff'>pale</p></body></html>"
    )
    assert {"image-alt", "color-contrast", "html-has-lang"} <= {name for name, _html in barriers(page)}
    assert {"color-contrast"} == {name for name, _html in barriers(page, of="color-contrast")}


def test_every_page_is_whole_without_javascript(browser: Any, live_server: LiveServer, world: World) -> None:
    """A heading, every form with a button that sends it, nothing that only a script would show."""
    lacking: dict[str, Any] = {}
    pages = pages_of(world)
    for who in sorted({who for who, _address in pages}):
        context = visit(browser, live_server, world, who, viewport=PHONE, java_script_enabled=False)
        page = context.new_page()
        for address in [address for whose, address in pages if whose == who]:
            page.goto(live_server.url + address)
            if problems := _lacks(page):
                lacking[address] = problems
        context.close()
    assert lacking == {}


def _lacks(page: Any) -> list[str]:
    problems = [] if page.locator("h1").count() == 1 else [f"{page.locator('h1').count()} headings"]
    for form in page.locator("form").all():
        name = form.get_attribute("id")
        inside = form.locator("button:not([type=button])").count()
        outside = page.locator(f"button[form='{name}']").count() if name else 0
        if not inside + outside:
            problems.append(f"no button sends {form.get_attribute('action') or 'this'}")
    return problems


def test_every_page_keeps_to_the_byte_budgets(live_server: LiveServer, world: World) -> None:
    over: dict[str, tuple[int, int, int]] = {}
    sizes: dict[str, int] = {}
    for who, address in pages_of(world):
        client = Client()
        if who:
            client.force_login(getattr(world, who))
        page = client.get(address).content
        text = page.decode()
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
        scripts = re.findall(r'<script src="([^"]+)"', text)
        weight = (
            len(gzip.compress(page)),
            sum(_weight(live_server, path, sizes) for path in styles),
            sum(_weight(live_server, path, sizes) for path in scripts),
        )
        if any(have > may for have, may in zip(weight, (HTML, CSS, SCRIPTS), strict=True)):
            over[address] = weight
    assert over == {}


def _weight(live_server: LiveServer, path: str, sizes: dict[str, int]) -> int:
    if path not in sizes:
        with urllib.request.urlopen(live_server.url + path) as answer:  # noqa: S310 - our own server
            sizes[path] = len(gzip.compress(answer.read()))
    return sizes[path]
