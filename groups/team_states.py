"""States of an event's teams, and what mixing may have to give up."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

LEAST_SIZE, MOST_SIZE = 2, 12


class TeamPlanState(TextChoices):
    MIXED = "mixed", pgettext_lazy("teams", "May still be mixed anew")
    LOCKED = "locked", pgettext_lazy("teams", "Set")


S = TeamPlanState
TEAM_MOVES: Moves = {S.MIXED: frozenset({S.LOCKED}), S.LOCKED: frozenset()}


class Relaxed(TextChoices):
    """Given up in this order, the first one most easily. A block is never given up.

    community.md, section 3, number 7: the mix falls back in a declared order and says which it relaxed.
    """

    MET = "met", _("Some in a team have met in the last 90 days.")
    INDUSTRY = "industry", _("A team has only one industry.")
    CITY = "city", _("A team has only one city.")
    WELCOME = "welcome", _("Somebody new is in a team without anybody who has come before.")
    WISH = "wish", _("Not everybody who asked for each other is together.")
    SIZE = "size", _("Blocks need more and smaller teams.")
