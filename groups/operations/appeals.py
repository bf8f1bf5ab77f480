"""Appeals against what stewards decided: once, within 20 days, looked at by somebody else."""

from datetime import datetime

from django.db import IntegrityError, transaction

from common.access import Actor, allow
from common.errors import NotFound
from groups import errors, facts, moderation_rules, queries
from groups.models import ActionAppeal, ModerationAction
from groups.moderation_states import SENDS_AWAY, AppealState, ReviewState
from groups.operations.covers import lock_case
from groups.operations.moderation import take_back
from groups.operations.seats import lock_group
from outbox.facts import record


@transaction.atomic
def appeal_action(*, actor: Actor, public_id: str, text: str, now: datetime) -> ActionAppeal:
    """Ask for another look at what was decided about oneself.

    Raises: NotFound (about somebody else, or "nothing"), AppealedAlready, ActionOver, TooLateToAppeal,
    WordsMissing, TextTooLong.
    """
    action = _allowed(actor, "groups.appeal-action", public_id)
    case = lock_case(action.case)
    action.refresh_from_db()
    if ActionAppeal.objects.filter(action=action).exists():
        raise errors.AppealedAlready
    if not action.is_in_force:
        raise errors.ActionOver
    words = moderation_rules.check_appeal(text, decided_at=action.created_at, now=now)
    try:
        with transaction.atomic():
            appeal = ActionAppeal.objects.create(action=action, text=words, created_at=now)
    except IntegrityError as error:  # the key on ``action``: somebody pressed twice
        raise errors.AppealedAlready from error
    if case.may_move(ReviewState.APPEALED):
        case.appeal(actor=actor)
    news = facts.AppealMade(
        action_id=action.pk,
        group_id=action.group_id,
        member_id=action.member_id,
        steward_id=_next_judge(action),
        occurred_at=now.isoformat(),
    )
    record(news, subject=action.public_id)
    return appeal


@transaction.atomic
def judge_appeal(
    *, actor: Actor, public_id: str, overturned: bool, answer: str, now: datetime
) -> ActionAppeal:
    """Answer an appeal: the decision stays, or is taken back with everything it did.

    Raises: NotFound (one's own decision, or about oneself), CaseOver (no appeal waits), WordsMissing,
    TextTooLong.
    """
    action = _allowed(actor, "groups.judge-appeal", public_id)
    words = moderation_rules.check_answer(answer)
    if action.kind in SENDS_AWAY:
        lock_group(action.group_id)
    case = lock_case(action.case)
    appeal = ActionAppeal.objects.filter(action=action, state=AppealState.OPEN).first()
    if appeal is None:
        raise errors.CaseOver
    appeal.judge_it(actor=actor, overturned=overturned, answer=words, now=now)
    if case.state == ReviewState.APPEALED:
        case.close_appeal(actor=actor, overturned=overturned)
    action.refresh_from_db()
    if overturned and action.is_in_force:
        take_back(action, actor=actor, why="appeal", now=now)
    news = facts.AppealJudged(
        action_id=action.pk,
        group_id=action.group_id,
        member_id=action.member_id,
        occurred_at=now.isoformat(),
    )
    record(news, subject=action.public_id)
    return appeal


def _allowed(actor: Actor, verb: str, public_id: str) -> ModerationAction:
    action = queries.action_by_id(public_id)
    allow(actor, verb, action)
    if action is None:
        raise NotFound
    return action


def _next_judge(action: ModerationAction) -> int:
    """The first steward who did not decide it; 0: the community's stewards find it in the admin."""
    involved = (action.member_id, action.by_id)
    stewards = [pk for pk in queries.steward_ids(group_id=action.group_id) if pk not in involved]
    return stewards[0] if stewards else 0
