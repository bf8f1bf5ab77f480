"""Taking up a case, deciding it, and taking a decision back."""

from datetime import datetime

from django.db import transaction

from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.errors import NotFound
from groups import errors, facts, moderation_rules, queries
from groups.models import ActionAppeal, Group, Membership, ModerationAction, ReviewCase
from groups.moderation_rules import Decision
from groups.moderation_states import (
    ABOUT_PEOPLE,
    LEASE,
    SENDS_AWAY,
    UNDECIDED,
    ActionKind,
    ActionState,
    AppealState,
    FlagState,
    ReviewState,
)
from groups.operations.covers import lock_case, settle_cover, tell_member
from groups.operations.flags import end_automatic_folds
from groups.operations.joining import take_in
from groups.operations.post_photos import let_go_of_evidence
from groups.operations.seats import let_go, lock_group
from groups.operations.succession import hand_on
from groups.states import NOTE_LIMIT, GroupState, MembershipState
from outbox.facts import record


@transaction.atomic
def claim_case(*, actor: Actor, public_id: str) -> ReviewCase:
    """Take a case up for half an hour, by the database's clock. Repeating it lengthens one's own lease.

    Raises: NotFound (also a case about oneself), CaseHeld, CaseOver.
    """
    case = lock_case(_case(actor, public_id))
    if case.state not in UNDECIDED:
        raise errors.CaseOver
    now = db_now()
    if case.holder_id not in (None, actor.pk) and case.held_until and case.held_until > now:
        raise errors.CaseHeld
    case.claim(actor=actor, until=now + LEASE)
    return case


@transaction.atomic
def decide_case(*, actor: Actor, public_id: str, given: Decision, now: datetime) -> ModerationAction:
    """Settle the flags, and do what was decided. Whom it concerns is told why and how to appeal.

    Who decides about a person must stand higher than they do. Raises: NotFound, NotAllowed (about a person
    who does not stand lower), CaseOver, NotHeld, and what ``moderation_rules.check_decision`` refuses.
    """
    case = _case(actor, public_id)
    given = moderation_rules.check_decision(given)
    theirs = queries.membership_of(group_id=case.group_id, member_id=case.author_id)
    if given.kind in ABOUT_PEOPLE:
        allow(actor, "groups.restrain-member", theirs)
    group = lock_group(case.group_id) if given.kind in SENDS_AWAY else case.group
    case = lock_case(case)
    if case.state not in UNDECIDED:
        raise errors.CaseOver
    if case.holder_id != actor.pk or case.held_until is None or case.held_until <= db_now():
        raise errors.NotHeld
    case.decide(actor=actor, why=given.kind, now=now)
    told = _settle_flags(case, given, actor=actor)
    end_automatic_folds(case, actor=actor, now=now)
    let_go_of_evidence(case, actor=actor, now=now)
    action = ModerationAction.objects.create(
        case=case,
        group_id=case.group_id,
        member_id=case.author_id,
        by_id=actor.pk,
        kind=given.kind,
        reason=given.reason,
        text=given.text,
        created_at=now,
        expires_at=moderation_rules.until(given.days, now=now),
    )
    if given.kind in SENDS_AWAY:
        _send_away(group, action, actor=actor, now=now)
    settle_cover(case)
    if given.kind != ActionKind.NONE:
        tell_member(action, is_over=False, now=now)
    news = facts.CaseDecided(
        case_id=case.pk, group_id=case.group_id, flagger_ids=told, occurred_at=now.isoformat()
    )
    record(news, subject=case.public_id)
    return action


@transaction.atomic
def undo_action(*, actor: Actor, public_id: str, reason: str, now: datetime) -> ModerationAction:
    """Take a decision back with everything it did; whoever flags the words again is heard. Repeatable.

    Raises: NotFound (also about oneself, or about somebody who does not stand lower), WordsMissing,
    TextTooLong, ActionOver (its time was over).
    """
    action = queries.action_by_id(public_id)
    allow(actor, "groups.undo-action", action)
    if action is None:
        raise NotFound
    why = moderation_rules.check_answer(reason)
    action = take_back(action, actor=actor, why=why, now=now)
    case = lock_case(action.case)
    if case.state in (ReviewState.DECIDED, ReviewState.UPHELD):
        case.reopen(actor=actor, now=now)
    return action


