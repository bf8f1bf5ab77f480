"""The script for sites in a real browser, on a page of another origin whose policy allows nothing inline."""

import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="browser journeys need playwright: make install-e2e")

from playwright.sync_api import Page

from tests.journeys.browsing import PHONE, chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SHOP = """<!doctype html><title>shop</title>
<script src="{base}/gx.js" defer {attributes}></script>
<form action="/order" data-gx><button id="buy">Buy</button></form>
<form action="/search"><button id="find">Find</button></form>
<form action="{base}/livez" data-gx><button id="away">Away</button></form>
<a id="next" href="/next?a=1" data-gx>Next</a>"""


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in this thread
    with chromium() as browser:
        yield browser.new_context(viewport=PHONE).new_page()


@contextmanager
def shop(base: str, attributes: str = "") -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = SHOP.format(base=base, attributes=attributes).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"default-src 'none'; script-src {base}")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_own_forms_and_links_that_are_marked_carry_the_token_on(live_server: Any, page: Page) -> None:
    with shop(live_server.url) as address:
        page.goto(f"{address}/?gx_click=tok-1&a=2")
        assert page.url == f"{address}/?a=2" and page.evaluate("gx.click()") == "tok-1"
        for button, wanted in (("buy", "/order?gx_click=tok-1"), ("next", "/next?a=1&gx_click=tok-1")):
            page.goto(f"{address}/?gx_click=tok-1")
            with page.expect_request(f"{address}{wanted}"):
                page.click(f"#{button}")
        assert page.context.cookies() == []


def test_others_get_nothing(live_server: Any, page: Page) -> None:
    with shop(live_server.url) as address:
        for button, place in (("find", f"{address}/search"), ("away", f"{live_server.url}/livez")):
            page.goto(f"{address}/?gx_click=tok-1")
            with page.expect_request(re.compile(re.escape(place))) as asked:
                page.click(f"#{button}")
            assert "tok-1" not in asked.value.url
        page.goto(f"{address}/")
        assert page.evaluate("gx.click()") == ""


def test_it_is_kept_for_the_tab_only_where_the_site_says_so(live_server: Any, page: Page) -> None:
    with shop(live_server.url, "data-keep") as address:
        page.goto(f"{address}/?gx_click=tok-2")
        page.goto(f"{address}/")
        assert page.evaluate("gx.click()") == "tok-2"
