"""A pause of answers: states and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Moves


class BrakeState(TextChoices):
    """One that is on is over when its time is."""

    ON = "on", _("Answers wait")
    LIFTED = "lifted", _("Lifted by a steward")


BRAKE_MOVES: Moves = {BrakeState.ON: frozenset({BrakeState.LIFTED}), BrakeState.LIFTED: frozenset()}
