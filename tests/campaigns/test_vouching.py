"""Giving one's word for a friend: whose, when, how many, and taking it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Member
from campaigns import errors, vouch_errors
from campaigns.models import Campaign, Referral, Vouch
from campaigns.operations.vouching import give_vouch, lapse_vouches, withdraw_vouch
from common.clock import db_now, shift_clock
from common.errors import IllegalMove, NotFound, Refused
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.campaigns import vouch_worlds as worlds
from tests.campaigns.vouch_worlds import give, live, vouched, vouching
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def refused(referral: Referral, error: type[Refused], *, actor: Member | None = None) -> None:
    before = Vouch.objects.count()
    with pytest.raises(error):
        give_vouch(actor=actor or referral.advocate, referral_id=referral.pk)
    assert Vouch.objects.count() == before


def test_a_word_is_open_until_the_announced_days_are_over() -> None:
    referral = make.invite(make.member(), live())
    vouch = give(referral)

    assert (vouch.state, vouch.advocate, vouch.invitee) == ("open", referral.advocate, referral.invitee)
    assert vouch.due_at - vouch.given_at == timedelta(days=14)
    assert abs(vouch.given_at - db_now()) < timedelta(minutes=1)
    assert FactRow.objects.filter(kind="campaigns.vouch-given").count() == 1


def test_giving_it_again_is_the_same_word() -> None:
    referral = make.invite(make.member(), live())
    assert give(referral).pk == give(referral).pk
    assert FactRow.objects.filter(kind="campaigns.vouch-given").count() == 1


def test_it_is_never_due_after_everything_is_settled() -> None:
    campaign = live(settle_by=make.NOW + timedelta(days=31), rule=vouching(days=90))
    assert vouched(campaign).due_at == campaign.settle_by


def test_is_given_by_the_advocate_alone() -> None:
    referral = make.invite(make.member(), live())
    for stranger in (make.member(), referral.invitee, make.manager_of(referral.campaign.brand)):
        refused(referral, NotFound, actor=stranger)


def test_is_refused_where_the_rules_have_none() -> None:
    refused(make.invite(make.member(), make.live()), vouch_errors.NoVouching)


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("paused", errors.CampaignPaused),
        ("closing", errors.CampaignEnded),
        ("settling", errors.CampaignEnded),
        ("scheduled", errors.CampaignNotStarted),
    ],
)
def test_is_refused_while_the_campaign_does_not_run(state: str, error: type[Refused]) -> None:
    referral = make.invite(make.member(), live())
    make.in_state(referral.campaign, state)
    refused(referral, error)


def test_is_refused_while_the_brand_is_stopped() -> None:
    referral = make.invite(make.member(), live())
    referral.campaign.brand.stopped_at = make.NOW
    referral.campaign.brand.save()
    refused(referral, errors.CampaignPaused)


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "expired"},
        {"state": "void"},
        {"state": "reversed"},
        {"expires_at": make.NOW - timedelta(hours=1)},
    ],
)
def test_is_refused_for_a_friend_who_can_not_count_any_more(columns: dict[str, Any]) -> None:
    referral = make.invite(make.member(), live())
    Referral.objects.filter(pk=referral.pk).update(**columns)
    refused(referral, vouch_errors.NotVouchable)


def test_is_refused_for_a_friend_who_is_suspended() -> None:
    referral = make.invite(make.member(), live())
    Member.objects.filter(pk=referral.invitee_id).update(state="suspended")
    refused(referral, vouch_errors.NotVouchable)


@pytest.mark.parametrize("state", ["confirmed", "appealed", "upheld"])
def test_is_refused_for_a_friend_who_was_decided_against(state: str) -> None:
    campaign = live()
    advocate = make.member()
    make.qualify(advocate, campaign, friends=1)
    run_jobs()
    make.risk_case(campaign, 0, state)
    refused(Referral.objects.get(advocate=advocate), vouch_errors.NotVouchable)


def test_is_given_for_a_friend_who_counts_already() -> None:
    advocate, campaign = make.member(), live()
    [referral] = make.qualify(advocate, campaign, friends=1)
    assert give(referral).state == "open"


def test_is_refused_for_what_the_friend_has_shown_already() -> None:
    referral = make.invite(make.member(), live())
    worlds.prove(referral.invitee)
    refused(Referral.objects.get(pk=referral.pk), vouch_errors.VouchTooLate)


def test_so_many_at_a_time_and_no_more() -> None:
    advocate, campaign = make.member(), live()
    first, _second = [vouched(campaign, advocate) for _ in range(2)]
    third = make.invite(advocate, campaign)
    with pytest.raises(vouch_errors.TooManyVouches) as caught:
        give(third)
    assert "2" in str(caught.value.text)

    withdraw_vouch(actor=advocate, referral_id=first.referral_id, now=make.NOW)
    assert give(third).state == "open"
    assert vouched(campaign).state == "open"  # another advocate's


def test_what_was_proven_makes_room() -> None:
    advocate, campaign = make.member(), live(rule=vouching(most=1))
    worlds.prove(vouched(campaign, advocate).invitee)
    assert vouched(campaign, advocate).state == "open"


def test_taking_it_back_ends_it_for_good() -> None:
    vouch = vouched(live())
    again = [
        withdraw_vouch(actor=vouch.advocate, referral_id=vouch.referral_id, now=make.NOW) for _ in range(2)
    ]
    assert [each.state for each in again] == ["withdrawn"] * 2
    assert FactRow.objects.filter(kind="campaigns.vouch-ended").count() == 1
    refused(vouch.referral, vouch_errors.VouchWithdrawn)

    worlds.prove(vouch.invitee)
    assert worlds.credit(vouch.advocate, vouch.campaign) == 100
    worlds.suspend(vouch.invitee)
    assert Vouch.objects.get().state == "withdrawn"


def test_is_taken_back_by_the_advocate_alone_and_only_while_it_is_open() -> None:
    vouch = vouched(live())
    with pytest.raises(NotFound):
        withdraw_vouch(actor=make.member(), referral_id=vouch.referral_id, now=make.NOW)
    worlds.prove(vouch.invitee)
    with pytest.raises(IllegalMove):
        withdraw_vouch(actor=vouch.advocate, referral_id=vouch.referral_id, now=make.NOW)
    never = make.invite(vouch.advocate, vouch.campaign)
    with pytest.raises(NotFound):
        withdraw_vouch(actor=vouch.advocate, referral_id=never.pk, now=make.NOW)


# --- the end ----------------------------------------------------------------------------------------


def test_past_due_it_ends_by_the_databases_clock_and_nothing_follows() -> None:
    vouch = vouched(live())
    assert lapse_vouches(now=make.NOW) == 0
    shift_clock(timedelta(days=14, minutes=1))
    assert lapse_vouches(now=make.NOW) == 1
    assert lapse_vouches(now=make.NOW) == 0

    assert Vouch.objects.get().state == "lapsed"
    assert worlds.credit(vouch.advocate, vouch.campaign) == 0
    shift_clock(timedelta(0))
    assert vouched(vouch.campaign, vouch.advocate).state == "open"


@pytest.mark.parametrize(("state", "ends"), [("paused", 0), ("closing", 0), ("drawing", 1), ("settling", 1)])
def test_it_ends_with_what_may_count(state: str, ends: int) -> None:
    vouch = vouched(live())
    make.in_state(vouch.campaign, state)
    assert lapse_vouches(now=make.NOW) == ends


# --- the database -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "kept"},
        {"state": "failed"},
        {"reason": "refused"},
        {"due_at": make.NOW - timedelta(days=9)},
        {"kept_at": make.NOW},
        {"kept_at": make.NOW, "shown_at": make.NOW + timedelta(days=15)},
    ],
)
def test_the_database_refuses_half_a_word(columns: dict[str, Any]) -> None:
    vouch = vouched(live())
    with pytest.raises(IntegrityError), transaction.atomic():
        Vouch.objects.filter(pk=vouch.pk).update(**columns)


def test_the_database_refuses_a_second_word_and_one_for_oneself() -> None:
    vouch = vouched(live())
    twin = {
        "campaign": vouch.campaign,
        "advocate": vouch.advocate,
        "given_at": vouch.given_at,
        "due_at": vouch.due_at,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Vouch.objects.create(**twin, referral=vouch.referral, invitee=vouch.invitee)
    other = make.invite(vouch.advocate, vouch.campaign)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vouch.objects.create(**twin, referral=other, invitee=vouch.advocate)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=other.pk).update(vouched_hundredths=1)


def test_two_campaigns_are_two_books() -> None:
    advocate = make.member()
    campaigns: list[Campaign] = [live(rule=vouching(most=1)) for _ in range(2)]
    assert [vouched(each, advocate).state for each in campaigns] == ["open", "open"]
