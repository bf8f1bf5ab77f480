"""An event as one member's calendar has it, for files, the feed and letters."""

from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.notifications import CalendarPart
from common.texts import in_language
from groups import ical
from groups.event_states import LIVE, EventState, RSVPState
from groups.models import RSVP, Event

_GONE = (RSVPState.VOID, RSVPState.CANCELLED)


def meeting(event: Event, mine: RSVP | None, *, stamp: datetime) -> ical.Meeting:
    """In the language that is active."""
    path = reverse("groups:event", args=[event.public_id])
    return ical.Meeting(
        uid=f"{event.public_id}@{urlsplit(settings.SITE_URL).hostname}",
        sequence=event.sequence,
        stamp=stamp,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        title=in_language(event.title),
        about=in_language(event.about) if event.about else "",
        venue=event.venue,
        url=f"{settings.SITE_URL}{path}",
        status=_status(event, mine),
    )


def _status(event: Event, mine: RSVP | None) -> str:
    if event.state == EventState.CANCELLED or (mine is not None and mine.state in _GONE):
        return "CANCELLED"
    if event.state == EventState.POSTPONED or mine is None or mine.state != RSVPState.GOING:
        return "TENTATIVE"
    return "CONFIRMED"


@dataclass(frozen=True)
class Invitation:
    """What goes along with a letter about one answer (RFC 6047): REQUEST puts the event into the calendar or
    moves it, CANCEL takes it out and says no more of it than its title: a letter may wait for the morning,
    and its reader have left the group until then. Called with the address that the letter goes to.

    Answers by mail program are not asked for: nobody would read them.
    """

    mine: RSVP

    def __call__(self, address: str) -> CalendarPart:
        known = meeting(self.mine.event, self.mine, stamp=timezone.now())
        is_out = self.mine.state not in LIVE or known.status == "CANCELLED"
        is_coming = self.mine.state == RSVPState.GOING
        if is_out:
            known = replace(known, venue="", about="")
        entry = replace(
            known,
            status="CANCELLED" if is_out else known.status,
            organizer=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            attendee=address,
            takes_part="ACCEPTED" if is_coming else "DECLINED" if is_out else "TENTATIVE",
        )
        method = "CANCEL" if is_out else "REQUEST"
        return CalendarPart(method=method, text=ical.calendar([entry], method=method))
