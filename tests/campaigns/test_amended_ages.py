"""An account age that an amendment brings or shortens is looked at on its day, and once more at the end."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Member
from campaigns import tasks
from campaigns.models import Campaign, Decision, Progress, Referral
from campaigns.operations.qualifying import expire_referrals
from campaigns.queries.replay import replay_campaign
from common.clock import db_now, shift_clock
from outbox.models import FactRow, Job
from outbox.testing import run_jobs
from tests.campaigns.test_amendments import amend
from tests.campaigns.test_blocks import GONE
from tests.factories import campaigns as make
from trust.models import Certification

pytestmark = pytest.mark.django_db
CREDIT = {"registered": 0, "met": 100}


def aged(days: int) -> dict[str, Any]:
    return {"kind": "account_age", "days": days}


def asking(*conditions: dict[str, Any], **changes: Any) -> Campaign:
    rules = {"requires": ["registered"], "credit": CREDIT, "conditions": [*conditions]}
    return make.live(gift=5, **rules | changes)


def later(days: float) -> None:
    shift_clock(timedelta(days=days, minutes=1))
    run_jobs()


def state_of(referral: Referral) -> str:
    return str(Referral.objects.values_list("state", flat=True).get(pk=referral.pk))


def looks() -> int:
    return Job.objects.filter(kind=tasks.recheck_referrals.name, run_at__gt=db_now()).count()


def told_to_look() -> list[str]:
    rows = FactRow.objects.filter(kind="campaigns.referral-amended").order_by("pk")
    return list(rows.values_list("payload__look_again_at", flat=True))


def test_an_age_that_comes_as_one_more_way_is_looked_at_on_its_day() -> None:
    campaign = asking({"kind": "attended"}, match="any")
    referral = make.invite(make.member(), campaign)
    amend(campaign, conditions=[{"kind": "attended"}, aged(5)])
    run_jobs()
    assert (state_of(referral), looks()) == ("registered", 1)

    later(5)

    assert state_of(referral) == "qualified"
    assert replay_campaign(campaign.pk) == []


def test_an_age_that_is_shortened_is_looked_at_sooner() -> None:
    campaign = asking(aged(20))
    referral = make.invite(make.member(), campaign)
    amend(campaign, conditions=[aged(10)])
    run_jobs()

    later(9)
    assert state_of(referral) == "registered"
    later(10)

    assert state_of(referral) == "qualified"
    later(20)
    assert replay_campaign(campaign.pk) == []


def test_an_age_that_is_reached_already_needs_no_further_look() -> None:
    campaign = asking(aged(20))
    referral = make.invite(make.member(), campaign)
    later(11)
    amend(campaign, conditions=[aged(10)])
    run_jobs()

    assert (state_of(referral), told_to_look()) == ("qualified", [""])
    assert replay_campaign(campaign.pk) == []


def test_a_friend_who_counts_already_is_not_looked_at_again() -> None:
    campaign = asking(aged(20), match="any", requires=["registered", "real_name"])
    referral = make.invite(make.member(), campaign)
    make.verify(referral)
    amend(campaign, conditions=[aged(10)])
    run_jobs()
    assert (state_of(referral), told_to_look()) == ("qualified", [""])


def test_each_age_is_looked_at_by_one_job_whatever_else_is_amended() -> None:
    campaign = asking(aged(20))
    make.invite(make.member(), campaign)
    for changes in ({"deliver_days": 9}, {"deliver_days": 8}, {"conditions": [aged(10)]}):
        amend(Campaign.objects.one(campaign.pk), **changes)
        run_jobs()
    assert looks() == 2


def test_what_nobody_looked_at_counts_before_the_days_run_out() -> None:
    campaign = asking(aged(5))
    referral = make.invite(make.member(), campaign)
    Job.objects.filter(kind=tasks.recheck_referrals.name).delete()
    shift_clock(timedelta(days=30, minutes=1))

    assert expire_referrals(now=db_now()) == 0
    assert state_of(referral) == "qualified"
    assert replay_campaign(campaign.pk) == []


def test_what_came_after_the_end_does_not() -> None:
    referral = make.invite(make.member(), make.live(gift=5))
    Referral.objects.filter(pk=referral.pk).update(expires_at=make.NOW - timedelta(hours=1))
    Certification.objects.filter(pk=make.certify(referral.invitee).pk).update(granted_at=make.NOW)

    assert expire_referrals(now=db_now()) == 1
    assert state_of(referral) == "expired"
    assert Decision.objects.get().code == "expired"


def test_a_friend_of_somebody_who_has_left_runs_out_all_the_same() -> None:
    advocate = make.member()
    referral = make.invite(advocate, asking(aged(5)))
    Job.objects.filter(kind=tasks.recheck_referrals.name).delete()
    Member.objects.filter(pk=advocate.pk).update(state="erased", **GONE)
    shift_clock(timedelta(days=30, minutes=1))

    assert expire_referrals(now=db_now()) == 1
    assert (state_of(referral), Progress.objects.get(advocate=advocate).credit_hundredths) == ("expired", 0)
