"""A draw's prize costs its value once it is accepted, with the friend who earned the winner's last ticket."""

from datetime import timedelta

import pytest

from accounts.models import Member
from campaigns.models import Campaign, Draw, Reward
from campaigns.operations.draws.freezing import freeze_draw
from campaigns.operations.draws.publishing import offer_prizes, publish_draw
from campaigns.operations.draws.running import run_draw
from campaigns.operations.prize_costs import note_prize_cost
from campaigns.queries.counted import news_of
from campaigns.reconcile_counts import day_counts
from gifts.models import Gift, Item
from gifts.operations import accept_gift, decline_gift
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.campaigns.board_worlds import close
from tests.campaigns.test_counts import totals
from tests.factories import campaigns as make
from tests.factories import gifts

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=3)


def drawn(*, entrants: int = 2) -> tuple[Campaign, Draw]:
    """One cup for 69 yuan; its winner is asked."""
    campaign = make.live()
    for _ in range(entrants):
        make.approved(make.member(), campaign)
    run_jobs()
    close(campaign)
    draw = Draw.objects.get(campaign=campaign)
    freeze_draw(draw_id=draw.pk)
    run_draw(draw_id=draw.pk, now=LATER)
    publish_draw(draw_id=draw.pk, now=LATER)
    offer_prizes(draw_id=draw.pk, now=LATER)
    Item.objects.update(value_fen=6900)
    run_jobs()
    return campaign, draw


def open_gift() -> tuple[Gift, Member]:
    gift = Gift.objects.filter(state="offered").order_by("pk")[0]
    assert gift.recipient is not None
    return gift, gift.recipient


def accept(gift: Gift, member: Member) -> None:
    where = gifts.address() if gift.item.kind == "physical" else None
    accept_gift(actor=member, gift_id=gift.pk, address=where, now=LATER)
    run_jobs()


def test_a_prize_costs_nothing_until_it_is_accepted_and_then_its_value() -> None:
    campaign, _draw = drawn()
    assert "cost_minor" not in totals(campaign)
    gift, winner = open_gift()

    accept(gift, winner)

    assert totals(campaign)["cost_minor"] == 6900
    assert Reward.objects.get(cost_minor=6900).beneficiary == winner
    assert day_counts() == []


def test_the_same_prize_is_counted_once() -> None:
    campaign, draw = drawn()
    gift, winner = open_gift()
    accept(gift, winner)

    assert note_prize_cost(gift_id=gift.pk, draw_ref=draw.public_id) is None
    run_jobs()

    assert totals(campaign)["cost_minor"] == 6900
    assert FactRow.objects.filter(kind="campaigns.prize-taken").count() == 1


def test_a_prize_that_is_dearer_later_keeps_what_it_was_worth() -> None:
    campaign, _draw = drawn()
    accept(*open_gift())
    Item.objects.update(value_fen=9900)

    assert (totals(campaign)["cost_minor"], day_counts()) == (6900, [])


def test_a_prize_that_nobody_took_costs_nothing() -> None:
    campaign, _draw = drawn()
    while Gift.objects.filter(state="offered").exists():
        gift, asked = open_gift()
        decline_gift(actor=asked, gift_id=gift.pk, now=LATER)
    run_jobs()

    assert "cost_minor" not in totals(campaign)
    assert day_counts() == []


def test_who_moved_up_is_the_one_it_costs_for() -> None:
    campaign, _draw = drawn(entrants=4)
    gift, first = open_gift()
    decline_gift(actor=first, gift_id=gift.pk, now=LATER)
    gift.refresh_from_db()
    assert gift.recipient is not None and gift.recipient != first

    accept(gift, gift.recipient)

    assert Reward.objects.get(cost_minor=6900).beneficiary == gift.recipient
    assert (totals(campaign)["cost_minor"], day_counts()) == (6900, [])


def test_news_of_the_ticket_that_comes_late_does_not_bring_the_prize_again() -> None:
    drawn(entrants=1)
    accept(*open_gift())
    ticket = Reward.objects.get(cost_minor=6900)

    late = news_of({"reward_id": ticket.pk, "add": {"rewarded": 1}})

    assert [dict(columns) for columns in late.cells.values()] == [{"rewarded": 1, "cost_minor": 0}]
