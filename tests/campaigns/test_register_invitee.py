"""A registration on an invitation: one commit with the referral, or nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from accounts.registration import INVITATION_PREFIX
from campaigns import errors
from campaigns.models import Attribution, Campaign, Progress, Referral, ShareLink
from campaigns.operations.pinning import pin_invitee
from common.clock import shift_clock
from common.errors import Refused
from outbox.models import FactRow, Job
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def test_pins_the_friend_to_advocate_and_version() -> None:
    advocate, campaign = make.member(), make.live()

    referral = make.invite(advocate, campaign)

    assert referral.advocate == advocate
    assert referral.pinned_id == campaign.current_id
    assert referral.state == "registered"
    assert referral.levels == ["registered"]
    assert referral.expires_at == make.NOW + timedelta(days=30)
    assert make.progress(advocate, campaign).registered == 1


def test_says_why_it_counts_for_this_advocate() -> None:
    advocate, campaign = make.member(), make.live()

    referral = make.invite(advocate, campaign)

    attribution = Attribution.objects.get(invitee=referral.invitee)
    assert attribution.link == make.link_of(advocate, campaign)
    assert attribution.model == "last_touch"
    assert attribution.touch_id is not None
    assert (attribution.share_bp, attribution.revision) == (10_000, 1)


def test_tells_the_news_and_makes_no_needless_work() -> None:
    referral = make.invite(make.member(), make.live())

    fact = FactRow.objects.get(kind="campaigns.referral-registered")
    assert fact.payload["invitee_id"] == referral.invitee_id
    assert fact.payload["recheck"] is False
    made_by_referrals = ("campaigns.attribute-referral", "campaigns.recheck-referrals")
    assert not Job.objects.filter(kind__in=made_by_referrals).exists()


def test_costs_eight_statements_and_the_savepoints_of_nobody() -> None:
    advocate, campaign = make.member(), make.live()
    make.invite(advocate, campaign)
    make.visit(make.link_of(advocate, campaign), visitor_key="second")
    friend = make.member()

    with CaptureQueriesContext(
        connection,
    ) as seen:
        pin_invitee(friend, "second", make.NOW)

    kinds = [query["sql"].split()[0] for query in seen.captured_queries]
    assert kinds == ["SELECT", "INSERT", "INSERT", "UPDATE", "INSERT", "INSERT", "SELECT", "INSERT"]


def test_a_stranger_registers_without_a_referral() -> None:
    make.live()

    make.join(visitor_key=None)
    make.join(visitor_key="never-seen")

    assert not Referral.objects.exists()


def test_the_last_invitation_wins() -> None:
    campaign, early, late = make.live(), make.member(), make.member()
    make.visit(make.link_of(early, campaign), at=make.NOW - timedelta(hours=2))
    make.visit(make.link_of(late, campaign), at=make.NOW - timedelta(hours=1))

    friend = make.join(visitor_key=make.VISITOR)

    assert Referral.objects.get(invitee=friend).advocate == late
    assert make.progress(early, campaign).registered == 0


def test_the_first_invitation_wins_where_the_rules_say_so() -> None:
    campaign, early, late = make.live(touch="first"), make.member(), make.member()
    make.visit(make.link_of(early, campaign), at=make.NOW - timedelta(hours=2))
    make.visit(make.link_of(late, campaign), at=make.NOW - timedelta(hours=1))

    friend = make.join(visitor_key=make.VISITOR)

    assert Referral.objects.get(invitee=friend).advocate == early
    assert Attribution.objects.get().model == "first_touch"
    assert make.progress(late, campaign).registered == 0


def test_campaigns_side_by_side_each_count() -> None:
    advocate, one, two = make.member(), make.live(), make.live()
    for campaign in (one, two):
        make.visit(make.link_of(advocate, campaign))

    friend = make.join(visitor_key=make.VISITOR)

    assert Referral.objects.filter(invitee=friend).count() == 2


def test_an_invitation_older_than_the_window_does_not_count() -> None:
    campaign = make.live(window_days=3, opens_at=make.NOW - timedelta(days=9))
    link = make.link_of(make.member(), campaign)
    make.visit(link, at=make.NOW - timedelta(days=3, seconds=1))

    make.join(visitor_key=make.VISITOR)

    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "state", ["draft", "in_review", "scheduled", "paused", "closing", "drawing", "settling", "cancelled"]
)
def test_a_campaign_that_does_not_run_takes_nobody_and_stops_nobody(state: str) -> None:
    campaign = make.live()
    make.visit(make.link_of(make.member(), campaign))
    make.in_state(campaign, state)

    friend = make.join(visitor_key=make.VISITOR)

    assert Member.objects.filter(pk=friend.pk).exists()
    assert not Referral.objects.exists()
    assert not Attribution.objects.exists()
    assert Progress.objects.get().registered == 0


@pytest.mark.parametrize("shift", [timedelta(days=31), timedelta(days=-2)])
def test_the_window_is_the_databases_whatever_the_caller_believes(shift: timedelta) -> None:
    make.visit(make.link_of(make.member(), make.live()))
    shift_clock(shift)

    make.join(visitor_key=make.VISITOR)

    assert not Referral.objects.exists()


def named(link: ShareLink) -> str:
    return f"{INVITATION_PREFIX}{link.code}"


def test_a_named_code_is_taken_at_its_word() -> None:
    advocate, campaign = make.member(), make.live()

    friend = make.join(visitor_key=named(make.link_of(advocate, campaign)))

    assert Referral.objects.get(invitee=friend).advocate == advocate
    assert Attribution.objects.get().model == "direct"


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("paused", errors.CampaignPaused),
        ("closing", errors.CampaignEnded),
        ("scheduled", errors.CampaignNotStarted),
        ("cancelled", errors.UnknownInvitation),
    ],
)
def test_a_named_code_that_is_over_refuses_the_whole_registration(state: str, refusal: type[Refused]) -> None:
    campaign = make.live()
    link = make.link_of(make.member(), campaign)
    make.in_state(campaign, state)
    members = Member.objects.count()

    with pytest.raises(refusal):
        make.join(visitor_key=named(link))
    assert Member.objects.count() == members
    assert not Referral.objects.exists()


def test_a_named_code_after_the_end_by_the_databases_clock_is_refused() -> None:
    link = make.link_of(make.member(), make.live())
    shift_clock(timedelta(days=31))

    with pytest.raises(errors.CampaignEnded):
        make.join(visitor_key=named(link))
    assert not Referral.objects.exists()


def test_an_unknown_or_withdrawn_code_refuses_the_whole_registration() -> None:
    link = make.link_of(make.member(), make.live())
    ShareLink.objects.update(withdrawn_at=make.NOW)
    members = Member.objects.count()

    with pytest.raises(errors.InvitationWithdrawn):
        make.join(visitor_key=named(link))
    with pytest.raises(errors.UnknownInvitation):
        make.join(visitor_key=f"{INVITATION_PREFIX}NOSUCHCODE")
    assert Member.objects.count() == members


def test_a_registration_that_fails_later_leaves_no_referral(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the referral survives without its member."""
    make.visit(make.link_of(make.member(), make.live()))
    monkeypatch.setattr("accounts.operations.registration.record", _explode)

    with pytest.raises(RuntimeError):
        make.join(visitor_key=make.VISITOR)
    assert not Referral.objects.exists()
    assert Progress.objects.get().registered == 0


def _explode(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError


def test_counts_at_once_where_the_rules_say_so() -> None:
    campaign = make.live(requires=["registered"], credit={"registered": 100})

    make.invite(make.member(), campaign)

    assert Job.objects.filter(kind="campaigns.recheck-referrals").count() == 1
    assert Campaign.objects.count() == 1
