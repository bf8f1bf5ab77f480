"""A unit is kept for whoever is one friend short: once, for a time, out of an announced share."""

from datetime import timedelta

import pytest

from accounts.models import Member
from campaigns import errors, reconcile, reconcile_last_mile
from campaigns.models import Budget, BudgetEntry, Campaign, Reservation, ReservedShare, Reward
from campaigns.operations.reservations import end_reservations, let_go_of_reservations
from campaigns.operations.reserving import extend_reservation
from campaigns.operations.rewards import cancel_reward
from campaigns.operations.stopping import stop_brand
from campaigns.queries.replay import replay_campaign
from common.access import SYSTEM
from common.clock import shift_clock
from gifts import reconcile as gift_reconcile
from gifts.models import Gift, StockBalance, StockEntry
from outbox.testing import run_jobs
from tests.campaigns.last_mile_worlds import arrive, claim, keep, keeping, kept, short_by_one
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def units(campaign: Campaign) -> tuple[int, int, int, int]:
    """(spent, held, kept under the share, reserved on the shelf)"""
    budgets = Budget.objects.filter(campaign=campaign)
    return (
        sum(budgets.values_list("spent_units", flat=True)),
        sum(budgets.values_list("held_units", flat=True)),
        sum(ReservedShare.objects.filter(campaign=campaign).values_list("open_units", flat=True)),
        sum(StockBalance.objects.values_list("reserved", flat=True)),
    )


def adds_up(campaign: Campaign) -> bool:
    checks = (*reconcile.CHECKS, *reconcile_last_mile.CHECKS, *gift_reconcile.CHECKS)
    assert [line for check in checks for line in check.run()] == []
    assert differences(campaign) == []
    return True


def differences(campaign: Campaign) -> list[str]:
    """What replay says of kept units and shares; certificates here come without their news."""
    return [line for line in replay_campaign(campaign.pk) if line.startswith(("reservation", "share"))]


def test_one_friend_short_keeps_one_unit_by_the_news_of_the_credit() -> None:
    campaign = keeping()
    advocate = short_by_one(campaign)
    run_jobs()

    found = Reservation.objects.get()
    assert (found.advocate, found.rule_key, found.state) == (advocate, "main", "open")
    assert found.expires_at - found.taken_at == timedelta(hours=48)
    assert units(campaign) == (0, 1, 1, 1)
    assert StockEntry.objects.get(kind="reserve").gift_id == found.gift_id
    assert adds_up(campaign)


def test_nothing_is_kept_with_one_friend_of_three() -> None:
    campaign = keeping()
    assert keep(short_by_one(campaign, friends=1), campaign) is None
    assert units(campaign) == (0, 0, 0, 0)


def test_nothing_is_kept_where_the_rules_do_not_say_so() -> None:
    campaign = make.live(gift=2)
    assert keep(short_by_one(campaign), campaign) is None


def test_others_cannot_take_what_is_kept() -> None:
    """The one unit that is left is hers alone; whoever has earned meanwhile waits."""
    campaign = keeping(gift=2, stock=2)
    kept(campaign)
    others = [make.approved(make.member(), campaign) for _ in range(2)]

    assert claim(others[0]).state == "granted"
    with pytest.raises(errors.AllGiven):
        claim(others[1])
    assert units(campaign) == (1, 1, 1, 2)
    assert adds_up(campaign)


def test_her_claim_uses_what_was_kept_even_when_all_else_is_given() -> None:
    campaign = keeping(gift=2, stock=2)
    advocate, reservation = kept(campaign)
    claim(make.approved(make.member(), campaign))

    reward = claim(arrive(advocate, campaign))

    reservation.refresh_from_db()
    assert (reward.state, reward.gift_id, reservation.state) == ("granted", reservation.gift_id, "used")
    gift = Gift.objects.get(source=reward.source)
    assert (gift.state, gift.source, gift.recipient) == ("offered", reward.source, advocate)
    assert units(campaign) == (2, 0, 0, 2)
    assert BudgetEntry.objects.filter(reward=reward, units=1).count() == 1
    run_jobs()
    assert adds_up(campaign)


