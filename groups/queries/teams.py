"""Teams of an event: all of them for whoever keeps them, one's own for a member."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.people import Person, people_seen_by
from common.access import Actor
from groups.event_states import RSVPState, SeenAs
from groups.models import RSVP, Event, Team, TeamMember, TeamPlan, TeamWish
from groups.team_states import TeamPlanState


@dataclass(frozen=True, kw_only=True)
class ShownTeam:
    """``hidden``: who is in it and shows no page to the viewer."""

    team: Team
    people: list[Person]
    hidden: int


@dataclass(frozen=True, kw_only=True)
class EventTeams:
    """``without``: how many come and are in no team."""

    plan: TeamPlan | None
    teams: list[ShownTeam]
    without: int


@dataclass(frozen=True, kw_only=True)
class OwnTeam:
    """``wish``: the person whom the member asked for; ``others``: whom they may ask for."""

    plan: TeamPlan | None
    mine: ShownTeam | None
    wish: Person | None
    others: list[Person]


def team_plan_of(event: Event) -> TeamPlan | None:
    """One statement."""
    return TeamPlan.objects.filter(event=event).first()


def teams_of(*, event: Event, viewer: Actor) -> EventTeams:
    """With everybody who still comes. Five statements, however many."""
    coming = coming_ids(event)
    members = _members(TeamMember.objects.filter(event=event, member_id__in=coming))
    people = people_seen_by(viewer, coming)
    teams = Team.objects.filter(event=event).order_by("number")
    placed = {one for ids in members.values() for one in ids}
    return EventTeams(
        plan=team_plan_of(event),
        teams=[_shown(team, members.get(team.pk, []), people) for team in teams],
        without=len([one for one in coming if one not in placed]),
    )


def own_team(*, event: Event, viewer: Actor) -> OwnTeam:
    """At most six statements. Before the teams are set only the host knows them.

    ``others``: who come and are shown by name, and whoever is asked for already.
    """
    plan, team = team_plan_of(event), team_of(event=event, member_id=viewer.pk or 0)
    shown = coming_as(event)
    coming = list(shown)
    people = people_seen_by(viewer, coming)
    wish = TeamWish.objects.filter(event=event, member_id=viewer.pk or 0).first()
    mine = None
    if plan is not None and plan.state == TeamPlanState.LOCKED and team is not None:
        rows = TeamMember.objects.filter(team=team, member_id__in=coming)
        mine = _shown(team, _members(rows).get(team.pk, []), people)
    asked = wish.other_id if wish else None
    named = [one for one, how in shown.items() if how == SeenAs.NAME or one == asked]
    others = [people[one] for one in named if one in people and one != viewer.pk]
    return OwnTeam(plan=plan, mine=mine, wish=people.get(wish.other_id) if wish else None, others=others)


def team_of(*, event: Event, member_id: int) -> Team | None:
    """One statement."""
    return Team.objects.filter(event=event, places__member_id=member_id).first()


def teams_by_pair(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Team]:
    """{(event id, member id): team with its event}. One statement."""
    wanted = set(pairs)
    rows = TeamMember.objects.select_related("team__event").filter(
        event_id__in={event_id for event_id, _member in wanted},
        member_id__in={member_id for _event, member_id in wanted},
    )
    found = {(row.event_id, row.member_id): row.team for row in rows}
    return {pair: team for pair, team in found.items() if pair in wanted}


def coming_ids(event: Event) -> list[int]:
    """Members who come, by their numbers in line. One statement."""
    return list(coming_as(event))


def coming_as(event: Event) -> dict[int, str]:
    """{member who comes: how they are shown among them (``SeenAs``)}, by number in line. One statement."""
    rows = RSVP.objects.filter(event=event, state=RSVPState.GOING).order_by("seq")
    return dict(rows.values_list("member_id", "seen_as"))


def _members(rows: Iterable[TeamMember]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.team_id, []).append(row.member_id)
    return found


def _shown(team: Team, member_ids: list[int], people: dict[int, Person]) -> ShownTeam:
    seen = [people[one] for one in member_ids if one in people]
    return ShownTeam(team=team, people=seen, hidden=len(member_ids) - len(seen))
