"""An event is told on the group's board, and those who came say in three taps how it was."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.queries import as_member
from common.access import Actor, allow
from groups import errors, kind_rules, queries, recap_rules, words_rules
from groups.board_states import POST_LIMIT, PostAudience, PostKind
from groups.door_states import AttendanceState
from groups.event_states import EventState
from groups.models import RSVP, Attendance, Feedback, Post, Recap, RecapPhoto
from groups.operations.board import put_up
from groups.operations.events import to_change
from groups.operations.rsvps import lock_event
from groups.recap_rules import Marks


@transaction.atomic
def publish_recap(
    *,
    actor: Actor,
    event_id: int,
    body: str,
    photos: Collection[str] = (),
    as_is: bool = False,
    now: datetime,
) -> Recap:
    """Put the host's words on the group's board, for its members. Repeating changes nothing.

    ``photos``: public ids; only those that everybody in them agreed to show to the whole group.

    Raises: NotFound, NotOverYet, WordsMissing, TextTooLong, UnknownChoice, MayHurt (unless
    ``as_is``), TooMany.
    """
    event = to_change(actor, event_id)
    told = Recap.objects.select_related("post").filter(event=event).first()
    if told is not None:
        return told
    if event.state != EventState.ENDED:
        raise errors.NotOverYet
    words = words_rules.check_words(body, limit=POST_LIMIT)
    offered = {one.public_id: one for one in queries.photos_for_recap(event=event, viewer=actor)}
    if not set(photos) <= set(offered):
        raise errors.UnknownChoice(field="photos")
    post = put_up(
        Post(
            group_id=event.group_id,
            author=as_member(actor),
            kind=PostKind.RECAP,
            audience=PostAudience.FELLOWS,
            body=words,
            sent_anyway=kind_rules.ask_first(words, as_is=as_is),
            created_at=now,
        )
    )
    event.recap(actor=actor)
    told = Recap.objects.create(event=event, post=post, at=now)
    RecapPhoto.objects.bulk_create(RecapPhoto(recap=told, photo=offered[one]) for one in sorted(set(photos)))
    return told


@transaction.atomic
def give_feedback(*, actor: Actor, event_id: int, marks: Marks, now: datetime) -> Feedback:
    """Somebody who was seen there says how it was, and may say it anew for two weeks.

    Raises: NotFound (never answered), NotOverYet, TooLateForFeedback, NotSeenThere, UnknownChoice.
    """
    mine = RSVP.objects.filter(event_id=event_id, member_id=actor.pk or 0).first()
    allow(actor, "groups.change-answer", mine)
    event = lock_event(event_id)
    recap_rules.check_still_asked(state=event.state, ends_at=event.ends_at, now=now)
    if not Attendance.objects.filter(rsvp=mine, state=AttendanceState.CAME).exists():
        raise errors.NotSeenThere
    recap_rules.check_marks(marks)
    given, _made = Feedback.objects.update_or_create(
        event=event,
        member=as_member(actor),
        defaults={"met": marks.met, "enjoyed": marks.enjoyed, "again": marks.again, "at": now},
    )
    return given


def let_go_of_feedback(member_id: int, now: datetime) -> None:
    """The erasure's step: the taps go, the sums were never kept. Repeating changes nothing."""
    Feedback.objects.filter(member_id=member_id).delete()
