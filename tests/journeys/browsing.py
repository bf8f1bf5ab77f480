"""People with browsers of their own, and an ear for everything that a browser complains about."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.journeys.stages import missing

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
# One step of a page, and what workers do behind it. Long, for machines that are busy with other things.
PAGE_MS = 120_000
WORK_SECONDS = 300.0
_CODE = re.compile(r"Your code is (\d{6})")
# The browser's own line about a form that was refused on purpose; the page tells the reason.
_REFUSED = "the server responded with a status of 422"


@contextmanager
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        missing("browser journeys need Chromium; on Debian or Ubuntu: sudo apt install chromium")
    expect.set_options(timeout=PAGE_MS)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What no page may do: complain in the console, break the policy, ask a third party, fail."""

    own: set[str]
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext, who: str) -> None:
        context.on("console", lambda message: self._console(who, message))
        context.on("weberror", lambda error: self.complaints.append(f"{who}: {error.error}"))
        context.on("request", lambda request: self._address(who, request.url))
        context.on("response", lambda response: self._response(who, response))

    def _console(self, who: str, message: ConsoleMessage) -> None:
        is_policy = "Content Security Policy" in message.text
        if (message.type == "error" or is_policy) and _REFUSED not in message.text:
            self.complaints.append(f"{who}, console: {message.text} ({message.location['url']})")

    def _address(self, who: str, url: str) -> None:
        if not url.startswith(("data:", "about:")) and urlsplit(url).netloc not in self.own:
            self.complaints.append(f"{who} was sent to a third party: {url}")

    def _response(self, who: str, response: Response) -> None:
        if response.status >= 400 and response.status != 422:
            self.complaints.append(f"{who}: {response.status} for {response.url}")


def turn(page: Page, what: Locator) -> None:
    """Press what leads to another page, and wait for that page.

    A press returns when the browser has taken it, long before a busy server has answered: whoever looks at
    once looks at the old page, and whoever goes elsewhere at once breaks off what was sent.
    """
    with page.expect_navigation(timeout=PAGE_MS):
        what.click()


@dataclass
class Person:
    """Somebody with a browser: cookies, language and screen of their own."""

    name: str
    page: Page
    site: str

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.site + path)

    def type(self, **typed: str) -> None:
        """Into the fields of these names."""
        for name, text in typed.items():
            self.page.locator(f"[name='{name}']").fill(text)

    def press(self, name: str, *, exact: bool = True) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def send(self) -> None:
        """Press the button of the page's own form, whatever it is called in whichever language."""
        self.page.locator("main form.card[method=post] button[type=submit]").first.click()

    def follow(self, name: str, *, exact: bool = True) -> None:
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def turns(self, what: Locator) -> None:
        """Press it, and wait for the page after it."""
        turn(self.page, what)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def comes_to(self, address: str) -> None:
        """``address``: a regular expression."""
        self.page.wait_for_url(re.compile(address), timeout=PAGE_MS)

    def waits_for(self, path: str, what: Locator) -> None:
        """Open the page again and again until it shows what the workers have done."""
        until = time.monotonic() + WORK_SECONDS
        self.go(path)
        while not what.count():
            if time.monotonic() > until:
                raise AssertionError(f"{self.name} waited {WORK_SECONDS:.0f} s at {path} in vain for {what}")
            self.page.wait_for_timeout(300)
            self.go(path)

    def text(self) -> str:
        return str(self.page.locator("body").inner_text())


@dataclass
class Crowd:
    """Everybody in one browser program, each in a context of their own."""

    browser: Browser
    site: str
    simulators: str
    watch: Watch
    people: list[Person] = field(default_factory=list)

    def enter(
        self,
        name: str,
        *,
        language: str = "en-GB",
        screen: ViewportSize = PHONE,
        has_scripts: bool = True,
    ) -> Person:
        context = self.browser.new_context(
            viewport=screen, locale=language, java_script_enabled=has_scripts, has_touch=screen is PHONE
        )
        context.set_default_timeout(PAGE_MS)
        self.watch.over(context, name)
        person = Person(name=name, page=context.new_page(), site=self.site)
        self.people.append(person)
        return person

    def code_on_phone(self, person: Person, number: str) -> str:
        """What the simulated phone's page shows; opened beside the member's page."""
        phone = person.page.context.new_page()
        until = time.monotonic() + WORK_SECONDS
        while time.monotonic() < until:
            phone.goto(f"{self.simulators}/phones/{number}/")
            found = _CODE.findall(phone.locator("body").inner_text())
            if found:
                phone.close()
                return str(found[0])
            phone.wait_for_timeout(200)
        raise AssertionError(f"no code came to {person.name}'s phone")

    def take_pictures(self, folder: Path) -> None:
        """Of what everybody sees now: for whoever has to find out what went wrong."""
        folder.mkdir(parents=True, exist_ok=True)
        for person in self.people:
            path = folder / f"{person.name}.png"
            try:
                person.page.screenshot(path=path, full_page=True)
            except Error as reason:
                print(f"no picture of {person.name}: {reason}")
                continue
            print(f"{person.name} at {person.page.url}: {path}\n{person.text()[:800]}\n")


@contextmanager
def gathering(browser: Browser, site: str, simulators: str, folder: Path) -> Iterator[Crowd]:
    """A crowd on one site; its pictures if something goes wrong, and no complaint in the end."""
    watch = Watch(own={urlsplit(site).netloc, urlsplit(simulators).netloc})
    crowd = Crowd(browser=browser, site=site, simulators=simulators, watch=watch)
    try:
        yield crowd
    except BaseException:
        crowd.take_pictures(folder)
        print("\n".join(watch.complaints))
        raise
    finally:
        for person in crowd.people:
            person.page.context.close()
    assert not watch.complaints, "\n".join(watch.complaints)