def test_a_claim_of_hers_while_the_campaign_is_paused_changes_nothing() -> None:
    campaign = keeping()
    advocate, reservation = kept(campaign)
    reward = arrive(advocate, campaign)
    make.in_state(campaign, "paused")

    with pytest.raises(errors.CampaignPaused):
        claim(reward)
    reservation.refresh_from_db()
    assert (reservation.state, units(campaign)) == ("open", (0, 1, 1, 1))


def test_the_window_is_in_the_statement_that_spends_what_is_kept() -> None:
    campaign = keeping()
    advocate, _reservation = kept(campaign)
    reward = arrive(advocate, campaign)
    shift_clock(timedelta(days=61))

    with pytest.raises(errors.CampaignEnded):
        claim(reward)
    assert units(campaign) == (0, 1, 1, 1)


def test_expiry_gives_it_back_to_everybody() -> None:
    campaign = keeping(gift=2, stock=2)
    _advocate, reservation = kept(campaign)
    others = [make.approved(make.member(), campaign) for _ in range(2)]
    claim(others[0])
    assert end_reservations(now=make.NOW) == 0
    shift_clock(timedelta(hours=49))

    assert end_reservations(now=make.NOW) == 1
    assert end_reservations(now=make.NOW) == 0

    reservation.refresh_from_db()
    assert (reservation.state, reservation.reason) == ("released", "expired")
    assert units(campaign) == (1, 0, 0, 1)
    assert claim(others[1]).state == "granted"
    assert adds_up(campaign)


def test_falling_back_and_rising_again_keeps_nothing_twice() -> None:
    campaign = keeping()
    advocate, _reservation = kept(campaign)
    shift_clock(timedelta(hours=49))
    end_reservations(now=make.NOW)

    again = keep(advocate, campaign)

    assert again is not None and again.state == "released"
    assert units(campaign) == (0, 0, 0, 0)


def test_the_share_is_never_exceeded_and_rounded_down() -> None:
    campaign = keeping(gift=5, stock=5, last_mile={"hours": 48, "percent": 50})
    found = [keep(short_by_one(campaign), campaign) for _ in range(4)]

    assert [one is not None for one in found] == [True, True, False, False]
    assert units(campaign) == (0, 2, 2, 2)


def test_nothing_is_kept_of_an_empty_shelf_and_nothing_is_left_behind() -> None:
    campaign = keeping()
    StockBalance.objects.update(on_hand=0, earmarked=0)

    assert keep(short_by_one(campaign), campaign) is None
    assert units(campaign) == (0, 0, 0, 0)
    assert not Gift.objects.exists()


def test_nothing_is_kept_when_the_campaigns_share_is_given() -> None:
    campaign = keeping(gift=2)
    for _ in range(2):
        claim(make.approved(make.member(), campaign))

    assert keep(short_by_one(campaign), campaign) is None


@pytest.mark.parametrize(
    ("state", "reason"),
    [("paused", "campaign-paused"), ("settled", "campaign-over"), ("cancelled", "campaign-over")],
)
def test_what_does_not_run_keeps_nothing(state: str, reason: str) -> None:
    campaign = keeping()
    _advocate, reservation = kept(campaign)
    make.in_state(campaign, state, settled_at=make.NOW)

    assert end_reservations(now=make.NOW) == 1
    reservation.refresh_from_db()
    assert reservation.reason == reason
    assert units(campaign) == (0, 0, 0, 0)
    assert keep(short_by_one_without_news(campaign), campaign) is None


def short_by_one_without_news(campaign: Campaign) -> Member:
    live = make.in_state(campaign, "live")
    advocate = short_by_one(live)
    make.in_state(campaign, "paused")
    return advocate


def test_the_brands_stop_gives_it_back() -> None:
    campaign = keeping()
    _advocate, reservation = kept(campaign)
    stop_brand(actor=SYSTEM, brand_id=campaign.brand_id, reason="rain", now=make.NOW)

    assert end_reservations(now=make.NOW) == 1
    reservation.refresh_from_db()
    assert reservation.reason == "campaign-paused"


