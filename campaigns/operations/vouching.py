"""Giving one's word for a friend, taking it back; what follows when the friend is decided against."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.states import MemberState
from campaigns import rules, vouch_errors
from campaigns.models import Referral, RiskCase, Vouch
from campaigns.operations.qualifying import credited_to_somebody, lock_all, lock_progress, settle_vouch
from campaigns.operations.risk import hold_for_vouch, lift_hold
from campaigns.operations.vouch_credit import about, proven_at
from campaigns.queries.vouches import due_at, is_lowered_at, slots_taken
from campaigns.risk_states import AGAINST, RiskState
from campaigns.states import OPEN_REFERRALS, QUALIFYING_STATES, ReferralState
from campaigns.vouch_facts import VouchEnded, VouchFailed, VouchGiven, VouchRestored
from campaigns.vouch_states import FailReason, VouchState
from common.access import SYSTEM, Actor, allow
from common.clock import DbNow, db_now
from common.errors import NotFound, Stale
from outbox.facts import record

AT_ONCE = 200
_MAY_FAIL = (VouchState.OPEN, VouchState.KEPT, VouchState.LAPSED)


@transaction.atomic
def give_vouch(*, actor: Actor, referral_id: int) -> Vouch:
    """Vouch for one's own friend; giving it again returns the same one.

    Counted under the lock of the advocate's progress row, and due by the database's clock.

    Raises: NotFound, CampaignNotStarted, CampaignPaused, CampaignEnded, NoVouching, VouchWithdrawn,
    NotVouchable, WordLowered, TooManyVouches, VouchTooLate.
    """
    referral = _referral(referral_id)
    allow(actor, "campaigns.vouch", referral)
    lock_progress(referral.campaign_id, referral.advocate_id)
    referral = _referral(referral_id)
    former = Vouch.objects.filter(referral=referral).first()
    if former is not None:
        if former.state == VouchState.WITHDRAWN:
            raise vouch_errors.VouchWithdrawn
        return former
    now = db_now()
    until = _check(referral, now=now)
    if proven_at(referral, before=until) is not None:
        raise vouch_errors.VouchTooLate
    vouch = Vouch(
        campaign_id=referral.campaign_id,
        referral=referral,
        advocate_id=referral.advocate_id,
        invitee_id=referral.invitee_id,
        given_at=now,
        due_at=until,
    )
    try:
        with transaction.atomic():
            vouch.save(force_insert=True)
    except IntegrityError as error:
        raise Stale from error
    fact = VouchGiven(**about(vouch, now=now), due_at=until.isoformat())
    record(fact, subject=referral.campaign.public_id)
    return vouch


def _referral(referral_id: int) -> Referral:
    rows = Referral.objects.select_related("campaign__brand", "pinned", "invitee")
    referral = rows.filter(pk=referral_id).first()
    if referral is None:
        raise NotFound
    return referral


def _check(referral: Referral, *, now: datetime) -> datetime:
    """Until when the friend has time."""
    campaign, vouching = referral.campaign, referral.pinned.rulebook.vouching
    until = due_at(referral, now=now)
    if vouching is None or until is None:
        raise vouch_errors.NoVouching
    rules.check_takes_referrals(
        state=campaign.state,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        now=now,
        is_stopped=campaign.brand.is_stopped,
    )
    if not _is_live(referral, now=now):
        raise vouch_errors.NotVouchable
    mine = {"campaign_id": referral.campaign_id, "advocate_id": referral.advocate_id}
    if is_lowered_at(now, **mine):
        raise vouch_errors.WordLowered
    if slots_taken(**mine, now=now) >= vouching.most:
        raise vouch_errors.TooManyVouches(most=vouching.most)
    return until


def _is_live(referral: Referral, *, now: datetime) -> bool:
    """Nothing stands against the friend, and she counts or still can."""
    if referral.invitee.state != MemberState.ACTIVE:
        return False
    if referral.state == ReferralState.REGISTERED:
        return now < referral.expires_at
    against = RiskCase.objects.filter(referral=referral, state__in=AGAINST)
    return referral.state in OPEN_REFERRALS - {ReferralState.EXPIRED} and not against.exists()


@transaction.atomic
def withdraw_vouch(*, actor: Actor, referral_id: int, now: datetime) -> Vouch:
    """Take one's word back while it is open: nothing follows, and it is given once. Again changes nothing.

    Raises: NotFound, IllegalMove (proven, failed or over), Stale.
    """
    referral = _referral(referral_id)
    allow(actor, "campaigns.vouch", referral)
    lock_progress(referral.campaign_id, referral.advocate_id)
    vouch = Vouch.objects.filter(referral=referral).first()
    if vouch is None:
        raise NotFound
    if vouch.state != VouchState.WITHDRAWN:
        vouch.withdraw(actor=actor, now=now)
        _tell_end(vouch, now=now)
    return vouch


def lapse_vouches(*, now: datetime) -> int:
    """End words that are past due, by the database's clock, or whose campaign is over; returns how many.

    Nothing else follows.
    """
    over = Q(due_at__lte=DbNow()) | ~Q(campaign__state__in=QUALIFYING_STATES)
    due = Vouch.objects.filter(over, state=VouchState.OPEN).order_by("due_at", "pk")
    return sum(_lapse(pk, now=now) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _lapse(vouch_id: int, *, now: datetime, why: str = "over") -> bool:
    vouch = Vouch.objects.get(pk=vouch_id)
    if vouch.state != VouchState.OPEN:
        return False
    try:
        vouch.lapse(actor=SYSTEM, why=why, now=now)
    except Stale:
        return False
    _tell_end(vouch, now=now)
    return True


def _tell_end(vouch: Vouch, *, now: datetime) -> None:
    fact = VouchEnded(**about(vouch, now=now), outcome=vouch.state)
    record(fact, subject=vouch.campaign.public_id)


@transaction.atomic
def fail_vouches(
    *,
    invitee_id: int,
    reason: FailReason,
    happened_at: datetime,
    now: datetime,
    campaign_id: int | None = None,
) -> int:
    """The friend was decided against: whoever vouched for her has a lowered word; returns how many have.

    Only what happened before a word was due, or ended because its campaign was over. One generation: nobody
    asks who invited the advocate. What was overturned before the news arrived changes nothing, and again
    changes nothing.

    Raises: Stale.
    """
    failed = 0
    for vouch_id, campaign, advocate in _of(invitee_id, campaign_id, _MAY_FAIL, due_at__gt=happened_at):
        lock_progress(campaign, advocate)
        vouch = Vouch.objects.select_related("referral__pinned", "campaign", "invitee").get(pk=vouch_id)
        vouching = vouch.referral.pinned.rulebook.vouching
        may_fail = vouch.state in _MAY_FAIL and not _was_over(vouch, happened_at)
        if not may_fail or vouching is None or not _stands(vouch, reason):
            continue
        until = now + timedelta(days=vouching.drop_days)
        vouch.fail(actor=SYSTEM, reason=reason, lowered_until=until, now=now)
        fact = VouchFailed(**about(vouch, now=now), lowered_until=until.isoformat())
        record(fact, subject=vouch.campaign.public_id)
        if reason == FailReason.SUSPENDED:
            hold_for_vouch(vouch.referral, now=now)
        failed += 1
    return failed


def fail_vouches_of_case(*, case_id: int, now: datetime) -> int:
    """The same for a friend of whom a person decided that she does not count. Raises: NotFound, Stale."""
    case = RiskCase.objects.select_related("referral").filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return fail_vouches(
        invitee_id=case.referral.invitee_id,
        campaign_id=case.campaign_id,
        reason=FailReason.REFUSED,
        happened_at=case.decided_at or now,
        now=now,
    )


def _of(
    invitee_id: int, campaign_id: int | None, states: tuple[VouchState, ...], **more: object
) -> list[tuple[int, int, int]]:
    """(vouch, campaign, advocate), ascending: progress rows are locked in one order everywhere."""
    rows = Vouch.objects.filter(invitee_id=invitee_id, state__in=states, **more)
    if campaign_id is not None:
        rows = rows.filter(campaign_id=campaign_id)
    return list(rows.order_by("campaign_id", "advocate_id").values_list("pk", "campaign_id", "advocate_id"))


def _was_over(vouch: Vouch, moment: datetime) -> bool:
    return vouch.state == VouchState.LAPSED and vouch.ended_at is not None and vouch.ended_at <= moment


def _stands(vouch: Vouch, reason: str) -> bool:
    if reason == FailReason.SUSPENDED:
        return vouch.invitee.state == MemberState.SUSPENDED
    return RiskCase.objects.filter(referral=vouch.referral_id, state__in=AGAINST).exists()


@transaction.atomic
def restore_vouches(
    *, invitee_id: int, now: datetime, campaign_id: int | None = None, is_released: bool = False
) -> int:
    """What a word failed for was overturned: it is as it was, and what waited goes on; returns how many.

    ``is_released``: a person has looked at this very friend, which also answers a suspension. Else nothing
    is restored while something still stands. Again changes nothing.

    Raises: Stale.
    """
    restored = 0
    for vouch_id, campaign, advocate in _of(invitee_id, campaign_id, (VouchState.FAILED,)):
        lock_progress(campaign, advocate)
        vouch = Vouch.objects.select_related("referral", "campaign", "advocate", "invitee").get(pk=vouch_id)
        is_answered = is_released and _was_answered(vouch)
        still = any(_stands(vouch, reason) for reason in FailReason) and not is_answered
        if vouch.state != VouchState.FAILED or still:
            continue
        vouch.restore(_former(vouch, now=now), actor=SYSTEM)
        fact = VouchRestored(**about(vouch, now=now))
        record(fact, subject=vouch.campaign.public_id)
        lift_hold(vouch.referral, now=now)
        restored += 1
    return restored


def _was_answered(vouch: Vouch) -> bool:
    """Whether a person, and not a lifted suspension, released the friend after the word had failed."""
    return RiskCase.objects.filter(
        referral=vouch.referral_id,
        state=RiskState.RELEASED,
        decided_by__isnull=False,
        decided_at__gte=vouch.failed_at,
    ).exists()


def _former(vouch: Vouch, *, now: datetime) -> VouchState:
    """Where one of the two has left meanwhile, there is nothing to go on with."""
    if vouch.kept_at is not None:
        return VouchState.KEPT
    are_here = MemberState.ERASED not in (vouch.advocate.state, vouch.invitee.state)
    runs = are_here and now < vouch.due_at and vouch.campaign.state in QUALIFYING_STATES
    return VouchState.OPEN if runs else VouchState.LAPSED


@transaction.atomic
def settle_vouches(*, campaign_id: int, advocate_id: int, now: datetime) -> int:
    """Bring what an advocate's words are worth up to date; returns how many friends rose. Again adds nothing.

    Raises: Stale.
    """
    locked = lock_all(campaign_id, {advocate_id})
    mine = Referral.objects.filter(campaign_id=campaign_id, advocate_id=advocate_id, vouch__isnull=False)
    mine = mine.filter(credited_to_somebody())
    rows = list(mine.select_related("pinned", "campaign", "advocate").order_by("pk"))
    return sum(settle_vouch(referral, locked, now=now) for referral in rows)


def let_go_of_vouches(member_id: int, now: datetime) -> None:
    """Of a member who leaves: her own words are taken back, those for her end. Inside the caller's
    transaction."""
    for vouch in Vouch.objects.filter(advocate_id=member_id, state=VouchState.OPEN).order_by("pk"):
        vouch.withdraw(actor=SYSTEM, now=now, why="member-left")
        _tell_end(vouch, now=now)
    for pk in Vouch.objects.filter(invitee_id=member_id, state=VouchState.OPEN).values_list("pk", flat=True):
        _lapse(pk, now=now, why="member-left")
