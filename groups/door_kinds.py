"""What the door tells: that somebody was missed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds
from groups import queries
from groups.door_states import AttendanceState
from groups.operations.door import MISSED


def _look(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """One statement. Only the person themself."""
    rows = queries.attendances_by_pair((int(about.key), about.member_id) for about in abouts)
    found = {}
    for about in abouts:
        known = rows.get((int(about.key), about.member_id))
        if known is not None:
            event = known.rsvp.event
            found[about.ref] = Sight(
                values={"event": event.title, "starts": event.starts_at},
                path=reverse("groups:excuse", args=[event.public_id]),
                still_true=known.state == AttendanceState.ABSENT,
            )
    return found


KIND = NotificationKind(
    key=MISSED,
    message_class=MessageClass.PERSONAL,
    title=_("You were missed at an event"),
    subject=_("You were missed"),
    body=_(
        "You had a place at {event} and were not seen at the door. If something came up, say so in a line."
    ),
    action=_("Say why"),
    fields={"event": _("the event’s title"), "starts": _("when it starts")},
    personal=frozenset({"event"}),
    example={
        "event": {"en": "Card games", "zh-hans": "桌游之夜"},
        "starts": datetime(2026, 4, 3, 11, tzinfo=UTC),
    },
    look=_look,
    icon="ticket",
    order=97,
)


def register() -> None:
    kinds.register(KIND)
