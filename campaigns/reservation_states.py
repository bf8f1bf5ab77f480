"""What becomes of a unit that is kept for whoever is one friend short."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves


class ReservationState(TextChoices):
    OPEN = "open", pgettext_lazy("reservation", "Kept")
    USED = "used", pgettext_lazy("reservation", "Claimed")
    RELEASED = "released", pgettext_lazy("reservation", "Given back")


class ReleaseReason(TextChoices):
    """Why a unit went back. Empty while it is kept and once it was claimed."""

    EXPIRED = "expired", _("The time was over.")
    PAUSED = "campaign-paused", _("The campaign was paused, and nothing is kept while it is.")
    OVER = "campaign-over", _("The campaign is over.")
    REWARD_OFF = "reward-off", _("The reward that it was kept for is not given.")
    CREDIT = "credit-withdrawn", _("A friend does not count any more, so that more than one is missing.")
    LEFT = "member-left", _("The member has left.")


RESERVATION_MOVES: Moves = {
    ReservationState.OPEN: frozenset({ReservationState.USED, ReservationState.RELEASED}),
    ReservationState.USED: frozenset(),
    ReservationState.RELEASED: frozenset(),
}
