"""Asking the stewards to look at something, and taking that back."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Count, Q, QuerySet

from accounts.queries import as_member
from common.access import SYSTEM, Actor, allow
from common.errors import NotFound
from common.limits import hit_all
from groups import errors, facts, moderation_rules, queries
from groups.models import Comment, Flag, ModerationAction, Post, ReviewCase
from groups.moderation_states import COVERS, UNDECIDED, ActionKind, ActionState, FlagState, ReviewState
from groups.operations.covers import case_of, fold_by_itself, lock_case, settle_cover
from groups.operations.post_photos import let_go_of_evidence
from groups.operations.shields import shield
from outbox.facts import record
from trust.queries import held_certifications

F = FlagState


@transaction.atomic
def flag_post(*, actor: Actor, public_id: str, reason: str, note: str = "", now: datetime) -> Flag:
    """Ask the stewards to look at a post that one may read. Who did is told to nobody.

    Flags of many members together fold it until a steward has looked; it is never deleted. Repeating gives
    the first flag. Raises: NotFound, OwnWords, UnknownChoice, TextTooLong, TooMany.
    """
    return _flag(actor, queries.post_by_id(public_id), reason=reason, note=note, now=now)


@transaction.atomic
def flag_comment(*, actor: Actor, public_id: str, reason: str, note: str = "", now: datetime) -> Flag:
    """As ``flag_post``, for an answer below one. Raises the same."""
    return _flag(actor, queries.comment_by_id(public_id), reason=reason, note=note, now=now)


@transaction.atomic
def withdraw_flags(*, actor: Actor, words: Post | Comment, now: datetime) -> None:
    """Take one's own waiting flags back; a case that nobody flags any more is not on the desk.

    It stays undecided, so whoever flags the words next is heard. Repeating changes nothing. Raises: NotFound.
    """
    allow(actor, "groups.flag", words)
    case = queries.case_about(words)
    if case is None:
        return
    case = lock_case(case)
    for flag in case.flags.filter(member_id=actor.pk or 0, state=F.OPEN).order_by("pk"):
        flag.settle(actor=actor, to=F.WITHDRAWN)
        ReviewCase.objects.filter(pk=case.pk).update(weight=models.F("weight") - flag.weight)
    let_go_of_evidence(case, actor=SYSTEM, now=now)
    if case.state != ReviewState.PENDING or case.flags.filter(state=F.OPEN).exists():
        return
    folds = _automatic_folds(case)
    if words.sent_anyway:  # the shield does not stand on flags
        folds = folds.filter(shielded__isnull=True)
    for action in folds:
        action.end(actor=SYSTEM, now=now)
    settle_cover(case)


def end_automatic_folds(case: ReviewCase, *, actor: Actor, now: datetime) -> None:
    """What nobody decided ends with the case. The case is locked; its cover is to be settled."""
    for action in _automatic_folds(case):
        action.end(actor=actor, now=now)


def _automatic_folds(case: ReviewCase) -> QuerySet[ModerationAction]:
    rows = case.actions.filter(by__isnull=True, state=ActionState.IN_FORCE, kind=ActionKind.FOLD)
    return rows.order_by("pk")


def _flag(actor: Actor, words: Post | Comment | None, *, reason: str, note: str, now: datetime) -> Flag:
    allow(actor, "groups.flag", words)
    member = as_member(actor)
    if words is None:
        raise NotFound
    if words.author_id == member.pk:
        raise errors.OwnWords
    said = moderation_rules.check_flag(reason, note)
    case = lock_case(case_of(words, now=now))
    words = case.words  # as they are under the lock
    mine = case.flags.filter(member=member, state=F.OPEN)
    known = mine.filter(reason=reason).first()
    if known is not None:
        return known
    hit_all([(moderation_rules.FLAGS, str(member.pk))])
    _reopen_if_edited(case, words, now=now)
    flag = Flag(case=case, member=member, reason=reason, note=said, snapshot=words.body, at=now)
    if case.state not in UNDECIDED:
        flag.state = F.DEFERRED  # the same words were judged already
        flag.save(force_insert=True)
        return flag
    if not mine.exists():  # another reason of the same member weighs nothing more
        flag.weight = _weight_of(member.pk, group_id=case.group_id, now=now)
    if case.state == ReviewState.PENDING and not case.flags.filter(state=F.OPEN).exists():
        case.opened_at = now
        _tell_steward(case, now=now)
    flag.save(force_insert=True)
    case.weight += flag.weight
    case.save(update_fields=["weight", "opened_at"])
    if case.weight >= moderation_rules.FOLD_AT and not _is_covered(case) and not _was_folded(case):
        fold_by_itself(case, reason=reason, now=now)
    if isinstance(words, Comment) and reason in moderation_rules.HOSTILE:
        shield(words, now=now)
    return flag


def _is_covered(case: ReviewCase) -> bool:
    """By more than a newcomer's shield, which ends by itself."""
    live = case.actions.filter(state=ActionState.IN_FORCE, kind__in=COVERS)
    return live.filter(shielded__isnull=True).exists()


def _was_folded(case: ReviewCase) -> bool:
    """By flags alone, since the case was opened: once is enough, whoever unfolded it has looked."""
    rows = case.actions.filter(by__isnull=True, shielded__isnull=True)
    return rows.filter(created_at__gte=case.opened_at).exists()


def _reopen_if_edited(case: ReviewCase, words: Post | Comment, *, now: datetime) -> None:
    """Other words than those that were judged are judged anew."""
    if case.state in UNDECIDED or case.state == ReviewState.APPEALED or case.decided_at is None:
        return
    if words.edited_at is not None and words.edited_at > case.decided_at:
        case.reopen(actor=SYSTEM, now=now)


def _weight_of(member_id: int, *, group_id: int, now: datetime) -> int:
    """Three statements."""
    settled = Flag.objects.filter(member_id=member_id, state__in=(F.AGREED, F.DISAGREED))
    counts = settled.aggregate(all=Count("pk"), right=Count("pk", filter=Q(state=F.AGREED)))
    mine = queries.membership_of(group_id=group_id, member_id=member_id)
    since = mine.joined_at if mine is not None and mine.joined_at else now
    return moderation_rules.flag_weight(
        is_certified=bool(held_certifications([member_id])[member_id]),
        days_in_group=(now - since).days,
        agreed=counts["right"],
        decided=counts["all"],
    )


def _tell_steward(case: ReviewCase, *, now: datetime) -> None:
    stewards = [pk for pk in queries.steward_ids(group_id=case.group_id) if pk != case.author_id]
    news = facts.CaseOpened(
        case_id=case.pk,
        group_id=case.group_id,
        steward_id=stewards[0] if stewards else 0,
        occurred_at=now.isoformat(),
    )
    record(news, subject=case.public_id)
