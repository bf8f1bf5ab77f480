"""Something else of equal worth, for a gift that cannot be sent: asked, agreed to, or not."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves


class SubstituteState(TextChoices):
    ASKED = "asked", pgettext_lazy("substitute", "Asked")
    AGREED = "agreed", pgettext_lazy("substitute", "Agreed to")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("substitute", "Taken back")


SUBSTITUTE_MOVES: Moves = {
    SubstituteState.ASKED: frozenset(
        {SubstituteState.AGREED, SubstituteState.DECLINED, SubstituteState.WITHDRAWN}
    ),
    SubstituteState.AGREED: frozenset(),
    SubstituteState.DECLINED: frozenset(),
    SubstituteState.WITHDRAWN: frozenset(),
}
