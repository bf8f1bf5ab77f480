"""Rewards: earned at the threshold, looked at, approved or held, granted."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.queries import has_role
from accounts.states import Role
from campaigns import errors, facts, rules
from campaigns.draw_errors import EntriesClosed
from campaigns.models import Campaign, Decision, Progress, Promise, Referral, Reward, RiskCase
from campaigns.operations.draws.entries import add_entry
from campaigns.operations.promises import break_for, decline, find_promise, keep, make_promise
from campaigns.operations.risk import HOLD_CODE, check_release, is_lost, risk_hold
from campaigns.queries.households import lives_with_staff
from campaigns.risk_states import BLOCKING, NOT_COVERED
from campaigns.rule_shape import RULE_KEY
from campaigns.rulebook import FurtherRule, RewardRule, Rulebook
from campaigns.states import (
    GIFT_ISSUING_STATES,
    ISSUING_STATES,
    UNKEPT_PROMISES,
    PromiseKind,
    RewardKind,
    RewardState,
    issuing_states,
)
from common.access import SYSTEM, Actor, allow
from common.clock import DbNow
from common.errors import Stale
from outbox.facts import record

ASSESS_AT_ONCE = 200


def grant_rewards(progress: Progress, *, rulebook: Rulebook, cause: Referral, now: datetime) -> int:
    """Write down every reward that the credit has earned and that is not there yet; returns how many.

    Inside the caller's transaction, which holds the progress row and saves it afterwards. The unique key
    is the last word: two friends who qualify in the same instant earn one reward, and an
    ``IntegrityError`` means "already done".
    """
    due = rules.rewards_due(rulebook, credit_hundredths=progress.credit_hundredths)
    made = 0
    for number in range(progress.rewards + 1, due + 1):
        reward = _reward(
            rulebook.reward,
            rulebook=rulebook,
            cause=cause,
            beneficiary_id=progress.advocate_id,
            now=now,
        )
        reward.occurrence_key = rules.occurrence_key(number)
        try:
            with transaction.atomic():
                reward.save(force_insert=True)
        except IntegrityError:
            continue
        goal = number * rulebook.threshold_hundredths
        announce(reward, rulebook=rulebook, now=now, credit=progress.credit_hundredths, goal=goal)
        made += 1
    progress.rewards = max(progress.rewards, due)
    return made + _grant_milestones(progress, rulebook=rulebook, cause=cause, now=now)


def _grant_milestones(progress: Progress, *, rulebook: Rulebook, cause: Referral, now: datetime) -> int:
    """What the advocate gets beside the main reward, at counts of their own, once each."""
    reached = rules.milestones_reached(rulebook, credit_hundredths=progress.credit_hundredths)
    if not reached:
        return 0
    there = set(
        Reward.objects.filter(
            campaign_id=progress.campaign_id,
            beneficiary_id=progress.advocate_id,
            rule_key__in=[rule.key for rule in reached],
        ).values_list("rule_key", flat=True)
    )
    return sum(
        give_further(
            rule,
            cause=cause,
            beneficiary_id=progress.advocate_id,
            rulebook=rulebook,
            now=now,
            credit=progress.credit_hundredths,
            goal=rule.goal_hundredths,
        )
        for rule in reached
        if rule.key not in there
    )


def grant_welcome(cause: Referral, *, rulebook: Rulebook, now: datetime) -> int:
    """What the friend gets for counting, once a campaign; returns how many rewards.

    Inside the transaction in which the referral qualifies.
    """
    return sum(
        give_further(
            rule,
            cause=cause,
            beneficiary_id=cause.invitee_id,
            rulebook=rulebook,
            now=now,
            code="earned-as-friend",
        )
        for rule in rulebook.further_for("invitee")
    )


def give_further(
    rule: FurtherRule,
    *,
    cause: Referral,
    beneficiary_id: int,
    rulebook: Rulebook,
    now: datetime,
    code: str = "earned",
    **data: int,
) -> bool:
    """Whether it was not there yet; the unique key is the last word."""
    reward = _reward(rule, rulebook=rulebook, cause=cause, beneficiary_id=beneficiary_id, now=now)
    reward.rule_key, reward.occurrence_key = rule.key, rules.ONCE
    try:
        with transaction.atomic():
            reward.save(force_insert=True)
    except IntegrityError:
        return False
    announce(reward, rulebook=rulebook, now=now, code=code, **data)
    return True


def _reward(
    rule: RewardRule | FurtherRule, *, rulebook: Rulebook, cause: Referral, beneficiary_id: int, now: datetime
) -> Reward:
    return Reward(
        campaign_id=cause.campaign_id,
        pinned_id=cause.pinned_id,
        rule_key=RULE_KEY,
        beneficiary_id=beneficiary_id,
        kind=rule.kind,
        weight=rule.weight,
        item=rule.item,
        cause=cause,
        hold_until=now + timedelta(minutes=rulebook.hold_minutes),
        earned_at=now,
    )


def announce(reward: Reward, *, rulebook: Rulebook, now: datetime, code: str = "earned", **data: int) -> None:
    """What follows a new reward: trace, promise, news. Inside the transaction that earns it."""
    _decide(reward, code=code, actor=SYSTEM, now=now, **data)
    make_promise(
        campaign_id=reward.campaign_id,
        kind=PromiseKind.REWARD,
        ref=reward.public_id,
        holder_id=reward.beneficiary_id,
        due_at=reward.hold_until + timedelta(days=rulebook.deliver_days),
        now=now,
    )
    fact = facts.RewardEarned(
        reward_id=reward.pk,
        campaign_id=reward.campaign_id,
        beneficiary_id=reward.beneficiary_id,
        kind=reward.kind,
        hold_until=reward.hold_until.isoformat() if rulebook.hold_minutes else "",
    )
    record(fact, subject=reward.public_id)


@transaction.atomic
def assess_reward(*, reward_id: int, now: datetime) -> Reward:
    """Look at an earned reward after its hold: approve it, or hold it with a reason for a person.

    While the campaign is paused or over nothing is decided. Repeating it changes nothing.
    """
    reward = Reward.objects.one(reward_id)
    if reward.state != RewardState.EARNED or reward.hold_until > now:
        return reward
    if not _issues(reward):
        return reward
    code = _standing_code(reward) or risk_hold(reward, now=now)
    if code:
        _hold(reward, code=code, now=now)
        return reward
    try:
        with transaction.atomic():
            _approve(reward, actor=SYSTEM, code="approved", reason="", now=now)
    except EntriesClosed:
        reward = Reward.objects.one(reward_id)
        _hold(reward, code="draw-closed", now=now)
    return reward


@transaction.atomic
def free_reward(*, reward_id: int, now: datetime) -> Reward:
    """Approve what waited for a friend to be looked at, once nothing stands against it.

    What can't be earned without a friend who does not count is given up, so that draws and settlements go
    on. While the campaign is paused or its brand stopped it stays held; what the member's own standing speaks
    against waits for a person, for that reason. Again changes nothing.
    """
    reward = Reward.objects.one(reward_id)
    waits = reward.state == RewardState.HELD and reward.hold_code == HOLD_CODE
    if not waits or not _issues(reward):
        return reward
    if risk_hold(reward, now=now):
        if is_lost(reward, now=now):
            forgo_reward(reward, why=NOT_COVERED, now=now)
        return reward
    code = _standing_code(reward)
    if code:
        _hold(reward, code=code, now=now)
    else:
        _approve(reward, actor=SYSTEM, code="approved", reason="", now=now)
    return reward


def _standing_code(reward: Reward) -> str:
    """Why who earned it speaks against it, '' where nothing does."""
    code = rules.hold_reason(standing_of(reward.beneficiary, reward.campaign))
    is_drawn = reward.kind == RewardKind.DRAW_ENTRY
    if not code and is_drawn and lives_with_staff(reward.beneficiary_id, reward.campaign):
        return rules.STAFF_HOUSEHOLD
    return code


def _issues(reward: Reward) -> bool:
    return reward.campaign.state in issuing_states(reward.kind) and not reward.campaign.brand.is_stopped


def assess_due_rewards(*, now: datetime) -> int:
    """Assess what was left behind, for instance by a pause, and free what waits for nobody any more.

    Returns how many were looked at.
    """
    may_issue = Reward.objects.filter(
        Q(campaign__state__in=ISSUING_STATES)
        | Q(kind=RewardKind.GIFT, campaign__state__in=GIFT_ISSUING_STATES),
        campaign__brand__stopped_at__isnull=True,
    )
    due = may_issue.filter(state=RewardState.EARNED, hold_until__lte=DbNow()).order_by("hold_until", "id")
    ids = list(due.values_list("pk", flat=True)[:ASSESS_AT_ONCE])
    for reward_id in ids:
        try:
            assess_reward(reward_id=reward_id, now=now)
        except Stale:
            continue
    return len(ids) + _free_held(may_issue, now=now)


def _free_held(may_issue: QuerySet[Reward], *, now: datetime) -> int:
    """In no order: one that waits for further friends for long must not keep the others from their turn."""
    hers = Q(referral__advocate_id=OuterRef("beneficiary_id")) | Q(
        referral__invitee_id=OuterRef("beneficiary_id")
    )
    looked_at = RiskCase.objects.filter(hers, campaign_id=OuterRef("campaign_id"), state__in=BLOCKING)
    waiting = may_issue.filter(~Exists(looked_at), state=RewardState.HELD, hold_code=HOLD_CODE)
    ids = list(waiting.order_by("?").values_list("pk", flat=True)[:ASSESS_AT_ONCE])
    for reward_id in ids:
        try:
            free_reward(reward_id=reward_id, now=now)
        except (Stale, EntriesClosed):
            continue
    return len(ids)


@transaction.atomic
def release_reward(*, actor: Actor, reward_id: int, reason: str, now: datetime) -> Reward:
    """Approve a held reward, with a reason that its member reads. Releasing again changes nothing.

    Raises: NotFound, ReasonMissing, NotLookedAt, CaseOpen, FriendsNotCounted, CampaignPaused, CampaignEnded,
    IllegalMove, Stale, EntriesClosed.
    """
    reward = Reward.objects.one(reward_id)
    allow(actor, "campaigns.release-reward", reward)
    if reward.state in (RewardState.APPROVED, RewardState.GRANTED):
        return reward
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    rules.check_issues(
        state=reward.campaign.state, kind=reward.kind, is_stopped=reward.campaign.brand.is_stopped
    )
    if reward.state == RewardState.EARNED:
        raise errors.NotLookedAt
    check_release(reward, now=now)
    _approve(reward, actor=actor, code="released", reason=reason.strip()[:300], now=now)
    return reward


@transaction.atomic
def cancel_reward(*, actor: Actor, reward_id: int, reason: str, now: datetime) -> Reward:
    """Refuse an earned or held reward, with a reason that its member reads; again changes nothing.

    Raises: NotFound, ReasonMissing, IllegalMove (granted already), Stale.
    """
    reward = Reward.objects.one(reward_id)
    allow(actor, "campaigns.cancel-reward", reward)
    if reward.state == RewardState.CANCELLED:
        return reward
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    reward.cancel(actor=actor, why=reason.strip()[:300])
    _decide(reward, code="cancelled", actor=actor, now=now, reason=reason.strip()[:300])
    promise = promise_of(reward)
    if promise is not None and promise.state in UNKEPT_PROMISES:
        # Not "declined": that word is the recipient's. The public score counts what staff took back.
        break_for(promise, actor=actor, why="reward-cancelled")
    return reward


def forgo_reward(reward: Reward, *, why: str, now: datetime) -> None:
    """What was not granted yet is given up: its member leaves, or friends don't count.

    Inside the caller's transaction.

    Raises: Stale.
    """
    reward.cancel(actor=SYSTEM, why=why)
    _decide(reward, code=why, now=now)
    decline(promise_of(reward), why=why)


def promise_of(reward: Reward) -> Promise | None:
    return find_promise(campaign_id=reward.campaign_id, kind=PromiseKind.REWARD, ref=reward.public_id)


def tell_granted(reward: Reward, *, actor: Actor, now: datetime) -> None:
    """What follows a grant: trace, promise, news. Inside the granting transaction."""
    _decide(reward, code="granted", actor=actor, now=now)
    keep(promise_of(reward), now=now)
    fact = facts.RewardGranted(
        reward_id=reward.pk,
        campaign_id=reward.campaign_id,
        beneficiary_id=reward.beneficiary_id,
        kind=reward.kind,
    )
    record(fact, subject=reward.public_id)


def _hold(reward: Reward, *, code: str, now: datetime) -> None:
    reward.hold(actor=SYSTEM, code=code)
    _decide(reward, code=code, now=now)
    fact = facts.RewardHeld(
        reward_id=reward.pk,
        campaign_id=reward.campaign_id,
        beneficiary_id=reward.beneficiary_id,
        reason=code,
    )
    record(fact, subject=reward.public_id)


def _approve(reward: Reward, *, actor: Actor, code: str, reason: str, now: datetime) -> None:
    reward.approve(actor=actor, why=reason, now=now)
    _decide(reward, code=code, actor=actor, now=now, **({"reason": reason} if reason else {}))
    fact = facts.RewardApproved(
        reward_id=reward.pk,
        campaign_id=reward.campaign_id,
        beneficiary_id=reward.beneficiary_id,
        kind=reward.kind,
    )
    record(fact, subject=reward.public_id)
    if reward.kind == RewardKind.DRAW_ENTRY:
        reward.grant(actor=actor, now=now)
        tell_granted(reward, actor=actor, now=now)
        add_entry(
            campaign_id=reward.campaign_id,
            reward_id=reward.pk,
            member_id=reward.beneficiary_id,
            weight=reward.weight,
            now=now,
        )


def standing_of(member: Any, campaign: Campaign) -> rules.Standing:
    return rules.Standing(
        member_state=member.state,
        is_staff=member.is_staff,
        manages_brand=has_role(member, Role.MANAGER, scope=campaign.brand.scope),
    )


def _decide(reward: Reward, *, code: str, actor: Actor = SYSTEM, now: datetime, **data: object) -> None:
    Decision(
        campaign_id=reward.campaign_id,
        pinned_id=reward.pinned_id,
        reward=reward,
        rule=reward.rule_key,
        code=code,
        data=data,
        actor_id=actor.pk,
        decided_at=now,
    ).save(force_insert=True)