def take_back(action: ModerationAction, *, actor: Actor, why: str, now: datetime) -> ModerationAction:
    """Inside the transaction of who was allowed to. Raises: ActionOver."""
    group = lock_group(action.group_id) if action.kind in SENDS_AWAY else action.group
    case = lock_case(action.case)
    action.refresh_from_db()
    if action.state == ActionState.UNDONE:
        return action
    if not action.is_in_force:
        raise errors.ActionOver
    action.undo(actor=actor, now=now, why=why)
    _close_appeal(case, action, actor=actor, why=why, now=now)
    if action.kind in SENDS_AWAY:
        _bring_back(group, action, actor=actor, now=now)
    settle_cover(case)
    if action.kind != ActionKind.NONE:
        tell_member(action, is_over=True, now=now)
    return action


def _close_appeal(
    case: ReviewCase, action: ModerationAction, *, actor: Actor, why: str, now: datetime
) -> None:
    """Whoever still waits for an answer has it: what they appealed against is taken back."""
    appeal = ActionAppeal.objects.filter(action=action, state=AppealState.OPEN).first()
    if appeal is None:
        return
    appeal.judge_it(actor=actor, overturned=True, answer=why, now=now)
    if case.state == ReviewState.APPEALED:
        case.close_appeal(actor=actor, overturned=True)


def end_due_actions(*, now: datetime) -> int:
    """What was decided for a time ends when it is over; returns how many. Each in its own transaction."""
    due = list(queries.actions_to_end().order_by("expires_at", "pk").values_list("pk", flat=True)[:500])
    return sum(_end(action_id, now=now) for action_id in due)


@transaction.atomic
def _end(action_id: int, *, now: datetime) -> int:
    action = ModerationAction.objects.select_related("case").get(pk=action_id)
    case = lock_case(action.case)
    action.refresh_from_db()
    if not action.is_in_force:
        return 0
    action.end(actor=SYSTEM, now=now)
    settle_cover(case)
    return 1


def _case(actor: Actor, public_id: str) -> ReviewCase:
    case = queries.case_by_id(public_id)
    allow(actor, "groups.judge-case", case)
    if case is None:
        raise NotFound
    return case


def _settle_flags(case: ReviewCase, given: Decision, *, actor: Actor) -> list[int]:
    """Whose flags are settled. One's own flag counts neither as right nor as wrong."""
    verdict = FlagState.DISAGREED if given.kind == ActionKind.NONE else FlagState.AGREED
    told = []
    for flag in case.flags.filter(state=FlagState.OPEN).order_by("pk"):
        is_own = flag.member_id == actor.pk
        flag.settle(actor=actor, to=FlagState.DEFERRED if is_own else verdict)
        if not is_own and flag.member_id not in told:
            told.append(flag.member_id)
    return told


def _send_away(group: Group, action: ModerationAction, *, actor: Actor, now: datetime) -> None:
    """Out of the group, or kept out. The group is locked."""
    theirs = Membership.objects.get(group=group, member_id=action.member_id)
    was_inside, reason = theirs.is_active, action.text[:NOTE_LIMIT]
    if was_inside:
        hand_on(group, theirs, actor=actor)
    is_ban = action.kind == ActionKind.BAN
    if is_ban and theirs.state != MembershipState.BANNED:
        theirs.ban(actor=actor, reason=reason, now=now)
    elif was_inside:
        theirs.remove(actor=actor, reason=reason, now=now)
    if was_inside:
        let_go(group, theirs, how=theirs.state, actor=actor, now=now, explained=True)
        action.was_inside = True
        action.save(update_fields=["was_inside"])


def _bring_back(group: Group, action: ModerationAction, *, actor: Actor, now: datetime) -> None:
    """As it was before: with a place if there is one, else in line for one. The group is locked.

    Only what these decisions did: a ban that stands, and what stewards did without a flag, stay.
    """
    theirs = queries.membership_of(group_id=group.pk, member_id=action.member_id)
    if theirs is None or theirs.state not in (MembershipState.BANNED, MembershipState.REMOVED):
        return
    rows = ModerationAction.objects.filter(group=group, member_id=action.member_id, kind__in=SENDS_AWAY)
    sent_away = rows.filter(created_at=theirs.since).first()
    if sent_away is None or sent_away.is_in_force:
        return
    if rows.filter(kind=ActionKind.BAN, state=ActionState.IN_FORCE).exists():
        return
    if theirs.state == MembershipState.BANNED:
        theirs.lift_ban(actor=actor, now=now)
    if sent_away.was_inside and group.state == GroupState.ACTIVE:
        take_in(group, action.member_id, actor=actor, now=now)
