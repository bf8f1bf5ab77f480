"""A block that comes after the teams were mixed parts the two, quietly."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from accounts.visibility import are_blocked, blocked_pairs
from groups import team_rules
from groups.event_states import TO_COME
from groups.models import Team, TeamMember, TeamWish
from groups.operations.rsvps import lock_event
from groups.operations.teams import new_team, next_number, teams_now
from groups.team_rules import Comer, Company


def part_blocked(*, blocker_id: int, blocked_id: int, now: datetime) -> int:
    """Whoever blocked moves to another team of every event that is to come; in how many they moved.

    Nobody is told. Repeating changes nothing, and so does a block that is gone again.
    """
    if not are_blocked(blocker_id, blocked_id):
        return 0
    pair = Q(member_id=blocker_id, other_id=blocked_id) | Q(member_id=blocked_id, other_id=blocker_id)
    TeamWish.objects.filter(pair).delete()
    both = Count("places", filter=Q(places__member_id__in=(blocker_id, blocked_id)))
    teams = Team.objects.filter(event__state__in=TO_COME).annotate(both=both).filter(both=2)
    event_ids = list(teams.order_by("event_id").values_list("event_id", flat=True))
    return sum(_part(event_id, blocker_id, blocked_id, now=now) for event_id in event_ids)


@transaction.atomic
def _part(event_id: int, blocker_id: int, blocked_id: int, *, now: datetime) -> bool:
    event = lock_event(event_id)
    places = TeamMember.objects.filter(event=event)
    mine = places.filter(member_id=blocker_id).first()
    theirs = places.filter(member_id=blocked_id).first()
    if mine is None or theirs is None or mine.team_id != theirs.team_id:
        return False
    rows = teams_now(event)
    ids = {*(one for _team, members in rows for one in members), blocker_id}
    company = Company(comers=[Comer(member_id=one) for one in ids], blocked=blocked_pairs(ids))
    others = [(team, members) for team, members in rows if team.pk != mine.team_id]
    number = team_rules.place(company, [members for _team, members in others], blocker_id)
    mine.team = new_team(event, number=next_number(event)) if number is None else others[number][0]
    mine.at = now
    mine.save(update_fields=["team", "at"])
    return True
