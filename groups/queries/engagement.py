"""What happened in a group, counted; and the ledger of its weeks."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, QuerySet

from groups import engagement_rules
from groups.board_states import PostState
from groups.door_states import AttendanceState
from groups.engagement_rules import ANSWERED_WITHIN, DORMANT_AFTER, WEEK, WEEKS_SHOWN, Counts, Standing
from groups.models import (
    Attendance,
    Comment,
    EngagementWeek,
    Group,
    Membership,
    Post,
    PromptAnswer,
    Reaction,
)
from groups.moderation_states import Cover
from groups.states import MembershipState


def engagement_of(*, group: Group) -> list[EngagementWeek]:
    """The last twelve weeks, the newest first. One statement, however large the group."""
    return list(EngagementWeek.objects.filter(group=group).order_by("-starts_on")[:WEEKS_SHOWN])


def _acts(group_id: int) -> list[tuple[QuerySet[Any], str, str]]:
    """(rows, who did it, when) of everything that counts as an act. What stewards have hidden is none."""
    words = {"state": PostState.SHOWN, "cover__lt": Cover.HIDDEN}
    came = Attendance.objects.filter(rsvp__event__group_id=group_id, state=AttendanceState.CAME)
    return [
        (Post.objects.filter(group_id=group_id, prompt__isnull=True, **words), "author_id", "created_at"),
        (Comment.objects.filter(post__group_id=group_id, **words), "author_id", "created_at"),
        (Reaction.objects.filter(post__group_id=group_id), "member_id", "at"),
        (PromptAnswer.objects.filter(prompt__group_id=group_id), "member_id", "at"),
        (came, "rsvp__member_id", "since"),
    ]


def week_counts(*, group_id: int, since: datetime) -> Counts:
    """Of the seven days from ``since``. Seven statements."""
    until = since + WEEK
    posts, comments, signs, answers, came = (
        rows.filter(**{f"{when}__gte": since, f"{when}__lt": until}) for rows, _who, when in _acts(group_id)
    )
    all_posts = Post.objects.filter(
        group_id=group_id, state=PostState.SHOWN, created_at__gte=since, created_at__lt=until
    )
    others = Comment.objects.filter(post=OuterRef("pk"), state=PostState.SHOWN, cover__lt=Cover.HIDDEN)
    others = others.exclude(author_id=OuterRef("author_id"))
    soon = others.filter(created_at__lt=OuterRef("created_at") + ANSWERED_WITHIN)
    by = [
        list(rows.values_list(who, flat=True))
        for rows, who in _with_who(posts, comments, signs, answers, came)
    ]
    said = comments.exclude(author_id=F("post__author_id")).values_list("author_id", "post__author_id")
    return Counts(
        posts=len(by[0]),
        comments=len(by[1]),
        signs=len(by[2]),
        answers=len(by[3]),
        came=len(by[4]),
        answered=all_posts.filter(Exists(soon)).count(),
        pairs=engagement_rules.mutual(said),
        people=len({who for some in by for who in some}),
    )


def _with_who(*rows: QuerySet[Any]) -> Iterable[tuple[QuerySet[Any], str]]:
    return zip(rows, ("author_id", "author_id", "member_id", "member_id", "rsvp__member_id"), strict=True)


def standings(*, group_id: int, at: datetime) -> Counter[Standing]:
    """How its present members stood then. Seven statements, over what happened in sixty days."""
    last: dict[int, datetime] = {}
    early: set[int] = set()
    for rows, who, when in _acts(group_id):
        lately = rows.filter(**{f"{when}__gte": at - DORMANT_AFTER, f"{when}__lt": at})
        for member_id, moment in lately.values_list(who).annotate(moment=Max(when)).order_by():
            last[member_id] = max(moment, last.get(member_id, moment))
        before = rows.filter(**{f"{when}__lt": at - DORMANT_AFTER})
        early.update(before.values_list(who, flat=True).distinct().order_by())
    inside = Membership.objects.filter(group_id=group_id, state=MembershipState.ACTIVE, joined_at__lt=at)
    gone = at - DORMANT_AFTER
    return Counter(
        engagement_rules.standing(last=last.get(one, gone if one in early else None), at=at)
        for one in inside.values_list("member_id", flat=True)
    )
