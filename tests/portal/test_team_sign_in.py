"""The team's way in: the admin's sign-in page in the house's words; the portal's sign-in serves as well."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/login/?next=/admin/"
NO_SECOND_FACTOR = {"en": "a password is enough here", "zh-hans": "在这里只需密码"}


def look(client: Client, language: str) -> str:
    client.cookies["django_language"] = language
    return client.get(PAGE).content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_demo_says_that_no_second_factor_is_asked_for(
    client: Client, settings: Any, language: str
) -> None:
    settings.DEMO_NOTICE = True
    assert NO_SECOND_FACTOR[language] in look(client, language)


def test_a_real_installation_says_nothing_of_the_kind(client: Client, settings: Any) -> None:
    settings.DEMO_NOTICE = False
    assert NO_SECOND_FACTOR["en"] not in look(client, "en")


@pytest.mark.parametrize(("language", "other"), [("en", "中文"), ("zh-hans", "English")])
def test_the_other_language_is_one_press_away(client: Client, language: str, other: str) -> None:
    page = look(client, language)
    assert f">{other}</button>" in page
    assert "common/icons/mark.svg" in page


def test_who_signed_in_on_the_portal_is_at_the_desk(client: Client) -> None:
    MemberFactory.create(email="boss@example.org", with_password=True, manager=True)
    typed = {"login": "boss@example.org", "password": "correct horse battery"}
    assert client.post("/sign-in/password/", typed).status_code == 303
    assert 'href="/admin/"' in client.get("/me/").content.decode()
    assert client.get("/admin/").status_code == 200


def test_a_member_is_shown_no_desk(client: Client) -> None:
    client.force_login(MemberFactory.create())
    assert 'href="/admin/"' not in client.get("/me/").content.decode()
    assert client.get("/admin/").status_code == 302
