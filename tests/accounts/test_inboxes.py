"""In a demo the page that asks for a code says where it can be read, without naming anybody in an address."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
JOIN = {"display_name": "Lin", "consent": "on"}


@pytest.fixture
def demo(settings: Any) -> None:
    settings.SIMULATORS_URL = "http://127.0.0.1:9000"
    settings.PROVIDERS = {**settings.PROVIDERS, "sms": {"mode": "simulator", "base_url": "", "secret": ""}}
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = "/nowhere"


def code_page(client: Client, contact: str) -> str:
    return client.post(reverse("accounts:join"), {**JOIN, "contact": contact}, follow=True).content.decode()


@pytest.mark.parametrize(("contact", "inbox"), [("13800138000", "/phones/"), ("lin@example.org", "/mail/")])
def test_the_demo_leads_to_the_simulated_inbox(client: Client, demo: None, contact: str, inbox: str) -> None:
    page = code_page(client, contact)
    assert f'href="http://127.0.0.1:9000{inbox}"' in page
    assert contact not in page


@pytest.mark.parametrize("contact", ["13800138000", "lin@example.org"])
def test_a_real_installation_says_nothing_of_the_kind(
    client: Client, demo: None, settings: Any, contact: str
) -> None:
    settings.DEMO = False
    settings.PROVIDERS = {
        **settings.PROVIDERS,
        "sms": {"mode": "live", "base_url": "https://sms.example", "secret": "s"},
    }
    assert "127.0.0.1:9000" not in code_page(client, contact)
