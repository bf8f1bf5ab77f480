"""Tasks of an event as a member of a team sees them, and how far the teams are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.people import Person, people_seen_by
from common.access import Actor
from groups.models import Event, TaskCard, TaskConfirmation, Team, TeamMember, TeamTask
from groups.task_states import TeamTaskState


@dataclass(frozen=True, kw_only=True)
class ShownTask:
    """``task``: how far the viewer's team is, None before anybody said anything.

    ``said_by``: whoever said first that it happened and is shown to the viewer; ``confirmed_by`` the others.
    """

    card: TaskCard
    task: TeamTask | None
    said_by: Person | None
    confirmed_by: list[Person]
    may_confirm: bool


@dataclass(frozen=True, kw_only=True)
class TeamProgress:
    number: int
    done: int


@dataclass(frozen=True, kw_only=True)
class EventTasks:
    team: Team | None
    tasks: list[ShownTask]
    progress: list[TeamProgress]


def cards_of(event: Event) -> list[TaskCard]:
    """One statement."""
    return list(TaskCard.objects.filter(event=event).order_by("pk"))


def card_by_id(public_id: str) -> TaskCard | None:
    """With its event and group. One statement. Not every reader may see it: ask ``allow``."""
    rows = TaskCard.objects.select_related("event__group")
    return rows.filter(public_id=public_id).first()


def is_in_team(*, event_id: int, member_id: int | None) -> bool:
    """One statement."""
    return TeamMember.objects.filter(event_id=event_id, member_id=member_id or 0).exists()


def tasks_of(*, event: Event, viewer: Actor) -> EventTasks:
    """Six statements, however many tasks and teams."""
    team = Team.objects.filter(event=event, places__member_id=viewer.pk or 0).first()
    claims = TeamTask.objects.filter(card__event=event, team=team) if team else TeamTask.objects.none()
    mine = {task.card_id: task for task in claims}
    said: dict[int, list[int]] = {}
    rows = TaskConfirmation.objects.filter(task__in=list(mine.values())).order_by("pk")
    for task_id, member_id in rows.values_list("task_id", "member_id"):
        said.setdefault(task_id, []).append(member_id)
    ids = {one for members in said.values() for one in members} | {one.claimed_by_id for one in mine.values()}
    people = people_seen_by(viewer, ids)
    tasks = [_shown(card, mine.get(card.pk), said, people, viewer) for card in cards_of(event)]
    return EventTasks(team=team, tasks=tasks, progress=progress_of(event))


def progress_of(event: Event) -> list[TeamProgress]:
    """By number. One statement."""
    done = Count("tasks", filter=Q(tasks__state=TeamTaskState.DONE))
    teams = Team.objects.filter(event=event).annotate(done=done).order_by("number")
    return [TeamProgress(number=number, done=count) for number, count in teams.values_list("number", "done")]


def tasks_to_confirm(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], TeamTask]:
    """{(task id, member id): task of the member's team, with card and event}. Two statements."""
    wanted = set(pairs)
    ids = {task_id for task_id, _member in wanted}
    tasks = {task.pk: task for task in TeamTask.objects.select_related("card__event").filter(pk__in=ids)}
    places = TeamMember.objects.filter(team_id__in={task.team_id for task in tasks.values()})
    inside = set(places.values_list("team_id", "member_id"))
    return {
        (task_id, member_id): tasks[task_id]
        for task_id, member_id in wanted
        if task_id in tasks and (tasks[task_id].team_id, member_id) in inside
    }


def _shown(
    card: TaskCard,
    task: TeamTask | None,
    said: dict[int, list[int]],
    people: dict[int, Person],
    viewer: Actor,
) -> ShownTask:
    if task is None:
        return ShownTask(card=card, task=None, said_by=None, confirmed_by=[], may_confirm=False)
    ids = said.get(task.pk, [])
    open_ = task.state == TeamTaskState.CLAIMED and task.claimed_by_id != viewer.pk
    return ShownTask(
        card=card,
        task=task,
        said_by=people.get(task.claimed_by_id),
        confirmed_by=[people[one] for one in ids if one in people],
        may_confirm=open_ and viewer.pk not in ids,
    )
