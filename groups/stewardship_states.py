"""Taking over from stewards who are silent: states and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Moves


class ClaimState(TextChoices):
    GATHERING = "gathering", _("Looks for support")
    OBJECTION = "objection", _("Open for objections")
    HANDED = "handed", _("Looks after the group now")
    RETURNED = "returned", _("A steward is back")
    OPPOSED = "opposed", _("The group did not want it")
    WITHDRAWN = "withdrawn", _("Taken back")
    LAPSED = "lapsed", _("Its time is over")
    STOPPED = "stopped", _("Stopped by the community’s stewards")


S = ClaimState
LIVE = (S.GATHERING, S.OBJECTION)
_OVER = frozenset({S.RETURNED, S.OPPOSED, S.WITHDRAWN, S.LAPSED, S.STOPPED})
CLAIM_MOVES: Moves = {
    S.GATHERING: _OVER | {S.OBJECTION},
    S.OBJECTION: _OVER | {S.HANDED},
    S.HANDED: frozenset(),
    **{state: frozenset() for state in _OVER},
}
