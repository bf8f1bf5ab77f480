"""Looking at friends who count before anything is given for them; holding, deciding, appealing.

The default is to hold and to explain: nothing is refused by a rule, and nothing is decided by silence.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from campaigns import errors, facts
from campaigns.models import Decision, Referral, Reward, RiskCase, RiskRuleRow
from campaigns.queries.risk import (
    blocking_cases,
    branch_of,
    is_blocked,
    is_covered,
    is_place,
    is_welcome,
    refused_cases,
    rules_in_force,
    unassessed,
)
from campaigns.queries.risk_friend import friend_of
from campaigns.risk_rules import assess
from campaigns.risk_states import BRANCH, REFUSED, REVERSED, VOUCHED, RiskRuleState, RiskState
from campaigns.risk_words import LIFTED
from campaigns.states import AMENDABLE_STATES, ReferralState, RewardState
from common.access import SYSTEM, Actor, allow
from common.errors import NotFound, Stale
from outbox.facts import record

# A person answers within this, and an appeal within this once more.
ANSWER_WITHIN = timedelta(days=3)
# An objection that comes later still gets its answer; what waited may have been given up by then.
APPEAL_WITHIN = timedelta(days=7)
HOLD_CODE = "risk"


@transaction.atomic
def assess_referral(*, referral_id: int, now: datetime) -> RiskCase:
    """Look at a friend who counts, once; again gives the same case. Raises: NotFound."""
    referral = Referral.objects.filter(pk=referral_id, qualified_at__isnull=False).first()
    if referral is None:
        raise NotFound
    former = RiskCase.objects.filter(referral=referral).first()
    return _look(referral, now=now) if former is None else former


def _look(referral: Referral, *, now: datetime) -> RiskCase:
    found = assess(friend_of(referral, now=now), rules_in_force())
    case = RiskCase(
        campaign_id=referral.campaign_id,
        referral=referral,
        state=RiskState.HELD if found.is_held else RiskState.PASSED,
        points=found.points,
        codes=_listed(found.codes),
        dry_codes=_listed(found.dry_codes),
        trace=[
            {"code": one.code, "revision": one.revision, "points": one.points, "is_dry": one.is_dry}
            for one in found.findings
        ],
        answer_by=now + ANSWER_WITHIN if found.is_held else None,
        assessed_at=now,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        return RiskCase.objects.get(referral=referral)
    if found.is_held:
        _tell(case, referral, code="risk-held", now=now)
    else:
        _record(case, referral, former="")
    return case


def _listed(codes: Sequence[str]) -> str:
    return f",{','.join(codes)}," if codes else ""


def assess_friend(*, campaign_id: int, invitee_id: int, now: datetime) -> RiskCase | None:
    """The same by who was invited where; None for who does not count (any more)."""
    found = Referral.objects.filter(
        campaign_id=campaign_id, invitee_id=invitee_id, qualified_at__isnull=False
    )
    pk = found.exclude(state=ReferralState.VOID).values_list("pk", flat=True).first()
    return None if pk is None else assess_referral(referral_id=pk, now=now)


def risk_hold(reward: Reward, *, now: datetime) -> str:
    """Why a reward has to wait, '' when nothing stands against it.

    Inside the transaction that decides on the reward: whom nobody has looked at yet is looked at here.
    """
    for referral_id in unassessed(campaign_id=reward.campaign_id, member_id=reward.beneficiary_id):
        assess_referral(referral_id=referral_id, now=now)
    return HOLD_CODE if is_blocked(reward) else ""


def check_release(reward: Reward, *, now: datetime) -> None:
    """Whether a person may approve it by hand. Inside the transaction that approves.

    Raises: CaseOpen, FriendsNotCounted.
    """
    if not risk_hold(reward, now=now):
        return
    if blocking_cases(campaign_id=reward.campaign_id, member_id=reward.beneficiary_id):
        raise errors.CaseOpen
    if not is_place(reward):
        raise errors.FriendsNotCounted


def is_lost(reward: Reward, *, now: datetime) -> bool:
    """Whether a reward that waits can't be earned any more.

    Every answer has been given and is final, and no other friends can make up for those who don't count:
    the campaign is over, or it was a reward for having come. A place on a board is a person's to decide.
    """
    if blocking_cases(campaign_id=reward.campaign_id, member_id=reward.beneficiary_id):
        return False
    refused = refused_cases(reward)
    if is_covered(reward, refused) or not all(_is_final(case, now) for case in refused):
        return False
    if is_welcome(reward):
        return True
    return not is_place(reward) and reward.campaign.state not in AMENDABLE_STATES


def _is_final(case: RiskCase, now: datetime) -> bool:
    return case.state == RiskState.UPHELD or (
        case.decided_at is not None and case.decided_at + APPEAL_WITHIN <= now
    )


@transaction.atomic
def release_case(*, actor: Actor, case_id: int, reason: str, now: datetime) -> RiskCase:
    """A person found nothing wrong, or grants an appeal: what waited is given. Again changes nothing.

    Raises: NotFound, ReasonMissing, SecondPersonNeeded (an appeal, by who decided first), IllegalMove, Stale.
    """
    case = _case(case_id)
    allow(actor, "campaigns.decide-risk", case)
    if case.state == RiskState.RELEASED:
        return case
    _check(case, actor, reason)
    former = case.standing
    case.release(actor=actor, why=reason.strip()[:300], now=now)
    _tell(case, case.referral, code="risk-released", now=now, actor=actor, former=former)
    _let_go(case, actor=actor, now=now)
    return case


@transaction.atomic
def confirm_case(*, actor: Actor, case_id: int, reason: str, now: datetime) -> RiskCase:
    """A person agrees with the rules; the reason is told, and there is an appeal. Again changes nothing.

    Raises: NotFound, ReasonMissing, SecondPersonNeeded (an appeal, by who decided first), IllegalMove, Stale.
    """
    case = _case(case_id)
    allow(actor, "campaigns.decide-risk", case)
    if case.state in (RiskState.CONFIRMED, RiskState.UPHELD):
        return case
    _check(case, actor, reason)
    why, former = reason.strip()[:300], case.standing
    if case.state == RiskState.APPEALED:
        case.uphold(actor=actor, why=why, now=now)
        _tell(case, case.referral, code="risk-upheld", now=now, actor=actor, former=former)
    else:
        case.confirm(actor=actor, why=why, now=now)
        _tell(case, case.referral, code="risk-confirmed", now=now, actor=actor, former=former)
    _let_go(case, actor=actor, now=now)
    return case


@transaction.atomic
def appeal_case(*, actor: Actor, case_id: int, text: str, now: datetime) -> RiskCase:
    """The advocate or the friend objects; somebody else answers within the same time. Again changes nothing.

    Raises: NotFound, ReasonMissing, IllegalMove (nothing was confirmed), Stale.
    """
    case = _case(case_id)
    allow(actor, "campaigns.appeal-risk", case)
    if case.state == RiskState.APPEALED:
        return case
    if not text.strip():
        raise errors.ReasonMissing(field="text")
    case.appeal(actor=actor, text=text.strip()[:1000], answer_by=now + ANSWER_WITHIN, now=now)
    _tell(case, case.referral, code="risk-appealed", now=now, actor=actor)
    return case


@transaction.atomic
def quarantine_branch(*, actor: Actor, case_id: int, reason: str, now: datetime) -> int:
    """Hold every friend below this one at whom no person has looked, for a person to look; returns how many.

    What a person has released stays released. Raises: NotFound, ReasonMissing, Stale.
    """
    case = _case(case_id)
    allow(actor, "campaigns.decide-risk", case)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    below = branch_of(campaign_id=case.campaign_id, member_id=case.referral.invitee_id)
    open_ones = Referral.objects.filter(
        campaign_id=case.campaign_id, invitee_id__in=below, qualified_at__isnull=False
    )
    held = 0
    for referral_id in open_ones.order_by("pk").values_list("pk", flat=True):
        one = assess_referral(referral_id=referral_id, now=now)
        if one.may_be_held_with_branch:
            former = one.standing
            one.hold(actor=actor, code=BRANCH, answer_by=now + ANSWER_WITHIN, why=reason.strip()[:300])
            _tell(one, one.referral, code="risk-held", now=now, actor=actor, former=former)
            held += 1
    return held


def hold_for_vouch(referral: Referral, *, now: datetime) -> bool:
    """A friend for whom her advocate vouched was suspended: what rests on the advocate's friends waits for
    a person. Inside the caller's transaction; whether it was her turn to be put on hold.

    What a person has decided about her, or is looking at already, stays as it is.
    """
    case = RiskCase.objects.filter(referral=referral).first() or _look(referral, now=now)
    if not case.may_be_held:
        return False
    former = case.standing
    case.hold(actor=SYSTEM, code=VOUCHED, answer_by=now + ANSWER_WITHIN, why=VOUCHED)
    _tell(case, referral, code="risk-held", now=now, former=former)
    return True


def lift_hold(referral: Referral, *, now: datetime) -> bool:
    """The suspension was taken back: what waited for it alone goes on. Inside the caller's transaction."""
    case = RiskCase.objects.select_related("referral").filter(referral=referral, state=RiskState.HELD).first()
    if case is None or case.held_for != VOUCHED:
        return False
    former = case.standing
    case.release(actor=SYSTEM, why=LIFTED, now=now)
    _tell(case, referral, code="risk-lifted", now=now, former=former)
    _let_go(case, actor=SYSTEM, now=now)
    return True


