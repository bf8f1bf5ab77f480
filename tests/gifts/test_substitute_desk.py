"""Choosing in the admin what a recipient is asked about instead of what cannot be sent."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.middleware import PROVEN_AT
from common.access import FRESH_FOR
from common.clock import db_now
from gifts import operations
from gifts.models import Gift, Item, Substitute
from tests.factories import gifts as make
from tests.gifts.test_substitutes import shoes

pytestmark = pytest.mark.django_db

DESK = "/admin/gifts/parceltopack/"


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make.with_role("clerk"))
    return client


def stuck() -> Gift:
    return make.accepted(of=shoes(fulfilment="desk"))


def press(client: Client, *gifts: Gift, **typed: Any) -> Any:
    data = {"action": "propose_instead", "_selected_action": [gift.pk for gift in gifts], **typed}
    return client.post(DESK, data)


def options(page: str) -> list[tuple[str, bool]]:
    """(public id, is chosen) of what can be chosen."""
    found = re.findall(r'<option value="(\w+)"( selected)?>', page)
    return [(one, bool(chosen)) for one, chosen in found]


def asked() -> list[tuple[int, int, str]]:
    return list(Substitute.objects.order_by("pk").values_list("gift", "item", "reason"))


def chosen(gift: Gift, item: Item) -> dict[str, str]:
    return {"chosen": "1", f"item-{gift.public_id}": item.public_id, "reason": "closed down"}


def test_everything_of_equal_worth_is_offered_and_what_is_most_left_is_chosen(clerk: Client) -> None:
    gift = stuck()
    few, many = shoes(stock=2), shoes(stock=7)
    shoes(stock=0), shoes(fen=100), shoes(brand_ref="brand:other")
    page = press(clerk, gift).content.decode()
    # a browser sends the first one where none is marked
    assert options(page) == [(many.public_id, False), (few.public_id, False)]
    assert "7 left" in page
    assert "2 left" in page
    assert not asked()


def test_the_clerk_asks_about_another_one(clerk: Client) -> None:
    gift = stuck()
    few, _many = shoes(stock=2), shoes(stock=7)
    answer = press(clerk, gift, **chosen(gift, few))
    assert answer.status_code == 302
    assert asked() == [(gift.pk, few.pk, "closed down")]


@pytest.mark.parametrize("columns", [{"stock": 0}, {"fen": 100}, {"brand_ref": "brand:other"}])
def test_what_programs_are_refused_the_admin_is_refused_too(clerk: Client, columns: dict[str, Any]) -> None:
    gift, _equal, item = stuck(), shoes(), shoes(**columns)
    press(clerk, gift, **chosen(gift, item))
    press(clerk, gift, **{**chosen(gift, item), f"item-{gift.public_id}": "nothing"})
    assert not asked()


def test_without_a_reason_the_page_is_there_again_with_the_choice(clerk: Client) -> None:
    gift = stuck()
    few, many = shoes(stock=2), shoes(stock=7)
    answer = press(clerk, gift, **{**chosen(gift, few), "reason": " "})
    assert answer.status_code == 200
    assert options(answer.content.decode()) == [(many.public_id, False), (few.public_id, True)]
    assert not asked()


def test_each_of_several_has_a_choice_of_its_own(clerk: Client, settings: Any) -> None:
    settings.STEP_UP = False
    one, two = stuck(), stuck()
    few, many = shoes(stock=2), shoes(stock=7)
    press(clerk, one, two, **chosen(one, few), **{f"item-{two.public_id}": many.public_id})
    assert sorted(asked()) == [(one.pk, few.pk, "closed down"), (two.pk, many.pk, "closed down")]


def test_a_choice_that_has_to_wait_for_a_proof_is_there_again(clerk: Client, settings: Any) -> None:
    one, two = stuck(), stuck()
    few, many = shoes(stock=2), shoes(stock=7)
    typed = {**chosen(one, few), f"item-{two.public_id}": many.public_id}
    settings.STEP_UP = True
    session = clerk.session
    session[PROVEN_AT] = int((db_now() - FRESH_FOR).timestamp()) - 1
    session.save()
    assert reverse("accounts:prove") in press(clerk, one, two, **typed)["Location"]
    assert not asked()
    page = press(clerk, one, two, reason="closed down").content.decode()
    assert (few.public_id, True) in options(page)
    assert (many.public_id, True) in options(page)
    assert 'value="closed down"' in page

    settings.STEP_UP = False
    press(clerk, one, two, **typed)
    assert not clerk.session.get("gifts.chosen-instead")


def test_with_nothing_of_equal_worth_the_page_says_so(client: Client) -> None:
    gift = stuck()
    client.force_login(make.with_role("clerk"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    page = press(client, gift)
    assert "没有其他等值的礼物了。" in page.content.decode()
    assert press(client, gift, chosen="1", reason="closed down").status_code == 302
    assert not asked()


def test_whoever_only_looks_is_shown_no_page(client: Client) -> None:
    gift = stuck()
    shoes()
    client.force_login(make.with_role("auditor"))
    assert press(client, gift).status_code == 403
    assert not asked()


def test_one_that_left_the_desk_meanwhile_is_refused(clerk: Client) -> None:
    gift, item = stuck(), shoes()
    operations.hand_over_gift(actor=make.with_role("clerk"), gift_id=gift.pk, now=make.NOW)
    press(clerk, gift, **chosen(gift, item))
    assert not asked()
