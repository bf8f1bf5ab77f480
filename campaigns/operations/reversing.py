"""A person takes back what a friend counted for, and gives it back where an objection is granted."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.states import MemberState
from campaigns import errors
from campaigns.models import CreditEntry, Progress, Referral
from campaigns.operations.qualifying import Locked, lock_all, raise_again, settle_vouch, tell_if_one_short
from campaigns.operations.rewards import grant_rewards
from campaigns.operations.risk import refuse_reversed
from campaigns.operations.teams import add_to_team
from campaigns.queries.risk import case_of
from campaigns.reversal_facts import CreditRestored, CreditReversed
from campaigns.risk_states import BLOCKING, RiskState
from campaigns.split_shape import share_of
from campaigns.states import (
    GIFT_ISSUING_STATES,
    QUALIFIED_REFERRALS,
    QUALIFYING_STATES,
    ReferralState,
)
from common.access import Actor, allow
from common.errors import NotFound
from outbox.audit import note
from outbox.facts import record

REASON_LIMIT = 300
# Afterwards everything is settled, and the sums stay as they were published.
REVERSIBLE_STATES = QUALIFYING_STATES | GIFT_ISSUING_STATES


@transaction.atomic
def reverse_credit(*, actor: Actor, referral_id: int, reason: str, now: datetime) -> Referral:
    """Let a friend who counts count for nobody any more, with a reason that both sides read; again changes
    nothing.

    Whoever is concerned can object, as to any decision about an invitation; somebody else answers. What was
    given for it and not accepted yet is taken back by a job of its own.

    Raises: NotFound, ReasonMissing, NothingToReverse, CampaignEnded, AnswerOwed, ObjectionGranted, Stale.
    """
    allow(actor, "campaigns.reverse-credit", _one(referral_id))
    why = " ".join(reason.split())[:REASON_LIMIT]
    if not why:
        raise errors.ReasonMissing(field="reason")
    referral, locked = _under_lock(referral_id)
    if referral.state == ReferralState.REVERSED:
        return referral
    _check(referral)
    entries = list(_opposites(referral, why=why, now=now))
    referral.reverse(actor=actor, why=why)
    for entry in entries:
        entry.save(force_insert=True)
        _add(locked[entry.sharer_id or referral.advocate_id], entry.amount_hundredths)
    _count(locked[referral.advocate_id], -1)
    refuse_reversed(referral, actor=actor, why=why, now=now)
    note(actor, verb="campaigns.reverse-credit", kind="campaigns.referral", key=str(referral.pk), why=why)
    record(CreditReversed(**_about(referral, now=now)), subject=referral.campaign.public_id)
    return referral


def _check(referral: Referral) -> None:
    if referral.state not in QUALIFIED_REFERRALS:
        raise errors.NothingToReverse
    if referral.campaign.state not in REVERSIBLE_STATES:
        raise errors.CampaignEnded
    case = case_of(referral.pk)
    if case is not None and case.state in BLOCKING:
        raise errors.AnswerOwed
    if case is not None and case.state == RiskState.RELEASED and case.appealed_at is not None:
        raise errors.ObjectionGranted


def _opposites(referral: Referral, *, why: str, now: datetime) -> Iterator[CreditEntry]:
    """What was entered, below zero: for the advocate, for her word, for who shares it."""
    shared = share_of(referral.credit_hundredths, referral.sharer_bp)
    own = referral.credit_hundredths - shared - referral.vouched_hundredths
    parts = (
        ("reversal", own, None),
        ("reversal:word", referral.vouched_hundredths, None),
        ("reversal:share", shared, referral.sharer_id),
    )
    for cause, hundredths, sharer_id in parts:
        if hundredths:
            yield CreditEntry(
                referral=referral,
                sharer_id=sharer_id,
                cause=cause,
                amount_hundredths=-hundredths,
                reason=why,
                occurred_at=now,
            )


@transaction.atomic
def restore_credit(*, case_id: int, now: datetime) -> bool:
    """Let a friend count again after an objection was granted, for what she counted for and for what she has
    shown since; whether that was something. Again changes nothing.

    Raises: Stale.
    """
    found = Referral.objects.filter(risk=case_id, risk__state=RiskState.RELEASED)
    referral_id = found.values_list("pk", flat=True).first()
    if referral_id is None:
        return False
    referral, locked = _under_lock(referral_id)
    if referral.state != ReferralState.REVERSED:
        return False
    taken = list(CreditEntry.objects.filter(referral=referral, cause__startswith="reversal").order_by("pk"))
    vouched = sum(-entry.amount_hundredths for entry in taken if entry.cause.endswith(":word"))
    credit = sum(-entry.amount_hundredths for entry in taken)
    referral.restore(credit_hundredths=credit, vouched_hundredths=vouched)
    record(CreditRestored(**_about(referral, now=now)), subject=referral.campaign.public_id)
    for entry in taken:
        _enter_again(entry, now=now)
        _add(locked[entry.sharer_id or referral.advocate_id], -entry.amount_hundredths)
    _count(locked[referral.advocate_id], 1)
    if referral.campaign.state in QUALIFYING_STATES:
        _earn(referral, locked, now=now)
    return True


def _enter_again(entry: CreditEntry, *, now: datetime) -> None:
    CreditEntry(
        referral_id=entry.referral_id,
        sharer_id=entry.sharer_id,
        cause=entry.cause.replace("reversal", "restored"),
        amount_hundredths=-entry.amount_hundredths,
        occurred_at=now,
    ).save(force_insert=True)


def _earn(referral: Referral, locked: Locked, *, now: datetime) -> None:
    """What the sums reach by now, and what she has shown while she did not count. Whoever has left keeps
    the sum."""
    rulebook = referral.pinned.rulebook
    gone = {who.pk for who in (referral.advocate, referral.sharer) if who and who.state == MemberState.ERASED}
    if not locked.keys() - gone:
        return
    for progress in (locked[member_id] for member_id in sorted(locked.keys() - gone)):
        grant_rewards(progress, rulebook=rulebook, cause=referral, now=now)
        progress.save(update_fields=["rewards"])
        tell_if_one_short(progress, rulebook, subject=referral.campaign.public_id)
    raise_again(referral, locked, now=now)
    settle_vouch(referral, locked, now=now)


def _one(referral_id: int) -> Referral:
    found = Referral.objects.select_related("pinned", "campaign__brand", "advocate", "sharer")
    referral = found.filter(pk=referral_id).first()
    if referral is None:
        raise NotFound
    return referral


def _under_lock(referral_id: int) -> tuple[Referral, Locked]:
    """The progress rows come first among locks; whose they are never changes."""
    referral = _one(referral_id)
    locked = lock_all(referral.campaign_id, {referral.advocate_id, referral.sharer_id})
    return _one(referral_id), locked


def _add(progress: Progress, hundredths: int) -> None:
    progress.credit_hundredths += hundredths
    progress.save(update_fields=["credit_hundredths"])
    if progress.team_id is not None and progress.reached_at is not None:
        add_to_team(progress.team_id, added_hundredths=hundredths, reached_at=progress.reached_at)


def _count(progress: Progress, friends: int) -> None:
    progress.qualified += friends
    progress.save(update_fields=["qualified"])


def _about(referral: Referral, *, now: datetime) -> dict[str, Any]:
    return {
        "referral_id": referral.pk,
        "campaign_id": referral.campaign_id,
        "advocate_id": referral.advocate_id,
        "invitee_id": referral.invitee_id,
        "sharer_id": referral.sharer_id,
        "occurred_at": now.isoformat(),
    }
