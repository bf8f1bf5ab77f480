"""A double click whose first answer is lost: the second answer leads to where the first one led."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ContactCode, Member
from tests.factories.accounts import MemberFactory, digits, wrong_digits

pytestmark = pytest.mark.django_db
JOIN = {
    "display_name": "Lin",
    "contact": "13800138000",
    "consent": "on",
    "next": "/campaigns/",
    "nonce": "n1",
}
COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)


def ref() -> str:
    return ContactCode.objects.order_by("-pk").values_list("public_id", flat=True)[0]


def lose_answers(client: Client, before: dict[str, str]) -> None:
    """As if none of the cookies that were set since had arrived."""
    client.cookies.clear()
    for name, value in before.items():
        client.cookies[name] = value


def cookies_of(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items() if name in COOKIES}


@pytest.mark.parametrize("start, code_page", [("join", "join-code"), ("sign-in", "sign-in-code")])
def test_the_code_s_page_opens_although_the_first_answer_was_lost(
    client: Client, start: str, code_page: str
) -> None:
    MemberFactory.create(phone="+8613800138000")
    fresh = cookies_of(client)
    client.post(reverse(f"accounts:{start}"), JOIN)
    lose_answers(client, fresh)

    second = client.post(reverse(f"accounts:{start}"), JOIN)

    assert (second.status_code, second.headers["Location"]) == (303, reverse(f"accounts:{code_page}"))
    assert client.get(second.headers["Location"]).status_code == 200
    assert ContactCode.objects.count() == 1
    entered = client.post(second.headers["Location"], {"code": digits(ref())})
    assert (entered.status_code, entered.headers["Location"]) == (303, "/campaigns/")


def joined_and_lost(client: Client) -> str:
    """Joined, but the browser never saw the answer. Returns the code."""
    client.post(reverse("accounts:join"), JOIN)
    before, code = cookies_of(client), digits(ref())
    client.post(reverse("accounts:join-code"), {"code": code})
    lose_answers(client, before)
    return code


def test_the_code_sent_twice_signs_in_and_leads_on(client: Client) -> None:
    code = joined_and_lost(client)

    second = client.post(reverse("accounts:join-code"), {"code": code})

    assert (second.status_code, second.headers["Location"]) == (303, "/campaigns/")
    assert client.session["_auth_user_id"] == str(Member.objects.get().pk)


def test_the_old_key_alone_signs_nobody_in(client: Client) -> None:
    joined_and_lost(client)

    assert "_auth_user_id" not in client.session
    refused = client.post(reverse("accounts:join-code"), {"code": wrong_digits(ref())})

    assert refused.status_code == 422
    assert "_auth_user_id" not in client.session


def test_an_hour_later_the_same_code_is_worth_nothing(client: Client) -> None:
    code = joined_and_lost(client)
    long_ago = timezone.now() - timedelta(hours=1)
    ContactCode.objects.update(closed_at=long_ago, expires_at=long_ago)

    client.post(reverse("accounts:join-code"), {"code": code})

    assert "_auth_user_id" not in client.session
