"""The style guide in a real browser: accessible in both colour schemes, and whole without JavaScript."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(autouse=True)
def _needs_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    # Playwright keeps an event loop in this thread; the database is only touched between its calls.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@contextmanager
def browsing(folder: Path, **options: Any) -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            folder, executable_path=CHROMIUM, headless=True, args=FLAGS, **options
        )
        try:
            yield context.new_page()
        finally:
            context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["/", "/styleguide/?messages=1"])
def test_page_has_no_barrier(
    live_server: LiveServer, tmp_path: Path, scheme: str, width: int, address: str
) -> None:
    view = {"width": width, "height": 844}
    with browsing(tmp_path, viewport=view, color_scheme=scheme, bypass_csp=True) as page:
        page.goto(live_server.url + address)
        found = axe.Axe().run(page).response["violations"]
    assert [(barrier["id"], barrier["nodes"][0]["html"]) for barrier in found] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_sticks_out_and_the_policy_is_kept(
    live_server: LiveServer, tmp_path: Path, width: int
) -> None:
    complaints: list[str] = []
    with browsing(tmp_path, viewport={"width": width, "height": 700}, locale="zh-CN") as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{live_server.url}/styleguide/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


def test_works_without_javascript(live_server: LiveServer, tmp_path: Path) -> None:
    with browsing(tmp_path, java_script_enabled=False, locale="en-US") as page:
        page.goto(f"{live_server.url}/styleguide/")
        assert page.locator("[data-copy]").is_hidden()
        page.get_by_role("button", name="Who counts?").click()
        assert page.get_by_role("dialog").is_visible()
        page.get_by_role("button", name="Got it").click()
        with page.expect_navigation():
            page.get_by_role("button", name="中文").click()
        assert page.locator("h1").inner_text() == "设计规范"


def test_with_javascript_a_press_copies_the_link(live_server: LiveServer, tmp_path: Path) -> None:
    with browsing(tmp_path, permissions=["clipboard-read", "clipboard-write"], locale="en-US") as page:
        page.goto(f"{live_server.url}/styleguide/?messages=1")
        page.get_by_role("button", name="Copy").click()
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == "https://example.org/i/K7MPQ2XW/"
        page.get_by_role("button", name="Close").first.click()
        assert page.locator("[data-toast]").count() == 1