def refuse_reversed(referral: Referral, *, actor: Actor, why: str, now: datetime) -> RiskCase:
    """A person took back what a friend counted for: the case carries the objection. Inside the caller's
    transaction, and nobody owes an answer about her.

    Who was refused before stays so; what was decided then can be objected to as before.
    """
    case = RiskCase.objects.filter(referral=referral).first() or assess_referral(
        referral_id=referral.pk, now=now
    )
    if case.state in REFUSED:
        _trace(case, referral, code="credit-reversed", now=now, actor=actor, reason=why)
        return case
    former = case.standing
    if case.state != RiskState.HELD:
        case.hold(actor=actor, code=REVERSED, answer_by=now, why=why)
    case.confirm(actor=actor, why=why, now=now)
    _tell(case, referral, code="credit-reversed", now=now, actor=actor, former=former)
    return case


@transaction.atomic
def set_rule(*, actor: Actor, code: str, points: int | None, state: str, now: datetime) -> RiskRuleRow:
    """A new revision of a rule; what holds already is returned as it is. Raises: NotFound, Stale."""
    allow(actor, "campaigns.set-risk-rule")
    newest = RiskRuleRow.objects.filter(code=code).order_by("-revision").first()
    if newest is None:
        raise NotFound
    points = newest.points if points is None else points
    if (newest.points, newest.state) == (points, state):
        return newest
    row = RiskRuleRow(
        code=code,
        revision=newest.revision + 1,
        points=points,
        state=RiskRuleState(state),
        actor_id=actor.pk,
        made_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Stale from error
    return row


def _case(case_id: int) -> RiskCase:
    case = RiskCase.objects.select_related("campaign__brand", "referral").filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case


def _check(case: RiskCase, actor: Actor, reason: str) -> None:
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    if case.state == RiskState.APPEALED and actor.pk is not None and actor.pk == case.decided_by_id:
        raise errors.SecondPersonNeeded


def _let_go(case: RiskCase, *, actor: Actor, now: datetime) -> None:
    """Rewards that waited for this case alone are looked at again by their own job."""
    concerned = {case.referral.advocate_id, case.referral.invitee_id, case.referral.sharer_id}
    for member_id in sorted(each for each in concerned if each is not None):
        if blocking_cases(campaign_id=case.campaign_id, member_id=member_id):
            continue
        waiting = Reward.objects.filter(
            campaign_id=case.campaign_id,
            beneficiary_id=member_id,
            state=RewardState.HELD,
            hold_code=HOLD_CODE,
        )
        for reward in waiting.order_by("pk"):
            record(facts.RewardFreed(reward_id=reward.pk), subject=reward.public_id)


def _tell(
    case: RiskCase,
    referral: Referral,
    *,
    code: str,
    now: datetime,
    actor: Actor = SYSTEM,
    former: str = "",
) -> None:
    _trace(case, referral, code=code, now=now, actor=actor, reason=case.reason)
    if case.state != RiskState.APPEALED:
        _record(case, referral, former=former)


def _trace(
    case: RiskCase, referral: Referral, *, code: str, now: datetime, actor: Actor, reason: str
) -> None:
    """The decision's trace: the advocate reads its sentence beside the friend."""
    data: dict[str, object] = {"codes": list(case.code_list), "case": case.public_id}
    if case.answer_by is not None:
        data["until"] = case.answer_by.isoformat()
    if reason:
        data["reason"] = reason
    Decision(
        campaign_id=case.campaign_id,
        pinned_id=referral.pinned_id,
        referral=referral,
        rule="risk",
        code=code,
        data=data,
        actor_id=actor.pk,
        decided_at=now,
    ).save(force_insert=True)


def _record(case: RiskCase, referral: Referral, *, former: str) -> None:
    about: dict[str, Any] = {
        "case_id": case.pk,
        "campaign_id": case.campaign_id,
        "advocate_id": referral.advocate_id,
        "invitee_id": referral.invitee_id,
        "standing": case.standing,
        "former_standing": former,
    }
    fact: facts.RiskCaseFact
    if case.state == RiskState.PASSED:
        fact = facts.RiskCasePassed(**about)
    elif case.state == RiskState.HELD:
        fact = facts.RiskCaseOpened(**about)
    else:
        fact = facts.RiskCaseDecided(**about, state=case.state)
    record(fact, subject=case.public_id)
