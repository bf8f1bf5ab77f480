"""What stands in a member's calendar."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from accounts.states import MemberState
from groups.event_states import LIVE, RSVPState
from groups.models import RSVP, CalendarLink, Membership
from groups.states import MembershipState

# Meetings that are over or called off stay for so long, so that calendars learn of it.
KEPT = timedelta(days=60)
_MOST = 500


def calendar_link_of(member_id: int) -> CalendarLink | None:
    """One statement."""
    return CalendarLink.objects.filter(member_id=member_id).first()


def calendar_by_secret(secret: str) -> CalendarLink | None:
    """With its member, while they are here. One statement."""
    rows = CalendarLink.objects.select_related("member").filter(member__state=MemberState.ACTIVE)
    return rows.filter(secret=secret).first()


def meetings_of(*, member_id: int, now: datetime) -> list[tuple[RSVP, bool]]:
    """Their answers with events, the next ones and those of the last weeks, and for each whether they still
    are in its group; else the event is none of theirs any more. One statement.
    """
    places = Membership.objects.filter(
        group=OuterRef("event__group"), member_id=member_id, state=MembershipState.ACTIVE
    )
    rows = RSVP.objects.select_related("event").filter(
        member_id=member_id, state__in=(*LIVE, RSVPState.VOID, RSVPState.CANCELLED)
    )
    rows = rows.annotate(is_fellow=Exists(places))
    rows = rows.filter(event__ends_at__gte=now - KEPT).order_by("event__starts_at", "pk")
    return [(mine, mine.is_fellow) for mine in rows[:_MOST]]