def test_a_refused_reward_gives_it_back() -> None:
    campaign = keeping()
    advocate, reservation = kept(campaign)
    reward = arrive(advocate, campaign)
    cancel_reward(actor=SYSTEM, reward_id=reward.pk, reason="twice", now=make.NOW)

    assert end_reservations(now=make.NOW) == 1
    reservation.refresh_from_db()
    assert reservation.reason == "reward-off"


def test_a_friend_who_does_not_count_after_all_gives_it_back() -> None:
    campaign = keeping()
    advocate, reservation = kept(campaign)
    run_jobs()
    make.risk_case(campaign, 0, "held")
    assert end_reservations(now=make.NOW) == 0  # while somebody looks, it stays
    make.risk_case(campaign, 0, "confirmed")

    assert end_reservations(now=make.NOW) == 1
    reservation.refresh_from_db()
    assert (reservation.advocate, reservation.reason) == (advocate, "credit-withdrawn")


def test_a_friend_who_is_looked_at_brings_nobody_close() -> None:
    campaign = keeping(last_mile={"hours": 48, "percent": 50})
    advocate = short_by_one(campaign)
    Reservation.objects.all().delete()
    run_jobs_without_keeping()
    make.risk_case(campaign, 0, "held")

    assert keep(advocate, campaign) is None


def run_jobs_without_keeping() -> None:
    """The desk gets its cases; what is kept by the same news is taken away again."""
    run_jobs()
    let_go_of_reservations(Reservation.objects.get().advocate_id, make.NOW)
    Reservation.objects.all().delete()


def test_leaving_gives_it_back() -> None:
    campaign = keeping()
    advocate, reservation = kept(campaign)

    let_go_of_reservations(advocate.pk, make.NOW)

    reservation.refresh_from_db()
    assert (reservation.reason, units(campaign)) == ("member-left", (0, 0, 0, 0))
    assert adds_up(campaign)


def test_a_manager_of_the_brand_gets_nothing_kept() -> None:
    campaign = keeping()
    advocate = short_by_one(campaign)
    Member.objects.filter(pk=advocate.pk).update(is_staff=True)

    assert keep(advocate, campaign) is None


def test_earned_in_time_it_waits_for_the_look_and_the_hours_after_it() -> None:
    campaign = keeping(hold_minutes=60 * 24 * 7)
    advocate, reservation = kept(campaign)
    make.verify(make.invite(advocate, campaign))
    reward = Reward.objects.get()

    assert extend_reservation(reward_id=reward.pk, now=make.NOW)
    assert not extend_reservation(reward_id=reward.pk, now=make.NOW)

    reservation.refresh_from_db()
    assert reservation.expires_at == make.NOW + timedelta(days=7, hours=48)


def test_nothing_is_kept_longer_than_claims_are_open() -> None:
    campaign = keeping(settle_by=make.CLOSES + timedelta(days=1))
    advocate = short_by_one(campaign)
    found = keep(advocate, campaign, now=make.CLOSES)

    assert found is not None and found.expires_at == make.CLOSES + timedelta(days=1)


def test_a_kept_unit_without_its_owner_is_found() -> None:
    campaign = keeping()
    advocate, reservation = kept(campaign)
    assert reconcile_last_mile.kept_units_have_owners() == []

    nothing = {"phone_index": None, "phone_sealed": "", "email_index": None, "email_sealed": ""}
    Member.objects.filter(pk=advocate.pk).update(state="erased", **nothing)
    assert len(reconcile_last_mile.kept_units_have_owners()) == 1
    Reservation.objects.filter(pk=reservation.pk).update(
        state="released", reason="expired", ended_at=make.NOW
    )
    found = reconcile_last_mile.kept_units_have_owners()
    assert f"unit {reservation.source} is kept for nobody" in found
    assert len(found) == 3  # its slice and its share say another number, too
    assert len(differences(campaign)) == 1
