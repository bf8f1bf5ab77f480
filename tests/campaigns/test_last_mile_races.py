"""The last unit: one whom it is kept for, many who would like it. Both engines, connections of their own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from campaigns import errors, reconcile, reconcile_last_mile
from campaigns.models import Budget, Campaign, Reservation, ReservedShare, Reward
from campaigns.operations.claims import claim_reward
from campaigns.operations.reservations import end_reservations
from campaigns.operations.reserving import reserve_after_pause, reserve_units
from common.clock import shift_clock
from gifts import reconcile as gift_reconcile
from gifts.models import Gift
from tests.campaigns.last_mile_worlds import arrive, claim, keeping, kept, short_by_one
from tests.factories import campaigns as make
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def claiming(reward: Reward) -> Callable[[], str]:
    return lambda: claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW).state


def broken_rules() -> list[str]:
    checks = (*reconcile.CHECKS, *reconcile_last_mile.CHECKS, *gift_reconcile.CHECKS)
    return [line for check in checks for line in check.run()]


def last_unit(rivals: int) -> tuple[Campaign, Reward, list[Reward]]:
    """Two units; one is given, the other is kept for the first. All have earned and were approved."""
    campaign = keeping(gift=2, stock=2)
    advocate, _reservation = kept(campaign)
    claim(make.approved(make.member(), campaign))
    others = [make.approved(make.member(), campaign) for _ in range(rivals)]
    return campaign, arrive(advocate, campaign), others


def test_the_last_unit_goes_to_whom_it_is_kept_for() -> None:
    _campaign, hers, others = last_unit(5)

    ends: list[Any] = race([claiming(reward) for reward in (*others[:3], hers, *others[3:])])

    assert [end for end in ends if end == "granted"] == ["granted"]
    assert sum(isinstance(end, errors.AllGiven) for end in ends) == 5
    hers.refresh_from_db()
    assert (hers.state, Gift.objects.filter(state="offered").count()) == ("granted", 2)
    assert broken_rules() == []


def test_without_her_nobody_gets_it_before_the_time_is_over() -> None:
    campaign, _hers, others = last_unit(4)

    ends = race([claiming(reward) for reward in others])

    assert all(isinstance(end, errors.AllGiven) for end in ends)
    assert Budget.objects.filter(campaign=campaign, held_units=1).count() == 1
    assert broken_rules() == []


def test_expiry_and_claims_in_the_same_instant_give_one_unit_once() -> None:
    _campaign, hers, others = last_unit(3)
    shift_clock(timedelta(hours=49))

    ends: list[Any] = race(
        [claiming(others[0]), lambda: end_reservations(now=make.NOW), *map(claiming, (hers, *others[1:]))]
    )
    shift_clock(timedelta(0))

    assert ends.count("granted") <= 1
    assert not [
        end for end in ends if isinstance(end, BaseException) and not isinstance(end, errors.AllGiven)
    ]
    assert Gift.objects.filter(state="offered").count() == 1 + ends.count("granted")
    assert broken_rules() == []


def test_two_twins_of_the_news_and_many_advocates_never_exceed_the_share() -> None:
    campaign = keeping(gift=4, stock=4)
    advocates = [short_by_one(campaign) for _ in range(4)]

    race(
        [
            lambda pk=advocate.pk: reserve_units(campaign_id=campaign.pk, advocate_id=pk, now=make.NOW)  # type: ignore[misc]
            for advocate in advocates
            for _twin in range(2)
        ]
    )

    assert Reservation.objects.count() == ReservedShare.objects.get().open_units == 2
    assert broken_rules() == []


def test_three_workers_after_a_pause_keep_nobody_two() -> None:
    campaign = keeping(gift=6, stock=9)
    people = [kept(campaign)[0].pk for _ in range(2)]
    make.in_state(campaign, "paused")
    assert end_reservations(now=make.NOW) == 2
    make.in_state(campaign, "live")

    race([lambda: reserve_after_pause(campaign_id=campaign.pk, now=make.NOW)] * 3)

    rows = Reservation.objects.filter(state="open").order_by("advocate")
    assert list(rows.values_list("advocate", flat=True)) == sorted(people)
    assert broken_rules() == []
