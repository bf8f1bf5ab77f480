"""A passkey in a real browser: made, used to sign in and to step up, removed. Without scripts: the words."""

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="browser journeys need playwright: make install-e2e")

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, expect

from accounts.models import Passkey
from tests.factories.accounts import MemberFactory
from tests.journeys.browsing import PHONE, chromium, turn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in this thread
    with chromium() as started:
        yield started


def signed_in(context: BrowserContext, member: Any, site: str) -> None:
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.ContactBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    context.add_cookies([{"name": "sessionid", "value": str(session.session_key), "url": site}])


def test_a_passkey_is_made_used_and_removed(browser: Browser, live_server: Any) -> None:
    site = live_server.url.replace("127.0.0.1", "localhost")
    member = MemberFactory.create(display_name="Lin")
    with browser.new_context(viewport=PHONE, locale="en", base_url=site) as context:
        complaints: list[str] = []
        context.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        signed_in(context, member, site)
        page = context.new_page()
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        page.goto("/me/passkeys/")
        page.locator("[name=name]").fill("my phone")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_text("Your passkey is ready")).to_be_visible()
        assert Passkey.objects.get().name == "my phone"
        page.goto("/me/")
        turn(page, page.get_by_role("button", name="Sign out").last)
        page.goto("/sign-in/")
        page.get_by_role("link", name="Sign in with a passkey").click()
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(f"{site}/")
        page.goto("/prove/?next=/me/security/")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{site}/me/security/")
        expect(page.get_by_text("1 passkey")).to_be_visible()
        page.goto("/me/passkeys/")
        page.get_by_role("link", name="my phone").click()
        page.get_by_role("button", name="Remove this passkey").click()
        expect(page.get_by_text("It signs nobody in any more")).to_be_visible()
        assert not Passkey.objects.exists()
        assert complaints == []


def test_without_scripts_the_page_says_what_else_there_is(browser: Browser, live_server: Any) -> None:
    with browser.new_context(viewport=PHONE, locale="en", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/sign-in/passkey/")
        expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
        page.get_by_role("link", name="Sign in another way").click()
        expect(page.locator("[name=contact]")).to_be_visible()
