"""How much of a text is shown follows from the decisions about it that are in force; nothing else sets it."""

from datetime import datetime
from typing import Any

from django.db.models import F

from groups import facts
from groups.models import Comment, ModerationAction, Post, ReviewCase
from groups.moderation_states import COVERS, ActionKind, ActionState, Cover
from groups.operations.indexing import index_post
from outbox.facts import record


def case_of(words: Post | Comment, *, now: datetime) -> ReviewCase:
    """The one about these words, opened if there is none."""
    is_post = isinstance(words, Post)
    group_id = words.group_id if isinstance(words, Post) else words.post.group_id
    about = {"post": words} if is_post else {"comment": words}
    given = {"group_id": group_id, "author_id": words.author_id, "opened_at": now}
    return ReviewCase.objects.get_or_create(**about, defaults=given)[0]


def lock_case(case: ReviewCase) -> ReviewCase:
    """Until the transaction ends nobody else changes the case or what was decided about it; as it is now."""
    ReviewCase.objects.filter(pk=case.pk).update(weight=F("weight"))
    return ReviewCase.objects.select_related("group", "post", "comment__post").get(pk=case.pk)


def settle_cover(case: ReviewCase) -> None:
    """The strongest of what is in force; open without any. The case is locked."""
    live = ModerationAction.objects.filter(case=case, state=ActionState.IN_FORCE, kind__in=COVERS)
    kinds = [ActionKind(kind) for kind in live.values_list("kind", flat=True)]
    cover = max((COVERS[kind] for kind in kinds), default=Cover.OPEN)
    words = case.words
    type(words).objects.filter(pk=words.pk).update(cover=cover)
    words.cover = cover
    if isinstance(words, Post) and words.is_shown:
        index_post(words)


def fold_by_itself(case: ReviewCase, *, reason: str, now: datetime, **given: Any) -> ModerationAction:
    """Nobody has decided it: the author is told, and a steward's decision ends it. The case is locked."""
    action = ModerationAction.objects.create(
        case=case,
        group_id=case.group_id,
        member_id=case.author_id,
        kind=ActionKind.FOLD,
        reason=reason,
        created_at=now,
        **given,
    )
    settle_cover(case)
    tell_member(action, is_over=False, now=now)
    return action


def tell_member(action: ModerationAction, *, is_over: bool, now: datetime) -> None:
    news = facts.MemberModerated(
        action_id=action.pk,
        group_id=action.group_id,
        member_id=action.member_id,
        is_over=is_over,
        occurred_at=now.isoformat(),
    )
    record(news, subject=action.public_id)
