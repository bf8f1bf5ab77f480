"""What is known of an event that is over: for the host's draft, and what those who came thought."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from groups import recap_rules
from groups.door_states import AttendanceState
from groups.models import Attendance, Event, Feedback, Recap, TeamTask
from groups.recap_rules import Marks, Summary
from groups.task_sets import READY
from groups.task_states import TeamTaskState


@dataclass(frozen=True, kw_only=True)
class Evening:
    """``came``: members who were seen; ``tasks``: (title in both languages, teams that did it)."""

    came: int
    tasks: list[tuple[Mapping[str, str], int]]


def evening_of(event: Event) -> Evening:
    """Two statements."""
    came = Attendance.objects.filter(rsvp__event=event, state=AttendanceState.CAME).count()
    done = TeamTask.objects.filter(card__event=event, state=TeamTaskState.DONE)
    rows = done.values("card__key").annotate(teams=Count("pk")).order_by("card__key")
    return Evening(came=came, tasks=[(READY[row["card__key"]].title, row["teams"]) for row in rows])


def recap_of(event: Event) -> Recap | None:
    """With its post. One statement."""
    return Recap.objects.select_related("post").filter(event=event).first()


def feedback_summary(event: Event) -> Summary | None:
    """None while so few have answered that one could tell them apart. One statement."""
    rows = Feedback.objects.filter(event=event).values_list("met", "enjoyed", "again")
    return recap_rules.summary([Marks(met=met, enjoyed=enjoyed, again=again) for met, enjoyed, again in rows])


def feedback_by(*, event: Event, member_id: int | None) -> Feedback | None:
    """The member's own. One statement."""
    return Feedback.objects.filter(event=event, member_id=member_id or 0).first()
