"""What the radar sees: kinds, states and the moves between them."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Moves

# Complaints and flags of so long are looked at together.
WITHIN = timedelta(hours=72)
# A sudden rise: within a day, measured against the four weeks before.
SPIKE_WITHIN, BASELINE_DAYS = timedelta(hours=24), 28


class RadarKind(TextChoices):
    TOPIC = "topic", _("The same again and again")
    SPIKE = "spike", _("Far more than usual")


class RadarState(TextChoices):
    OPEN = "open", _("Nobody has looked yet")
    SEEN = "seen", _("A steward has seen it")
    FADED = "faded", _("Nothing new came")


S = RadarState
RADAR_MOVES: Moves = {
    S.OPEN: frozenset({S.SEEN, S.FADED}),
    S.SEEN: frozenset(),
    S.FADED: frozenset(),
}
