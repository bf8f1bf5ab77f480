"""The first hostile answer below a newcomer's post is folded until others have answered, too.

One harsh line at the top decides how everybody reads the rest. Nothing is deleted: a click opens it, its
author is told why and until when, stewards may take the fold back, and a post is shielded once.
"""

from datetime import datetime

from django.db.models import F, QuerySet

from common.access import SYSTEM
from common.clock import db_now
from groups import kind_rules, queries
from groups.models import Comment, ModerationAction, Post
from groups.moderation_states import ActionState, Cover, FlagReason
from groups.operations.covers import case_of, fold_by_itself, lock_case, settle_cover


def shield(comment: Comment, *, now: datetime) -> None:
    """Fold it, if it is the first of its kind below a post of somebody new whom few have answered.

    Inside the transaction of whoever wrote or flagged it. Repeating changes nothing. The post is held
    after the case, and only while it has no shield: ``let_shield_go`` takes them the other way round, and
    only when it has one.
    """
    post = comment.post
    if post.author_id == comment.author_id or comment.cover != Cover.OPEN or not comment.is_shown:
        return
    theirs = queries.membership_of(group_id=post.group_id, member_id=post.author_id)
    if theirs is None or not kind_rules.is_new(theirs.joined_at, now=db_now()) or _shields(post).exists():
        return
    Post.objects.filter(pk=post.pk).update(comment_count=F("comment_count"))  # two at once see each other
    if _shields(post).exists():
        return
    if queries.kind_answers(post, but=comment.author_id) >= kind_rules.SHIELD_ANSWERS:
        return
    fold_by_itself(
        lock_case(case_of(comment, now=now)),
        reason=FlagReason.UNKIND,
        now=now,
        shielded=post,
        expires_at=db_now() + kind_rules.SHIELD_LASTS,
    )


def let_shield_go(post: Post, *, now: datetime) -> None:
    """Enough others have answered. The post's row is held by whoever answers."""
    action = _shields(post).filter(state=ActionState.IN_FORCE).select_related("case").first()
    if action is None or queries.kind_answers(post, but=action.member_id) < kind_rules.SHIELD_ANSWERS:
        return
    case = lock_case(action.case)
    action.refresh_from_db()
    if action.is_in_force:
        action.end(actor=SYSTEM, now=now)
        settle_cover(case)


def _shields(post: Post) -> QuerySet[ModerationAction]:
    return ModerationAction.objects.filter(shielded=post)
