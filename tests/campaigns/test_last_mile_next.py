"""Room in the announced share goes to whoever has been one friend short for longest."""

from datetime import timedelta

import pytest

from campaigns.models import Reservation
from campaigns.operations.reservations import release_reservation
from campaigns.operations.reserving import reserve_for_next
from campaigns.reservation_states import ReleaseReason
from outbox.testing import run_jobs
from tests.campaigns.last_mile_worlds import arrive, claim, keeping, kept, short_by_one
from tests.campaigns.test_last_mile_races import broken_rules
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def test_what_goes_back_is_kept_for_whoever_has_waited_longest() -> None:
    campaign = keeping(gift=2)
    _first, reservation = kept(campaign)
    later, longest = short_by_one(campaign), make.member()
    for _ in range(2):
        make.verify(make.invite(longest, campaign), at=make.NOW - timedelta(minutes=5))
    run_jobs()
    assert not Reservation.objects.filter(advocate__in=[later, longest]).exists()  # the share is full

    release_reservation(reservation_id=reservation.pk, reason=ReleaseReason.EXPIRED, now=make.NOW)
    run_jobs()

    open_now = Reservation.objects.filter(state="open")
    assert [each.advocate for each in open_now] == [longest]
    assert not Reservation.objects.filter(advocate=later).exists()
    assert broken_rules() == []


def test_a_claim_makes_room_in_the_share_for_the_next() -> None:
    campaign = keeping(gift=2)
    advocate, _reservation = kept(campaign)
    waiting = short_by_one(campaign)
    claim(arrive(advocate, campaign))
    run_jobs()
    assert [each.advocate for each in Reservation.objects.filter(state="open")] == [waiting]


def test_nobody_is_kept_a_second_unit_and_whoever_has_it_all_needs_none() -> None:
    campaign = keeping(gift=4)
    advocate, reservation = kept(campaign)
    make.qualify(make.member(), campaign, friends=3)
    make.qualify(make.member(), campaign, friends=1)
    release_reservation(reservation_id=reservation.pk, reason=ReleaseReason.EXPIRED, now=make.NOW)

    assert reserve_for_next(campaign_id=campaign.pk, rule_key="main", now=make.NOW) is False
    assert not Reservation.objects.filter(advocate=advocate, state="open").exists()


def test_while_the_campaign_is_paused_nothing_is_kept_for_the_next() -> None:
    campaign = keeping(gift=2)
    short_by_one(campaign)
    make.in_state(campaign, "paused")
    assert reserve_for_next(campaign_id=campaign.pk, rule_key="main", now=make.NOW) is False
    make.in_state(campaign, "live")
    assert reserve_for_next(campaign_id=campaign.pk, rule_key="main", now=make.NOW) is True
