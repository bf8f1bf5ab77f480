"""Teams of an event: mixed by rules, mixed anew until they are set, and room for whoever comes later.

Everything runs under the event's lock. Blocks are read after the lock is held and checked once more on what
is about to be written; the unique key of ``TeamMember`` is the second wall for "one team per person".
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import combinations

from django.db import transaction

from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.people import people_seen_by
from accounts.queries import as_member
from accounts.visibility import blocked_pairs
from common.access import Actor, allow
from common.errors import NotFound
from common.ids import new_code
from groups import errors, queries, team_rules
from groups.door_states import CODE_LENGTH, AttendanceState
from groups.event_states import HOLDING, EventState, SeenAs
from groups.models import RSVP, Attendance, Event, Team, TeamMember, TeamPlan, TeamWish
from groups.operations.acts import note_act
from groups.operations.rsvps import lock_event
from groups.team_rules import Comer, Company, Pair
from groups.team_states import LEAST_SIZE, TeamPlanState

TEAM_SET = "groups.team-set"
# Whoever met within this time is no stranger. community.md, section 3, number 7.
MET_WITHIN = timedelta(days=90)
_OPEN = (EventState.PUBLISHED, EventState.RUNNING)


@transaction.atomic
def mix_teams(
    *, actor: Actor, event_id: int, size: int, keeps_wishes: bool, now: datetime, seed: int | None = None
) -> TeamPlan:
    """Mix whoever comes into teams, or mix them anew. Each call makes other teams; a seed makes the same.

    Raises: NotFound, OutOfRange (size), TeamsClosed (not open, or over), TeamsSet, NobodyToMix.
    """
    event = _to_keep(actor, event_id)
    team_rules.check_size(size)
    plan = TeamPlan.objects.filter(event=event).first()
    if plan is not None and plan.state == TeamPlanState.LOCKED:
        raise errors.TeamsSet
    company = _company(event, actor, queries.coming_ids(event), keeps_wishes=keeps_wishes)
    if len(company.comers) < LEAST_SIZE:
        raise errors.NobodyToMix
    seed = secrets.randbits(48) if seed is None else seed
    made = team_rules.mix(company, size=size, seed=seed)
    if team_rules.blocked_together(made.teams, company.blocked):
        raise AssertionError("blocked people in one team")
    _write_teams(event, made.teams, now=now)
    plan = plan or TeamPlan(event=event, round=0)
    plan.size, plan.keeps_wishes, plan.seed = size, keeps_wishes, seed
    plan.relaxed, plan.mixed_at, plan.round = made.relaxed, now, plan.round + 1
    plan.save()
    note_act(event, actor, "mix-teams", why=f"round:{plan.round}")
    return plan


@transaction.atomic
def lock_teams(*, actor: Actor, event_id: int, now: datetime) -> TeamPlan:
    """The teams are set, and everybody is told. Repeating changes nothing and tells nobody again.

    Raises: NotFound, TeamsClosed, NoTeams, TeamsStale (somebody has blocked somebody since they were mixed).
    """
    event = _to_keep(actor, event_id)
    plan = TeamPlan.objects.filter(event=event).first()
    if plan is None:
        raise errors.NoTeams
    if plan.state == TeamPlanState.LOCKED:
        return plan
    teams = [members for _team, members in teams_now(event)]
    if team_rules.blocked_together(teams, blocked_pairs(one for team in teams for one in team)):
        raise errors.TeamsStale
    plan.lock(actor=actor)
    _tell(event, [one for team in teams for one in team], now=now)
    return plan


@transaction.atomic
def place_latecomers(*, actor: Actor, event_id: int, now: datetime) -> int:
    """Whoever comes and is in no team goes to the smallest one without a block; how many found room.

    Whoever fits into none is a new team. Repeating changes nothing. Raises: NotFound, TeamsClosed, NoTeams.
    """
    event = _to_keep(actor, event_id)
    plan = TeamPlan.objects.filter(event=event).first()
    if plan is None:
        raise errors.NoTeams
    placed = set(TeamMember.objects.filter(event=event).values_list("member_id", flat=True))
    late = [one for one in queries.coming_ids(event) if one not in placed]
    rows = teams_now(event)
    company = Company(
        comers=[Comer(member_id=one) for one in {*placed, *late}], blocked=blocked_pairs({*placed, *late})
    )
    for one in late:
        number = team_rules.place(company, [members for _team, members in rows], one)
        if number is None:
            rows.append((new_team(event, number=next_number(event)), []))
            number = len(rows) - 1
        team, members = rows[number]
        TeamMember.objects.create(event=event, team=team, member_id=one, at=now)
        members.append(one)
    if late:
        note_act(event, actor, "place-latecomers", why=str(len(late)))
    if plan.state == TeamPlanState.LOCKED:
        _tell(event, late, now=now)
    return len(late)


@transaction.atomic
def wish_for(*, actor: Actor, event_id: int, other_id: int | None, now: datetime) -> TeamWish | None:
    """Ask to be in a team with somebody who comes too; None takes the wish back. Repeating changes nothing.

    It counts once the other one asks for the same. Raises: NotFound (also for whoever does not come, chose
    not to be shown by name or is not shown to the member), TeamsSet, TeamsClosed.
    """
    mine = RSVP.objects.filter(event_id=event_id, member_id=actor.pk or 0).first()
    allow(actor, "groups.change-answer", mine)
    event = lock_event(event_id)
    member = as_member(actor)
    if event.state not in _OPEN:
        raise errors.TeamsClosed
    if TeamPlan.objects.filter(event=event, state=TeamPlanState.LOCKED).exists():
        raise errors.TeamsSet
    if other_id is None:
        TeamWish.objects.filter(event=event, member=member).delete()
        return None
    if other_id == member.pk or not _is_named(event, other_id, member.pk):
        raise NotFound
    if other_id not in people_seen_by(member, [other_id]):
        raise NotFound
    wish, _made = TeamWish.objects.update_or_create(
        event=event, member=member, defaults={"other_id": other_id, "at": now}
    )
    return wish


def _is_named(event: Event, other_id: int, member_id: int) -> bool:
    """Whether somebody comes and lets the others know, or is asked for by the member already."""
    how = queries.coming_as(event).get(other_id)
    if how is None or how == SeenAs.NAME:
        return how is not None
    return TeamWish.objects.filter(event=event, member_id=member_id, other_id=other_id).exists()


def _to_keep(actor: Actor, event_id: int) -> Event:
    """Raises: NotFound, TeamsClosed."""
    allow(actor, "groups.keep-teams", Event.objects.select_related("group").filter(pk=event_id).first())
    event = lock_event(event_id)
    if event.state not in _OPEN:
        raise errors.TeamsClosed
    return event


def _company(event: Event, viewer: Actor, member_ids: Sequence[int], *, keeps_wishes: bool) -> Company:
    """Six statements. Cities and industries as far as the host is shown them."""
    people = people_seen_by(viewer, member_ids)
    before = Attendance.objects.filter(
        state=AttendanceState.CAME, rsvp__event__group_id=event.group_id, rsvp__member_id__in=member_ids
    ).exclude(rsvp__event=event)
    seasoned = set(before.values_list("rsvp__member_id", flat=True))
    rows = TeamWish.objects.filter(event=event, member_id__in=member_ids, other_id__in=member_ids)
    wishes = rows.values_list("member_id", "other_id") if keeps_wishes else []
    return Company(
        comers=[
            Comer(
                member_id=one,
                city=people[one].profile.city if one in people else "",
                industry=people[one].profile.industry if one in people else "",
                is_new=one not in seasoned,
            )
            for one in member_ids
        ],
        blocked=blocked_pairs(member_ids),
        wished=team_rules.mutual(wishes),
        met=_met(event, member_ids),
    )


def _met(event: Event, member_ids: Sequence[int]) -> frozenset[Pair]:
    """Pairs that were at the same event lately. One statement."""
    rows = Attendance.objects.filter(
        state=AttendanceState.CAME,
        rsvp__member_id__in=member_ids,
        rsvp__event__starts_at__gte=event.starts_at - MET_WITHIN,
    ).exclude(rsvp__event=event)
    there: dict[int, list[int]] = {}
    for event_id, member_id in rows.values_list("rsvp__event_id", "rsvp__member_id"):
        there.setdefault(event_id, []).append(member_id)
    return frozenset(frozenset(pair) for ids in there.values() for pair in combinations(ids, 2))


def teams_now(event: Event) -> list[tuple[Team, list[int]]]:
    """By number, with whoever holds a place, also while asked whether they still come. Three statements."""
    coming = set(RSVP.objects.filter(event=event, state__in=HOLDING).values_list("member_id", flat=True))
    teams = list(Team.objects.filter(event=event).order_by("number"))
    members: dict[int, list[int]] = {team.pk: [] for team in teams}
    for team_id, member_id in TeamMember.objects.filter(event=event).values_list("team_id", "member_id"):
        if member_id in coming:
            members[team_id].append(member_id)
    return [(team, members[team.pk]) for team in teams]


def _write_teams(event: Event, teams: Sequence[Sequence[int]], *, now: datetime) -> None:
    TeamMember.objects.filter(event=event).delete()
    Team.objects.filter(event=event).delete()
    for number, members in enumerate(teams, start=1):
        team = new_team(event, number=number)
        TeamMember.objects.bulk_create(
            TeamMember(event=event, team=team, member_id=one, at=now) for one in members
        )


def new_team(event: Event, *, number: int) -> Team:
    """With letters that no other team of the event has; nobody else takes any under the lock."""
    taken = set(Team.objects.filter(event=event).values_list("code", flat=True))
    code = new_code(CODE_LENGTH)
    while code in taken:
        code = new_code(CODE_LENGTH)
    return Team.objects.create(event=event, number=number, code=code)


def next_number(event: Event) -> int:
    last = Team.objects.filter(event=event).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _tell(event: Event, member_ids: Iterable[int], *, now: datetime) -> None:
    notify(
        [
            News(
                kind=TEAM_SET,
                member_id=one,
                about=f"event:{event.pk}",
                topic=f"group:{event.group_id}",
                expires_at=event.ends_at,
                on=event.starts_at.date(),
            )
            for one in member_ids
        ],
        now=now,
    )
