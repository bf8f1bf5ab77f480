"""The service worker in a real browser: what it shows without a network, and what it keeps."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

pytest.importorskip("playwright.sync_api", reason="needs playwright: make install-e2e")

from tests.factories import campaigns as make
from tests.journeys.browsing import PHONE, chromium, turn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      found.push([new URL(request.url).pathname, await (await caches.match(request)).text()]);
  return found;
}"""
READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with chromium() as found:
        yield found


def open_portal(browser: Any, live_server: LiveServer, member: Any = None, language: str = "en-GB") -> Any:
    context = browser.new_context(viewport=PHONE, locale=language)
    if member:
        client = Client()
        client.force_login(member)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url)
    page.wait_for_function(READY)
    return page


@pytest.mark.parametrize(("language", "words"), [("en-GB", "No connection"), ("zh-CN", "没有网络连接")])
def test_without_a_network_a_page_says_so(
    browser: Any, live_server: LiveServer, language: str, words: str
) -> None:
    page = open_portal(browser, live_server, language=language)
    page.goto(f"{live_server.url}/campaigns/")
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/promises-of-nobody/")
    assert page.locator("h1").inner_text() == words
    assert page.evaluate("getComputedStyle(document.querySelector('.btn--primary')).backgroundColor") != (
        "rgba(0, 0, 0, 0)"
    )
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/campaigns/")
    assert page.locator("h1").inner_text() != words


def test_language_that_was_chosen_is_spoken_offline(browser: Any, live_server: LiveServer) -> None:
    page = open_portal(browser, live_server)
    turn(page, page.get_by_role("button", name="中文"))
    page.goto(f"{live_server.url}/campaigns/")
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/anything/")
    assert page.locator("h1").inner_text() == "没有网络连接"


def test_nothing_of_a_member_is_kept_before_or_after_signing_out(
    browser: Any, live_server: LiveServer
) -> None:
    member = make.member(display_name="Zhuge Liang")
    page = open_portal(browser, live_server, member)
    assert "Zhuge Liang" in page.content()
    for address in ("/me/", "/gifts/", "/campaigns/", "/"):
        page.goto(live_server.url + address)
    before = page.evaluate(KEPT)
    page.goto(f"{live_server.url}/me/")
    turn(page, page.get_by_role("button", name="Sign out"))
    after = page.evaluate(KEPT)
    for kept in (before, after):
        assert kept
        assert all(path.startswith(("/static/", "/offline/")) for path, _text in kept)
        assert not any("Zhuge Liang" in text or member.handle in text for _path, text in kept)
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/me/")
    assert "Zhuge Liang" not in page.content()


def test_manifest_is_accepted(browser: Any, live_server: LiveServer) -> None:
    page = open_portal(browser, live_server)
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"].endswith("/manifest/en.webmanifest")


def test_new_release_takes_the_place_of_the_old(
    browser: Any, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.web import pwa

    page = open_portal(browser, live_server)
    names = page.evaluate("caches.keys()")
    text = pwa._make_worker().replace('"version": "', '"version": "next-')
    monkeypatch.setattr(pwa, "_worker", lambda: text)
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")
    page.wait_for_function(
        "async (old) => { const now = await caches.keys(); return now.length === 1 && now[0] !== old; }",
        arg=names[0],
    )
