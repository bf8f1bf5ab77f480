"""The gift box and the page of one gift, through their forms."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from accounts.models import Member
from common.access import SYSTEM
from gifts import operations
from gifts.models import Gift, GiftOffer, Shipment
from gifts.operations import LinePrize, StepInput
from gifts.states import GiftState
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _as(member: Member, client: Client, language: str = "en") -> Client:
    client.force_login(member)
    client.cookies["django_language"] = language
    return client


def _form(page: str, path: str) -> dict[str, str]:
    """The hidden fields of the form that posts to ``path``."""
    form = page[page.index(f'action="{path}"') :]
    form = form[: form.index("</form>")]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def _filled(gift: Gift, client: Client, verb: str, **fields: Any) -> dict[str, Any]:
    page = client.get(f"/gifts/{gift.public_id}/").content.decode()
    return {**_form(page, f"/gifts/{gift.public_id}/{verb}/"), **fields}


def test_box_is_empty_at_first(client: Client) -> None:
    assert "No gifts yet" in _as(make.member(), client).get("/gifts/").content.decode()


def test_box_lists_gifts_with_their_states_and_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    friend = make.member()
    shelf = make.item(stock=30)
    make.offered(friend, of=shelf, source="a")
    _as(friend, client)
    client.get("/gifts/")
    with django_assert_num_queries(4):
        client.get("/gifts/")
    for number in range(26):
        make.offered(friend, of=shelf, source=f"b{number}")

    with django_assert_num_queries(4):
        page = client.get("/gifts/").content.decode()

    assert page.count("Waiting for an answer") == 25
    assert "cursor=" in page


def test_visitors_are_sent_to_sign_in(client: Client) -> None:
    gift = make.offered()

    for path in ("/gifts/", f"/gifts/{gift.public_id}/", f"/gifts/{gift.public_id}/accept/"):
        assert client.get(path).status_code == 302


def test_strangers_find_nothing(client: Client) -> None:
    gift = make.offered()
    _as(make.member(), client)

    assert client.get(f"/gifts/{gift.public_id}/").status_code == 404
    assert client.post(f"/gifts/{gift.public_id}/accept/", make.address().parts()).status_code == 404
    assert client.post(f"/gifts/{gift.public_id}/decline/", {}).status_code == 404
    assert make.state_of(gift) == GiftState.OFFERED


def test_offer_says_why_and_until_when(client: Client) -> None:
    friend = make.member()
    gift = make.offered(friend, reason={"en": "You won the spring draw", "zh-hans": "您在春游抽奖中中奖"})

    english = _as(friend, client).get(f"/gifts/{gift.public_id}/").content.decode()
    chinese = _as(friend, client, "zh-hans").get(f"/gifts/{gift.public_id}/").content.decode()

    assert "Sports shoes" in english
    assert "You won the spring draw" in english
    assert "运动鞋" in chinese
    assert "您在春游抽奖中中奖" in chinese


def test_accepting_with_an_address(client: Client) -> None:
    friend = make.member()
    gift = make.offered(friend)
    data = _filled(gift, _as(friend, client), "accept", **make.address().parts())

    answer = client.post(f"/gifts/{gift.public_id}/accept/", data)
    again = client.post(f"/gifts/{gift.public_id}/accept/", data)

    assert (answer.status_code, again.status_code) == (303, 303)
    assert make.state_of(gift) == GiftState.ACCEPTED
    assert "建国路" in client.get(f"/gifts/{gift.public_id}/").content.decode()


def test_bad_address_gets_sentences_and_loses_nothing(client: Client) -> None:
    friend = make.member()
    gift = make.offered(friend)
    typed = make.address(street="街" * 121, phone="12", city="").parts()
    data = _filled(gift, _as(friend, client), "accept", **typed)

    answer = client.post(f"/gifts/{gift.public_id}/accept/", data)

    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("at most 120 characters", "not a phone number", "Please fill this in"):
        assert sentence in page
    assert "街" * 121 in page
    assert make.state_of(gift) == GiftState.OFFERED


def test_accepting_without_an_address_gets_a_sentence(client: Client) -> None:
    friend = make.member()
    gift = make.offered(friend)

    answer = _as(friend, client).post(f"/gifts/{gift.public_id}/accept/", {})

    assert answer.status_code == 422
    assert "Tell us where to send the parcel" in answer.content.decode()


def test_experience_is_accepted_with_one_button(client: Client) -> None:
    friend = make.member()
    gift = make.offered(friend, of=make.item(stock=1, kind="experience"))
    data = _filled(gift, _as(friend, client), "accept")

    assert client.post(f"/gifts/{gift.public_id}/accept/", data).status_code == 303

    assert make.state_of(gift) == GiftState.ACCEPTED


def test_offer_that_ended_while_the_form_was_open(client: Client) -> None:
    friend = make.member()
    gift = make.offered(friend)
    data = _filled(gift, _as(friend, client), "accept", **make.address().parts())
    make.make_overdue(gift)

    answer = client.post(f"/gifts/{gift.public_id}/accept/", data)

    assert answer.status_code == 409
    assert "This offer has expired" in answer.content.decode()
    assert "建国路" in answer.content.decode()


@pytest.mark.parametrize("phrase", ["", "have-one"])
def test_declining(client: Client, phrase: str) -> None:
    friend = make.member()
    gift = make.offered(friend)
    data = _filled(gift, _as(friend, client), "decline", phrase=phrase)

    assert client.post(f"/gifts/{gift.public_id}/decline/", data).status_code == 303

    assert GiftOffer.objects.get().phrase == phrase
    page = client.get(f"/gifts/{gift.public_id}/").content.decode()
    assert "You declined." in page


def test_tracking_is_shown_to_the_recipient_only(client: Client) -> None:
    first, second = make.member(), make.member()
    shelf = make.item(stock=1)
    operations.open_line(
        actor=SYSTEM,
        source="draw:1",
        prizes=[LinePrize(item_id=shelf.pk, key="shoes")],
        recipients=[first.pk, second.pk],
        offer_hours=48,
        now=make.NOW,
    )
    gift = Gift.objects.get()
    operations.decline_gift(actor=first, gift_id=gift.pk, now=make.NOW)
    operations.accept_gift(actor=second, gift_id=gift.pk, address=make.address(), now=make.NOW)
    make.ship(gift)
    step = StepInput(happened_at=make.NOW, state="in_transit", text="Left Beijing")
    operations.record_tracking(shipment_id=Shipment.objects.get().pk, steps=[step], now=make.NOW)

    before = _as(first, client).get(f"/gifts/{gift.public_id}/").content.decode()
    after = _as(second, client).get(f"/gifts/{gift.public_id}/").content.decode()

    assert "Left Beijing" in after
    assert "SF0000000001" in after
    for secret in ("Left Beijing", "SF0000000001", "建国路"):
        assert secret not in before


def test_today_card_waits_with_the_gift() -> None:
    from gifts.cards import waiting_gifts

    friend = make.member()
    assert waiting_gifts(friend) is None
    gift = make.offered(friend)

    card = waiting_gifts(friend)

    assert card is not None
    assert [waiting.public_id for waiting in card["gifts"]] == [gift.public_id]


def test_every_state_has_a_chinese_word() -> None:
    with translation.override("zh-hans"):
        english = [str(state.label) for state in GiftState if str(state.label).isascii()]
    assert english == []
