"""What waits on a group's desk, and what was decided about whom."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from common.access import Actor
from common.clock import DbNowOnce
from common.pagination import Page, keyset
from groups.models import ActionAppeal, Comment, Flag, Group, ModerationAction, Post, ReviewCase
from groups.moderation_states import UNDECIDED, ActionKind, ActionState, AppealState, FlagState

_WORDS = ("group", "post", "comment__post")


def mute_of(*, group_id: int, member_id: int | None) -> ModerationAction | None:
    """The decision that keeps the member from writing there now, by the database's clock. One statement."""
    rows = ModerationAction.objects.filter(
        group_id=group_id,
        member_id=member_id or 0,
        kind=ActionKind.MUTE,
        state=ActionState.IN_FORCE,
        expires_at__gt=DbNowOnce(),
    )
    return rows.order_by("-expires_at").first()


def case_by_id(public_id: str) -> ReviewCase | None:
    """With its group and words. One statement."""
    return ReviewCase.objects.select_related(*_WORDS).filter(public_id=public_id).first()


def case_about(words: Post | Comment) -> ReviewCase | None:
    """One statement."""
    about = Q(post=words) if isinstance(words, Post) else Q(comment=words)
    return ReviewCase.objects.filter(about).first()


def cases_by_id(case_ids: Iterable[int]) -> dict[int, ReviewCase]:
    """With group and words. One statement."""
    rows = ReviewCase.objects.select_related(*_WORDS).filter(pk__in=set(case_ids))
    return {case.pk: case for case in rows}


def has_flagged(words: Post | Comment, *, member_id: int | None) -> bool:
    """Whether a flag of the member's waits. One statement."""
    about = Q(case__post=words) if isinstance(words, Post) else Q(case__comment=words)
    return Flag.objects.filter(about, member_id=member_id or 0, state=FlagState.OPEN).exists()


def cases_waiting(
    *, group: Group, viewer: Actor, cursor: str | None = None, size: int = 25
) -> Page[ReviewCase]:
    """Undecided and flagged, the oldest first, none about the viewer; with ``flag_count``. One statement."""
    rows = ReviewCase.objects.filter(group=group, state__in=UNDECIDED).exclude(author_id=viewer.pk or 0)
    rows = rows.select_related("post", "comment__post").annotate(
        flag_count=Count("flags", filter=Q(flags__state=FlagState.OPEN))
    )
    rows = rows.filter(flag_count__gt=0)
    return keyset(rows, order=("opened_at", "pk"), cursor=cursor, size=size)


def flags_on(case: ReviewCase) -> list[Flag]:
    """Newest first, at most 50. One statement."""
    return list(case.flags.order_by("-pk")[:50])


def action_by_id(public_id: str) -> ModerationAction | None:
    """With group, case, words and appeal. One statement."""
    rows = ModerationAction.objects.select_related("group", "appeal", "case__post", "case__comment__post")
    return rows.filter(public_id=public_id).first()


def actions_by_id(action_ids: Iterable[int]) -> dict[int, ModerationAction]:
    """With group and appeal. One statement."""
    rows = ModerationAction.objects.select_related("group", "appeal").filter(pk__in=set(action_ids))
    return {action.pk: action for action in rows}


def actions_about(*, group_id: int, member_id: int, size: int = 10) -> list[ModerationAction]:
    """What was decided about a member here, the newest first, without "nothing". One statement."""
    rows = ModerationAction.objects.filter(group_id=group_id, member_id=member_id)
    return list(rows.exclude(kind=ActionKind.NONE).order_by("-pk")[:size])


def actions_to_end() -> QuerySet[ModerationAction]:
    """In force and past their time, by the database's clock."""
    return ModerationAction.objects.filter(state=ActionState.IN_FORCE, expires_at__lte=DbNowOnce())


def appeals_waiting(*, group: Group, viewer: Actor) -> list[ActionAppeal]:
    """The oldest first, at most 25, without those that are somebody else's to judge. One statement."""
    rows = ActionAppeal.objects.filter(state=AppealState.OPEN, action__group=group)
    rows = rows.exclude(action__member_id=viewer.pk or 0).exclude(action__by_id=viewer.pk)
    return list(rows.select_related("action").order_by("created_at", "pk")[:25])
