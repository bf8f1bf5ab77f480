"""The states of an appointment as ambassador, and its legal moves."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from common.moves import Moves


class AmbassadorState(TextChoices):
    OFFERED = "offered", pgettext_lazy("ambassador", "Asked")
    ACTIVE = "active", pgettext_lazy("ambassador", "Ambassador")
    DECLINED = "declined", pgettext_lazy("ambassador", "Said no")
    WITHDRAWN = "withdrawn", pgettext_lazy("ambassador", "Taken back")
    ENDED = "ended", pgettext_lazy("ambassador", "Ended")


AMBASSADOR_MOVES: Moves = {
    AmbassadorState.OFFERED: frozenset(
        {AmbassadorState.ACTIVE, AmbassadorState.DECLINED, AmbassadorState.WITHDRAWN}
    ),
    AmbassadorState.ACTIVE: frozenset({AmbassadorState.ENDED}),
    AmbassadorState.DECLINED: frozenset(),
    AmbassadorState.WITHDRAWN: frozenset(),
    AmbassadorState.ENDED: frozenset(),
}
OPEN_APPOINTMENTS = frozenset({AmbassadorState.OFFERED, AmbassadorState.ACTIVE})
# What was passed on while somebody got something for it still leads here after the end: it goes on saying so.
DISCLOSED = frozenset({AmbassadorState.ACTIVE, AmbassadorState.ENDED})
