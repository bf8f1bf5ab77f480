"""What teams tell: that yours is set."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds
from groups import queries
from groups.event_states import TO_COME
from groups.operations.teams import TEAM_SET


def _look(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """One statement. Only whoever is in a team."""
    teams = queries.teams_by_pair((int(about.key), about.member_id) for about in abouts)
    found = {}
    for about in abouts:
        team = teams.get((int(about.key), about.member_id))
        if team is not None:
            event = team.event
            found[about.ref] = Sight(
                values={"event": event.title, "starts": event.starts_at, "team": team.number},
                path=reverse("groups:team", args=[event.public_id]),
                still_true=event.state in TO_COME,
                ends_at=event.ends_at,
            )
    return found


KIND = NotificationKind(
    key=TEAM_SET,
    message_class=MessageClass.PERSONAL,
    title=_("Your team at an event is set"),
    subject=_("Your team is set"),
    body=_("You are in team {team} at {event}, {starts}. See who is with you."),
    action=_("See your team"),
    fields={
        "event": _("the event’s title"),
        "starts": _("when it starts"),
        "team": _("the team’s number"),
    },
    personal=frozenset({"event"}),
    example={
        "event": {"en": "Card games", "zh-hans": "桌游之夜"},
        "starts": datetime(2026, 4, 3, 11, tzinfo=UTC),
        "team": 2,
    },
    look=_look,
    icon="people",
    order=98,
)


def register() -> None:
    kinds.register(KIND)
