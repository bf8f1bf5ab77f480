"""Each condition around something else of equal worth: without it one of these fails."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import Member, RoleGrant
from accounts.states import MemberState
from common.access import SYSTEM
from common.errors import NotFound
from gifts import errors, operations, present_queries
from gifts.models import Gift, LinePlace, Substitute
from gifts.operations import LinePrize
from gifts.substitute_queries import asked_about
from outbox.models import FactRow
from simulators.testing import Running
from tests.factories import gifts as make
from tests.gifts import money as worlds
from tests.gifts.test_substitutes import agree, ask, decline, on_the_desk, shoes

pytestmark = pytest.mark.django_db


def test_nobody_is_asked_who_is_not_here_any_more() -> None:
    gift, item = on_the_desk()
    assert gift.recipient is not None
    Member.objects.filter(pk=gift.recipient.pk).update(state=MemberState.SUSPENDED)
    with pytest.raises(errors.RecipientGone):
        ask(gift, item)
    assert not Substitute.objects.exists()


def test_what_nobody_has_accepted_yet_is_not_stuck() -> None:
    gift, item = make.offered(of=shoes(fulfilment="desk")), shoes()
    with pytest.raises(errors.NotStuck):
        ask(gift, item)
    assert not Substitute.objects.exists()


def test_a_no_is_its_recipients() -> None:
    gift, item = on_the_desk()
    asked = ask(gift, item)
    for other in (make.member(), make.with_role("clerk")):
        with pytest.raises(NotFound):
            operations.decline_substitute(actor=other, gift_id=gift.pk, now=make.NOW)
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_there_is_no_no_after_a_yes_or_without_a_question() -> None:
    gift, item = on_the_desk()
    with pytest.raises(errors.NotAsked):
        decline(gift)
    ask(gift, item)
    agree(gift)
    with pytest.raises(errors.NotAsked):
        decline(gift)
    assert Substitute.objects.get().state == "agreed"


def test_the_place_in_line_goes_over_to_what_was_agreed_to() -> None:
    who, item = make.member(), shoes(fulfilment="desk")
    operations.open_line(
        actor=SYSTEM,
        source="draw:1",
        prizes=[LinePrize(item_id=item.pk, key="shoes/1")],
        recipients=[who.pk],
        offer_hours=48,
        now=make.NOW,
    )
    gift = Gift.objects.get()
    operations.accept_gift(actor=who, gift_id=gift.pk, address=make.address(), now=make.NOW)
    ask(gift, shoes())
    other = agree(gift)
    assert LinePlace.objects.get().gift == other
    [news] = FactRow.objects.filter(kind="gifts.gift-substituted")
    assert news.payload["next_gift_id"] == other.pk


def test_a_present_stays_its_senders() -> None:
    sender, friend = make.member(), make.member()
    given = operations.give_present(
        actor=sender,
        recipient_id=friend.pk,
        item_id=shoes(for_presents=True, fulfilment="desk").pk,
        card="For you",
        send_at=None,
        now=make.NOW,
    )
    operations.accept_gift(actor=friend, gift_id=given.gift_id, address=make.address(), now=make.NOW)
    ask(given.gift, shoes(for_presents=True))
    other = agree(given.gift)
    received = present_queries.received_present(gift_id=other.pk)
    assert received is not None
    assert (received.sender_id, received.card) == (sender.pk, "For you")


def test_for_what_is_worth_nothing_nothing_is_as_much() -> None:
    gift, item = make.accepted(of=shoes(fen=0, fulfilment="desk")), shoes(fen=0)
    with pytest.raises(errors.NotInExchange):
        ask(gift, item)


def test_for_a_present_only_what_members_may_give_is_proposed() -> None:
    sender, friend = make.member(), make.member()
    given = operations.give_present(
        actor=sender,
        recipient_id=friend.pk,
        item_id=shoes(for_presents=True, fulfilment="desk").pk,
        card="",
        send_at=None,
        now=make.NOW,
    )
    operations.accept_gift(actor=friend, gift_id=given.gift_id, address=make.address(), now=make.NOW)
    with pytest.raises(errors.NotInExchange):
        ask(given.gift, shoes())


def test_an_answered_question_stands_on_no_page_any_more() -> None:
    gift, item = on_the_desk()
    ask(gift, item)
    assert asked_about(gift_id=gift.pk) is not None
    decline(gift)
    assert asked_about(gift_id=gift.pk) is None


@pytest.fixture
def sims(settings: Settings) -> Iterator[Running]:
    with worlds.payer_at_work(settings) as running:
        yield running


def test_whoever_only_looks_at_bills_is_shown_no_choice(sims: Running, client: Client) -> None:
    _gift, bill = worlds.waiting()
    shoes(fen=1880)
    client.force_login(make.with_role("auditor"))
    assert client.get("/admin/gifts/transfer/").status_code == 200
    data = {"action": "propose_instead", "_selected_action": [bill.pk], "reason": "closed down"}
    answer = client.post("/admin/gifts/transfer/", data)
    assert answer.status_code != 200
    assert not Substitute.objects.exists()


def test_a_choice_is_shown_for_what_one_may_mend_and_for_nothing_else(sims: Running, client: Client) -> None:
    own = worlds.accepted()
    others = worlds.accepted(worlds.payable("wei"), of=worlds.money(brand_ref="brand:other"))
    clerk = make.with_role("clerk")
    RoleGrant.objects.create(member=clerk, role="auditor", scope="brand:other", granted_at=make.NOW)
    client.force_login(clerk)
    bills = [worlds.bill_of(gift).pk for gift in (own, others)]
    data = {"action": "propose_instead", "_selected_action": bills}
    page = client.post("/admin/gifts/transfer/", data).content.decode()
    assert f"item-{own.public_id}" in page
    assert f"item-{others.public_id}" not in page


def test_whoever_looks_after_gifts_reads_the_questions_of_their_brand_only(client: Client) -> None:
    gift, item = on_the_desk()
    ask(gift, item)
    found = []
    for who in (make.with_role("auditor"), make.with_role("manager", scope="brand:other"), make.member()):
        client.force_login(who)
        answer = client.get("/admin/gifts/substitute/")
        found.append(answer.status_code == 200 and "closed down" in answer.content.decode())
    assert found == [True, False, False]


def test_an_open_offers_page_says_once_why_an_answer_was_refused(client: Client) -> None:
    gift = make.offered(of=shoes())
    assert gift.recipient is not None
    client.force_login(gift.recipient)
    form = {"nonce": "0123456789abcdef0123456789abcdef"}
    for place, typed, why in (
        ("instead/", {"answer": "agree"}, errors.NotAsked),
        ("accept/", {}, errors.AddressMissing),
    ):
        page = client.post(f"/gifts/{gift.public_id}/{place}", {**form, **typed}).content.decode()
        assert page.count(str(why.message)) == 1, place


def test_an_open_offers_page_asks_for_the_address_at_every_address_of_it(client: Client) -> None:
    gift = make.offered(of=shoes())
    assert gift.recipient is not None
    client.force_login(gift.recipient)
    for place in ("", "accept/", "decline/", "swap/", "pass-on/", "instead/", "thanks/"):
        page = client.get(f"/gifts/{gift.public_id}/{place}").content.decode()
        assert 'name="recipient_name"' in page, place
        assert 'name="answer"' not in page, place
