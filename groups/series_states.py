"""How an event repeats, and how much of a series a host means."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Moves


class Rhythm(TextChoices):
    """A fifth weekday is the last one: no month goes without."""

    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every second week")
    MONTHLY = "monthly", _("Every month, on the same weekday of the same week")


class SeriesState(TextChoices):
    OPEN = "open", _("Goes on")
    ENDED = "ended", _("No more are planned")


SERIES_MOVES: Moves = {
    SeriesState.OPEN: frozenset({SeriesState.ENDED}),
    SeriesState.ENDED: frozenset(),
}


class Span(TextChoices):
    FOLLOWING = "following", _("This one and those that follow")
    ALL = "all", _("All that are still to come")


class Ending(TextChoices):
    LATER = "later", _("No new ones; those that are open take place")
    FOLLOWING = "following", _("Call off this one and those that follow")
    ALL = "all", _("Call off all that are still to come")
