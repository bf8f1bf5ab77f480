"""The moment of opening, in a real browser: with motion and without, with scripts and without."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

pytest.importorskip("playwright.sync_api", reason="needs playwright: make install-e2e")

from playwright.sync_api import expect

from gifts.models import Gift
from tests.factories import gifts as make
from tests.journeys.browsing import PHONE, chromium, turn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOTION = (
    "document.querySelector('.unwrap').getAnimations({subtree: true}).map((one) => one.animationName).sort()"
)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with chromium() as found:
        yield found


def opened(browser: Any, live_server: LiveServer, gift: Gift, **options: Any) -> Any:
    client = Client()
    assert gift.recipient is not None
    client.force_login(gift.recipient)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport=PHONE, **options)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/gifts/{gift.public_id}/")
    return page


def test_the_box_opens_once_and_lies_open_for_whoever_wants_no_motion(
    browser: Any, live_server: LiveServer
) -> None:
    gift = make.offered()
    moving = opened(browser, live_server, gift, reduced_motion="no-preference")
    styles = "getComputedStyle(document.querySelector('.unwrap__lid')).animationName"
    assert moving.evaluate(styles) == "unwrap-lid"
    still = opened(browser, live_server, gift, reduced_motion="reduce")
    assert still.evaluate(styles) == "none"
    assert still.evaluate(MOTION) == []
    lid = "getComputedStyle(document.querySelector('.unwrap__lid')).transform"
    assert still.evaluate(lid) != "none"


def test_it_is_taken_without_a_script(browser: Any, live_server: LiveServer) -> None:
    gift = make.offered()
    page = opened(browser, live_server, gift, java_script_enabled=False)
    expect(page.locator(".unwrap__lid")).to_be_visible()
    for part, text in make.address().parts().items():
        field = page.locator(f"#accept [name='{part}']")
        if part == "country":
            field.select_option(text)
        else:
            field.fill(text)
    turn(page, page.locator("button[form=accept]"))
    gift.refresh_from_db()
    assert gift.state == "accepted"
