"""After a pause units are kept anew for whoever had them and still is one friend short; nobody has two."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Member
from campaigns.models import Campaign, Reservation
from campaigns.operations import reserving
from campaigns.operations.lifecycle import pause_campaign, resume_campaign
from campaigns.operations.reservations import end_reservations, release_reservation
from campaigns.operations.reserving import reserve_after_pause
from campaigns.operations.stopping import restart_brand, stop_brand
from campaigns.queries.replay_last_mile import kept_differences
from campaigns.reservation_states import ReleaseReason
from common.access import SYSTEM
from gifts import operations as gifts
from gifts.models import Item
from outbox.testing import run_jobs
from tests.campaigns.last_mile_worlds import arrive, claim, keep, keeping, kept, short_by_one
from tests.campaigns.test_last_mile_races import broken_rules
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def pause(campaign: Campaign, *, gives_back: bool = True) -> None:
    pause_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="rain")
    if gives_back:
        end_reservations(now=make.NOW)
    run_jobs()


def resume(campaign: Campaign) -> None:
    resume_campaign(actor=SYSTEM, campaign_id=campaign.pk)
    run_jobs()


def holders(campaign: Campaign) -> list[Member]:
    """For whom something is kept now, in the order in which they got it."""
    return [
        each.advocate for each in Reservation.objects.filter(campaign=campaign, state="open").order_by("pk")
    ]


def test_what_a_pause_took_back_is_kept_anew() -> None:
    campaign = keeping()
    advocate, before = kept(campaign)
    pause(campaign)
    assert holders(campaign) == []
    resume(campaign)

    assert holders(campaign) == [advocate]
    now = Reservation.objects.get(state="open")
    assert now.pk != before.pk
    assert now.gift_id not in (None, before.gift_id)
    assert broken_rules() == []
    assert list(kept_differences(campaign.pk)) == []


def test_whoever_had_one_comes_first_in_the_order_of_then() -> None:
    """The share takes two; the third has been one friend short for longer than both."""
    campaign = keeping(gift=4)
    first, second = (kept(campaign)[0] for _ in range(2))
    longest = make.member()
    for _ in range(2):
        make.verify(make.invite(longest, campaign), at=make.NOW - timedelta(minutes=5))
    run_jobs()
    assert holders(campaign) == [first, second]
    pause(campaign)
    resume(campaign)
    assert holders(campaign) == [first, second]
    assert broken_rules() == []


def test_it_goes_as_far_as_what_is_left() -> None:
    campaign = keeping(gift=4)
    first, _second = (kept(campaign)[0] for _ in range(2))
    pause(campaign)
    item = Item.objects.get()
    # As where it was promised before units were kept back.
    gifts.release_earmarks(purpose=campaign.purpose)
    gifts.write_off_stock(actor=SYSTEM, item_id=item.pk, quantity=4, reason="wet", now=make.NOW)
    resume(campaign)
    assert holders(campaign) == [first]
    assert broken_rules() == []


def test_whoever_needs_none_any_more_gets_none_and_the_next_does() -> None:
    campaign = keeping(gift=2)
    advocate, _before = kept(campaign)
    waiting = short_by_one(campaign)
    run_jobs()
    pause(campaign)
    make.qualify(advocate, make.in_state(campaign, "live"), friends=1)
    make.in_state(campaign, "paused")
    campaign.refresh_from_db()
    resume(campaign)
    assert holders(campaign) == [waiting]


@pytest.mark.parametrize("times", [1, 2])
def test_nobody_has_two(times: int) -> None:
    campaign = keeping(gift=6, stock=9)
    people = [kept(campaign)[0] for _ in range(2)]
    for _ in range(times):
        pause(campaign)
        campaign.refresh_from_db()
        resume(campaign)
        resume(campaign)
        assert reserve_after_pause(campaign_id=campaign.pk, now=make.NOW) == 0
        assert all(keep(one, campaign) for one in people)
        assert holders(campaign) == people
    assert broken_rules() == []


def test_a_short_pause_that_took_nothing_gives_nothing_more() -> None:
    campaign = keeping(gift=6, stock=9)
    advocate, before = kept(campaign)
    pause(campaign, gives_back=False)
    resume(campaign)
    assert list(Reservation.objects.values_list("pk", "state")) == [(before.pk, "open")]
    assert holders(campaign) == [advocate]


@pytest.mark.parametrize("end", ["expired", "used"])
def test_what_ended_otherwise_after_the_pause_is_not_kept_again(end: str) -> None:
    campaign = keeping()
    advocate, _before = kept(campaign)
    pause(campaign)
    resume(campaign)
    if end == "used":
        claim(arrive(advocate, campaign))
    else:
        anew = Reservation.objects.get(state="open")
        release_reservation(reservation_id=anew.pk, reason=ReleaseReason.EXPIRED, now=make.NOW)
    run_jobs()
    campaign.refresh_from_db()
    pause(campaign)
    resume(campaign)
    assert holders(campaign) == []


def test_after_the_brands_stop_it_is_kept_anew_in_each_of_its_campaigns() -> None:
    campaign = keeping()
    advocate, _before = kept(campaign)
    stop_brand(actor=SYSTEM, brand_id=campaign.brand_id, reason="rain", now=make.NOW)
    end_reservations(now=make.NOW)
    run_jobs()
    assert holders(campaign) == []
    restart_brand(actor=SYSTEM, brand_id=campaign.brand_id)
    run_jobs()
    assert holders(campaign) == [advocate]


@pytest.mark.parametrize(("reason", "is_refused"), [("campaign-paused", False), ("expired", True)])
def test_the_database_keeps_one_besides_what_a_pause_took(reason: str, is_refused: bool) -> None:
    campaign = keeping()
    advocate, before = kept(campaign)
    Reservation.objects.filter(pk=before.pk).update(state="released", reason=reason, ended_at=make.NOW)
    columns: dict[str, Any] = {
        name: getattr(before, name) for name in ("rule_key", "item", "taken_at", "expires_at", "warn_at")
    }
    second = Reservation(campaign=campaign, advocate=advocate, **columns)
    if not is_refused:
        second.save()
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_whoever_is_suspended_meanwhile_stands_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reserving, "ASK_AT_ONCE", 1)
    campaign = keeping(gift=6, stock=9)
    first, second = (kept(campaign)[0] for _ in range(2))
    pause(campaign)
    Member.objects.filter(pk=first.pk).update(state="suspended")
    resume(campaign)
    assert holders(campaign) == [second]
    assert broken_rules() == []
