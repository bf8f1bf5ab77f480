"""Task cards of an event: the host picks them, teams do them together. Under the event's lock."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.queries import as_member
from common.access import Actor, allow
from common.errors import NotFound
from groups import door_rules, errors, facts, task_rules
from groups.door_states import AttendanceState
from groups.event_states import EventState, RSVPState
from groups.models import (
    RSVP,
    Attendance,
    Event,
    TaskCard,
    TaskConfirmation,
    Team,
    TeamMember,
    TeamPlan,
    TeamTask,
)
from groups.operations.acts import note_act
from groups.operations.rsvps import lock_event
from groups.task_sets import READY
from groups.task_states import TaskNeed, TeamTaskState
from groups.team_states import TeamPlanState
from outbox.facts import record_all

TASK_SAID = "groups.task-said"


@transaction.atomic
def pick_tasks(*, actor: Actor, event_id: int, keys: Iterable[str], now: datetime) -> list[TaskCard]:
    """The event has these tasks. Those that a team has begun stay. Repeating changes nothing.

    Raises: NotFound, UnknownChoice, TeamsClosed.
    """
    allow(actor, "groups.keep-teams", Event.objects.select_related("group").filter(pk=event_id).first())
    event = lock_event(event_id)
    if event.state not in (EventState.PUBLISHED, EventState.RUNNING):
        raise errors.TeamsClosed
    wanted = task_rules.check_keys(keys)
    unclaimed = TaskCard.objects.filter(event=event, claims__isnull=True).exclude(key__in=wanted)
    gone, _rows = unclaimed.delete()
    known = set(TaskCard.objects.filter(event=event).values_list("key", flat=True))
    new = [key for key in wanted if key not in known]
    for key in new:
        TaskCard.objects.create(event=event, key=key, need=READY[key].need, picked_at=now)
    if gone or new:
        note_act(event, actor, "pick-tasks", why=",".join(wanted))
    return list(TaskCard.objects.filter(event=event).order_by("pk"))


@transaction.atomic
def claim_task(*, actor: Actor, public_id: str, code: str, now: datetime) -> TeamTask:
    """Say that the team has done it, with the letters of another team where the card asks for them.

    Repeating changes nothing. Raises: NotFound, TeamsNotSet, DoorClosed (not the time for it), NoSuchTeam
    (letters), NeedsTeammates.
    """
    event, card, mine = _to_do(actor, public_id, now=now)
    team = _team_now(mine.team)
    task = TeamTask.objects.filter(card=card, team=mine.team).first()
    if task is not None:
        return task
    if card.need == TaskNeed.PEERS:
        _check_letters(event, mine.team, code)
    else:
        task_rules.confirmations_needed(team, claimed_by=mine.member_id)
    task = TeamTask.objects.create(card=card, team=mine.team, claimed_by=as_member(actor), claimed_at=now)
    if card.need == TaskNeed.PEERS:
        _finish(event, task, team, actor=actor, now=now)
    else:
        _ask_teammates(event, task, team, now=now)
    return task


@transaction.atomic
def confirm_task(*, actor: Actor, public_id: str, now: datetime) -> TeamTask:
    """A teammate says that it happened; with enough of them it is done. Repeating changes nothing.

    Raises: NotFound, TeamsNotSet, DoorClosed, NothingToConfirm (nobody has said so, or it was oneself).
    """
    event, card, mine = _to_do(actor, public_id, now=now)
    task = TeamTask.objects.filter(card=card, team=mine.team).first()
    if task is None or task.claimed_by_id == mine.member_id:
        raise errors.NothingToConfirm
    TaskConfirmation.objects.get_or_create(task=task, member_id=mine.member_id, defaults={"at": now})
    if task.state == TeamTaskState.CLAIMED:
        team = _team_now(mine.team)
        said = TaskConfirmation.objects.filter(task=task).values_list("member_id", flat=True)
        if task_rules.is_confirmed(said, team, claimed_by=task.claimed_by_id):
            _finish(event, task, team, actor=actor, now=now)
    return task


def catch_up(event: Event, *, member_id: int, group: str) -> None:
    """Somebody turns out to have been there: what their team has done counts for them, too.

    The event's lock is held. Once per person: the door calls it when the attendance is first known.
    """
    done = TeamTask.objects.filter(
        card__event=event, state=TeamTaskState.DONE, team__places__member_id=member_id
    )
    _record(event, done.select_related("card").order_by("pk"), [member_id], group=group)


def _to_do(actor: Actor, public_id: str, *, now: datetime) -> tuple[Event, TaskCard, TeamMember]:
    """Raises: NotFound, TeamsNotSet, DoorClosed."""
    card = TaskCard.objects.select_related("event__group").filter(public_id=public_id).first()
    allow(actor, "groups.do-task", card)
    if card is None:
        raise NotFound
    event = lock_event(card.event_id)
    mine = TeamMember.objects.select_related("team").filter(event=event, member=as_member(actor)).first()
    if mine is None:
        raise NotFound
    if not TeamPlan.objects.filter(event=event, state=TeamPlanState.LOCKED).exists():
        raise errors.TeamsNotSet
    hours = door_rules.Hours(state=event.state, starts_at=event.starts_at, ends_at=event.ends_at)
    if not hours.is_open(at=now, now=now):
        raise errors.DoorClosed
    return event, card, mine


def _team_now(team: Team) -> set[int]:
    """Whoever is in it and still comes."""
    coming = RSVP.objects.filter(event_id=team.event_id, state=RSVPState.GOING).values("member_id")
    rows = TeamMember.objects.filter(team=team, member_id__in=coming)
    return set(rows.values_list("member_id", flat=True))


def _check_letters(event: Event, own: Team, typed: str) -> None:
    """Raises: NoSuchTeam, also for one's own letters."""
    code = door_rules.read_code(typed).upper()
    if not Team.objects.filter(event=event, code=code).exclude(pk=own.pk).exists():
        raise errors.NoSuchTeam(field="code")


def _finish(event: Event, task: TeamTask, team: Iterable[int], *, actor: Actor, now: datetime) -> None:
    """Done, and told of everybody in the team who was let in at the door."""
    task.finish(actor=actor, now=now)
    came = Attendance.objects.filter(
        rsvp__event=event, rsvp__member_id__in=list(team), state=AttendanceState.CAME
    )
    ids = sorted(came.values_list("rsvp__member_id", flat=True))
    group = Event.objects.values_list("group__public_id", flat=True).get(pk=event.pk)
    _record(event, [task], ids, group=group)


def _record(event: Event, tasks: Iterable[TeamTask], member_ids: Iterable[int], *, group: str) -> None:
    news = [
        facts.TaskCompleted(
            member_id=one,
            group=group,
            event=event.public_id,
            task=task.card.key,
            occurred_at=(task.done_at or task.claimed_at).isoformat(),
        )
        for task in tasks
        for one in member_ids
    ]
    if news:
        record_all([(fact, event.public_id) for fact in news])


def _ask_teammates(event: Event, task: TeamTask, team: Iterable[int], *, now: datetime) -> None:
    notify(
        [
            News(
                kind=TASK_SAID,
                member_id=one,
                about=f"task:{task.pk}",
                topic=f"group:{event.group_id}",
                by_id=task.claimed_by_id,
                expires_at=event.ends_at + door_rules.TAKES_UNTIL,
                on=now.date(),
            )
            for one in sorted(set(team) - {task.claimed_by_id})
        ],
        now=now,
    )
