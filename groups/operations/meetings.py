"""Teammates who were both let in at the door have met: it stands in the book of the two."""

from datetime import datetime
from itertools import combinations

from accounts.states import MemberState
from gifts.operations import enter_in_book
from gifts.states import BookKind
from groups.door_states import AttendanceState
from groups.models import Attendance, Event, TeamMember


def enter_meetings(event: Event, *, at: datetime, member_id: int | None = None) -> int:
    """Of ``member_id``, or of everybody in a team of the event; how many pairs. Repeating adds nothing.

    Inside the transaction that let somebody in, or counted the door. Blocked people are in no team together.
    """
    seen = Attendance.objects.filter(rsvp__event=event, state=AttendanceState.CAME)
    places = TeamMember.objects.filter(event=event, member_id__in=seen.values("rsvp__member_id"))
    places = places.exclude(member__state=MemberState.ERASED)  # their books are gone for good
    teams: dict[int, list[int]] = {}
    for team_id, mate_id in places.order_by("member_id").values_list("team_id", "member_id"):
        teams.setdefault(team_id, []).append(mate_id)
    pairs = [pair for mates in teams.values() for pair in combinations(mates, 2)]
    met = [pair for pair in pairs if member_id is None or member_id in pair]
    for low, high in met:
        enter_in_book(
            giver_id=low,
            other_id=high,
            kind=BookKind.MEETING,
            ref=f"meeting:{event.public_id}:{low}-{high}",
            happened_at=at,
        )
    return len(met)
