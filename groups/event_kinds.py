"""What events tell whoever answered: a place, a change, a reminder."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, Values, kinds
from groups import queries
from groups.calendar_entries import Invitation
from groups.event_states import LIVE, EventState, RSVPState
from groups.models import RSVP
from groups.operations.event_changes import CALLED_OFF, CHANGED, RECONFIRM
from groups.operations.event_reminders import REMINDER

PLACE_OFFERED, SEATED, PLACE_LAPSED = "groups.place-offered", "groups.seated", "groups.place-lapsed"
_FIELDS = {
    "event": _("the event’s title"),
    "starts": _("when it starts"),
    "venue": _("where"),
    "until": _("until when a place is held"),
    "word": _("the host’s word"),
}
_EXAMPLE: Values = {
    "event": {"en": "Card games", "zh-hans": "桌游之夜"},
    "starts": datetime(2026, 4, 3, 11, tzinfo=UTC),
    "venue": "Tea house",
    "until": datetime(2026, 4, 2, 11, tzinfo=UTC),
    "word": "The tea house is closed that day.",
}
R = RSVPState


def event_key(about: About) -> int:
    """``event:12-3`` is event 12."""
    return int(about.key.partition("-")[0])


def _look(is_true: Callable[[RSVP], bool], *, invites: bool) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """One statement. Only whoever has answered the event."""
        rows = queries.answers_by_pair((event_key(about), about.member_id) for about in abouts)
        found = {}
        for about in abouts:
            mine = rows.get((event_key(about), about.member_id))
            if mine is None:
                continue
            event = mine.event
            found[about.ref] = Sight(
                values={
                    "event": event.title,
                    "starts": event.starts_at,
                    "venue": event.venue,
                    "until": mine.offer_expires_at,
                    "word": event.word,
                },
                path=reverse("groups:event", args=[event.public_id]),
                still_true=is_true(mine),
                ends_at=mine.offer_expires_at or event.starts_at,
                invitation=Invitation(mine) if invites else None,
            )
        return found

    return look


def event_news(
    key: str, order: int, is_true: Callable[[RSVP], bool], *, invites: bool = False, **words: Any
) -> NotificationKind:
    """``invites``: its letters carry the event for the reader's calendar."""
    given: dict[str, Any] = {
        "message_class": MessageClass.TRANSACTIONAL,
        "action": _("See the event"),
        **words,
    }
    return NotificationKind(
        key=key,
        fields=_FIELDS,
        personal=frozenset({"event", "venue", "word"}),
        example=_EXAMPLE,
        look=_look(is_true, invites=invites),
        icon="ticket",
        order=order,
        **given,
    )


KINDS = (
    event_news(
        PLACE_OFFERED,
        90,
        lambda mine: mine.state == R.OFFERED,
        invites=True,
        title=_("A place at an event is held for you"),
        subject=_("A place is held for you"),
        body=_("A place at {event} is free and yours until {until}. Take it, or let the next one have it."),
        action=_("Take the place"),
    ),
    event_news(
        SEATED,
        91,
        lambda mine: mine.state == R.GOING,
        invites=True,
        title=_("You have a place at an event"),
        subject=_("You have a place"),
        body=_("It was your turn in line: you have a place at {event}, {starts}, {venue}."),
    ),
    event_news(
        PLACE_LAPSED,
        92,
        lambda mine: mine.state == R.LAPSED,
        invites=True,
        title=_("A place that was held for you has gone on"),
        subject=_("The place has gone on"),
        body=_("The time to take the place at {event} is over; it went to the next in line."),
    ),
    event_news(
        CHANGED,
        93,
        lambda mine: mine.state in LIVE and mine.event.state in (EventState.PUBLISHED, EventState.POSTPONED),
        invites=True,
        title=_("An event that you answered has changed"),
        subject=_("An event has changed"),
        body=_("{event} has another time or place now; see what stands there. {word}"),
    ),
    event_news(
        RECONFIRM,
        94,
        lambda mine: mine.state == R.OFFERED,
        invites=True,
        title=_("An event has changed: do you still come?"),
        subject=_("Do you still come?"),
        body=_(
            "{event} is now {starts}, {venue}. Your place is held until {until}: say whether you come. {word}"
        ),
        action=_("Say whether you come"),
    ),
    event_news(
        CALLED_OFF,
        95,
        lambda mine: mine.state == R.VOID,
        invites=True,
        title=_("An event was called off"),
        subject=_("An event was called off"),
        body=_("{event} does not take place. {word}"),
    ),
    event_news(
        REMINDER,
        96,
        lambda mine: mine.state == R.GOING and mine.event.state == EventState.PUBLISHED,
        invites=True,
        message_class=MessageClass.PERSONAL,
        title=_("An event that you come to is near"),
        subject=_("An event is near"),
        body=_("{event}: {starts}, {venue}. If you can’t come, say so: somebody else is glad of the place."),
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)
