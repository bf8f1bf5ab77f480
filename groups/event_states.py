"""States of events and of answers to them, and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves


class EventState(TextChoices):
    """Whether an event is full is never stored: it is where the seats held meet the capacity."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", pgettext_lazy("event", "Open")
    POSTPONED = "postponed", _("Put off")
    RUNNING = "running", _("Going on")
    ENDED = "ended", _("Over")
    RECAPPED = "recapped", _("Over and told")
    CANCELLED = "cancelled", _("Called off")


E = EventState
EVENT_MOVES: Moves = {
    E.DRAFT: frozenset({E.PUBLISHED, E.CANCELLED}),
    E.PUBLISHED: frozenset({E.POSTPONED, E.RUNNING, E.CANCELLED}),
    E.POSTPONED: frozenset({E.PUBLISHED, E.CANCELLED}),
    E.RUNNING: frozenset({E.ENDED}),
    E.ENDED: frozenset({E.RECAPPED}),
    E.RECAPPED: frozenset(),
    E.CANCELLED: frozenset(),
}
# People count on them.
TO_COME = (E.PUBLISHED, E.POSTPONED, E.RUNNING)
# Not begun: the host may still change them.
NOT_BEGUN = (E.DRAFT, E.PUBLISHED, E.POSTPONED)


class QueueRule(TextChoices):
    """What happens when the first in line needs more places than are free. The host chooses, all see it."""

    STRICT = "strict", _("Everybody behind waits too")
    SMALL_FIRST = "small-first", _("Smaller parties behind may go first")


class SeenAs(TextChoices):
    """How somebody who comes stands on the event's page. Whoever runs the event sees them all at the door."""

    NAME = "name", pgettext_lazy("seen as", "By my name")
    TRADE = "trade", _("By my city and line of work only")
    HOST = "host", _("For the host only")


class RSVPState(TextChoices):
    """One row per person and event for good: who comes back moves on in the same row."""

    WAITLISTED = "waitlisted", _("In line")
    OFFERED = "offered", _("A place is held for you")
    GOING = "going", _("Coming")
    CANCELLED = "cancelled", _("Not coming")
    LAPSED = "lapsed", _("Did not answer in time")
    VOID = "void", _("Called off")


R = RSVPState
_ENDS = frozenset({R.CANCELLED, R.VOID})
RSVP_MOVES: Moves = {
    # Nobody gets a place but through the line, which a free place serves at once.
    R.WAITLISTED: frozenset({R.GOING, R.OFFERED}) | _ENDS,
    R.OFFERED: frozenset({R.GOING, R.LAPSED}) | _ENDS,
    # Asked again after a change: the place stays theirs until they answer or the time is over.
    R.GOING: frozenset({R.OFFERED}) | _ENDS,
    R.CANCELLED: frozenset({R.WAITLISTED}),
    R.LAPSED: frozenset({R.WAITLISTED}),
    R.VOID: frozenset(),
}
HOLDING = (R.OFFERED, R.GOING)
LIVE = (R.WAITLISTED, *HOLDING)
WORD_LIMIT = 300


class EventNews(TextChoices):
    """What is told of an event to those who answered."""

    CHANGED = "changed", _("New time or place")
    POSTPONED = "postponed", _("Put off")
    CANCELLED = "cancelled", _("Called off")
