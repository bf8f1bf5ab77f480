"""Advocates who vouch, friends who prove it, and friends who are decided against: by the news itself."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.operations.desk import restore_member, suspend_member
from campaigns.models import Campaign, Referral, Vouch
from campaigns.operations.vouching import give_vouch
from groups.facts import AttendanceConfirmed, MemberJoinedGroup
from outbox.facts import record
from outbox.testing import run_jobs
from tests.campaigns.test_replay import approve
from tests.factories import campaigns as make
from tests.factories import groups as grouping

RULE = {"days": 14, "credit": 20, "most": 2, "drop_days": 30, "floor": 50}
HOUR = timedelta(hours=1)


def vouching(**changes: Any) -> dict[str, int]:
    return {**RULE, **changes}


def live(rule: dict[str, int] | None = None, **options: Any) -> Campaign:
    return make.live(**({"vouching": rule or RULE, "credit": {"real_name": 100}} | options))


def friend_of(advocate: Member, campaign: Campaign) -> Referral:
    return make.invite(advocate, campaign)


def give(referral: Referral) -> Vouch:
    return give_vouch(actor=referral.advocate, referral_id=referral.pk)


def vouched(campaign: Campaign, advocate: Member | None = None) -> Vouch:
    return give(friend_of(advocate or make.member(), campaign))


@transaction.atomic
def join_group(member: Member, *, at: datetime = make.NOW) -> None:
    group = grouping.group()
    fact = MemberJoinedGroup(group_id=group.pk, member_id=member.pk, occurred_at=at.isoformat())
    record(fact, subject=group.public_id)


@transaction.atomic
def attend(member: Member, *, at: datetime = make.NOW) -> None:
    fact = AttendanceConfirmed(
        event="picnic", group="hikers", member_id=member.pk, occurred_at=at.isoformat()
    )
    record(fact, subject="picnic")


def prove(member: Member, *, at: datetime = make.NOW) -> None:
    """All three, and every job has run."""
    approve(member)
    join_group(member, at=at)
    attend(member, at=at)
    run_jobs()


def _boss() -> Member:
    """Who has just proven who she is, wherever that is asked for."""
    boss = make.member(is_superuser=True, is_staff=True)
    boss.proven_at = timezone.now()
    return boss


def suspend(member: Member) -> None:
    boss = _boss()
    suspend_member(actor=boss, member_id=member.pk, why="Sold places", now=make.NOW)
    run_jobs()


def restore(member: Member) -> None:
    boss = _boss()
    restore_member(actor=boss, member_id=member.pk, why="A mistake", now=make.NOW)
    run_jobs()


def credit(advocate: Member, campaign: Campaign) -> int:
    return make.progress(advocate, campaign).credit_hundredths


def suspend_only(member: Member) -> None:
    """Only the jobs that follow the suspension have run."""
    boss = _boss()
    suspend_member(actor=boss, member_id=member.pk, why="Sold places", now=make.NOW)
    run_jobs(kinds=["campaigns.fail-vouches"])


def address_of(vouch: Vouch) -> str:
    """How pages and programs name the friend."""
    return f"{vouch.campaign.public_id}-{vouch.invitee.public_id}"
