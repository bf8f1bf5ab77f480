"""Something else of equal worth for a gift that cannot be sent: only with its recipient's yes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import Notification
from campaigns.models import Promise
from campaigns.operations.claims import claim_reward
from campaigns.operations.gift_news import GiftNews, follow_gift
from common.access import SYSTEM
from common.errors import NotFound, Refused
from gifts import errors, operations, reconcile
from gifts.models import DeliveryAddress, Gift, GiftOffer, Item, Substitute
from gifts.operations.leaving import let_go_of_gifts
from gifts.states import GiftState
from outbox.testing import run_jobs
from simulators.testing import Running
from tests.factories import campaigns as campaign_world
from tests.factories import gifts as make
from tests.gifts import money as worlds

pytestmark = pytest.mark.django_db


def shoes(*, fen: int = 9900, stock: int = 3, **columns: Any) -> Item:
    return make.item(stock=stock, value_fen=fen, **columns)


def on_the_desk() -> tuple[Gift, Item]:
    """Accepted, not packed; and another thing that is worth as much."""
    return make.accepted(of=shoes(fulfilment="desk")), shoes()


def ask(gift: Gift, item: Item, *, reason: str = "closed down", actor: Any = None) -> Substitute:
    return operations.propose_substitute(
        actor=actor or make.with_role("clerk"), gift_id=gift.pk, item_id=item.pk, reason=reason, now=make.NOW
    )


def agree(gift: Gift, *, actor: Any = None) -> Gift:
    who = actor or gift.recipient
    assert who is not None
    return operations.agree_to_substitute(actor=who, gift_id=gift.pk, now=make.NOW)


def decline(gift: Gift) -> Substitute:
    assert gift.recipient is not None
    return operations.decline_substitute(actor=gift.recipient, gift_id=gift.pk, now=make.NOW)


def broken_rules() -> list[str]:
    return [line for check in reconcile.CHECKS for line in check.run()]


def test_asking_changes_nothing_of_the_gift() -> None:
    gift, item = on_the_desk()

    asked = ask(gift, item)

    assert (asked.state, make.state_of(gift), make.left(item)) == ("asked", GiftState.ACCEPTED, 3)
    assert ask(gift, item).pk == asked.pk
    assert broken_rules() == []


def test_with_a_yes_the_other_is_offered_and_the_former_goes_back() -> None:
    gift, item = on_the_desk()
    before = make.left(gift.item)
    ask(gift, item)

    other = agree(gift)

    assert (make.state_of(gift), other.state, other.item) == (GiftState.SWAPPED, "offered", item)
    assert (other.source, other.sequence, other.recipient) == (gift.source, 2, gift.recipient)
    assert (make.left(gift.item), make.left(item)) == (before + 1, 2)
    assert GiftOffer.objects.filter(gift=other, answer="").count() == 1
    assert not DeliveryAddress.objects.filter(gift=gift, shredded_at__isnull=True).exists()
    assert agree(gift).pk == other.pk
    assert broken_rules() == []


def test_with_a_no_everything_stays_as_it_was() -> None:
    gift, item = on_the_desk()
    ask(gift, item)

    assert decline(gift).state == decline(gift).state == "declined"

    assert (make.state_of(gift), make.left(item)) == (GiftState.ACCEPTED, 3)
    with pytest.raises(errors.NotAsked):
        agree(gift)
    assert operations.hand_over_gift(actor=make.with_role("clerk"), gift_id=gift.pk, now=make.NOW)


def test_another_item_takes_the_former_question_back() -> None:
    gift, item = on_the_desk()
    first, second = ask(gift, item), ask(gift, shoes())

    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "asked")


@pytest.mark.parametrize(
    "columns", [{"fen": 9899}, {"stock": 0}, {"brand_ref": "brand:other"}, {"retired": True}]
)
def test_only_what_is_worth_as_much_and_left_is_proposed(columns: dict[str, Any]) -> None:
    gift, _item = on_the_desk()

    retired = columns.pop("retired", False)
    item = shoes(**columns)
    if retired:
        operations.retire_item(actor=SYSTEM, item_id=item.pk, reason="sold out")

    with pytest.raises(errors.NotInExchange):
        ask(gift, item)
    assert not Substitute.objects.exists()


def test_money_is_never_proposed() -> None:
    gift, _item = on_the_desk()
    with pytest.raises(errors.NotInExchange):
        ask(gift, worlds.money(fen=9900))


def test_what_was_handed_over_is_on_its_way() -> None:
    gift, item = on_the_desk()
    ask(gift, item)
    operations.hand_over_gift(actor=make.with_role("clerk"), gift_id=gift.pk, now=make.NOW)

    with pytest.raises(errors.NotStuck):
        agree(gift)
    assert (Substitute.objects.get().state, make.left(item)) == ("asked", 3)


def test_what_is_gone_meanwhile_leaves_the_gift_as_it_is() -> None:
    gift, item = on_the_desk()
    ask(gift, item)
    item.balances.update(on_hand=0)

    with pytest.raises(errors.SoldOut):
        agree(gift)
    assert (make.state_of(gift), Substitute.objects.get().state) == (GiftState.ACCEPTED, "asked")


def test_nobody_but_its_recipient_answers_and_nobody_but_a_clerk_asks() -> None:
    gift, item = on_the_desk()
    with pytest.raises(NotFound):
        ask(gift, item, actor=gift.recipient)
    ask(gift, item)
    with pytest.raises(NotFound):
        agree(gift, actor=make.member())


@pytest.mark.parametrize("reason", ["", "   "])
def test_the_desk_says_why(reason: str) -> None:
    gift, item = on_the_desk()
    with pytest.raises(Refused):
        ask(gift, item, reason=reason)


def test_leaving_takes_the_question_back() -> None:
    gift, item = on_the_desk()
    ask(gift, item)
    assert gift.recipient is not None

    let_go_of_gifts(gift.recipient.pk, make.NOW)

    assert Substitute.objects.get().state == "withdrawn"


# --- a bill that its payer refuses ----------------------------------------------------------------


@pytest.fixture
def sims(settings: Settings) -> Iterator[Running]:
    with worlds.payer_at_work(settings) as running:
        yield running


def test_a_refused_bill_ends_with_the_yes_and_not_before(sims: Running) -> None:
    gift = worlds.accepted()
    item = shoes(fen=1880)
    sims.fault("wechatpay", "no-permission", operation="create")
    run_jobs(worlds.PAYING)
    ask(gift, item)
    assert (worlds.bill_of(gift).state, make.state_of(gift)) == ("refused", GiftState.PACKING)

    other = agree(gift)

    assert (worlds.bill_of(gift).state, make.state_of(gift)) == ("cancelled", GiftState.SWAPPED)
    assert (other.state, other.item) == ("offered", item)
    assert broken_rules() == []


def test_a_bill_under_way_is_no_occasion(sims: Running) -> None:
    gift, _bill = worlds.waiting()
    with pytest.raises(errors.NotStuck):
        ask(gift, shoes(fen=1880))


# --- what the recipient reads, and what the ledger says -------------------------------------------


def test_the_recipient_is_told_and_decides_on_the_gifts_page(client: Client) -> None:
    gift, item = on_the_desk()
    ask(gift, item, reason="the shop has closed")
    run_jobs()
    assert gift.recipient is not None
    client.force_login(gift.recipient)
    told = Notification.objects.filter(member=gift.recipient, kind="gifts.substitute-asked")
    page = client.get(f"/gifts/{gift.public_id}/").content.decode()
    assert told.count() == 1
    assert "the shop has closed" in page and "With a no, everything stays as it is." in page

    form = {"answer": "agree", "nonce": "0123456789abcdef0123456789abcdef"}
    answer = client.post(f"/gifts/{gift.public_id}/instead/", form)

    other = Gift.objects.get(source=gift.source, sequence=2)
    assert answer.headers["Location"] == f"/gifts/{other.public_id}/"


def test_the_promise_is_substituted_with_consent_and_still_due_when_it_was() -> None:
    campaign = campaign_world.live(gift=2)
    reward = campaign_world.approved(campaign_world.member(), campaign)
    gift_id = claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW).gift_id or 0
    run_jobs()
    first = Promise.objects.get(kind="gift")

    follow_gift(
        news=GiftNews.SUBSTITUTED,
        gift_id=gift_id,
        source=reward.source,
        recipient_id=reward.beneficiary_id,
        occurred_at=make.NOW,
        next_gift_id=4711,
        now=make.NOW,
    )

    first.refresh_from_db()
    heir = Promise.objects.get(ref=f"4711:{reward.beneficiary_id}")
    assert (first.state, first.public_reason) == ("replaced", "substituted")
    assert (heir.state, heir.due_at) == ("open", first.due_at)
