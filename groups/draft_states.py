"""A draft that its author shows to one member first: states and the moves between them."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

LASTS = timedelta(days=7)
ADVICE_LIMIT = 300


class DraftState(TextChoices):
    SHOWN = "shown", pgettext_lazy("draft", "Waits for a word")
    ANSWERED = "answered", pgettext_lazy("draft", "Answered")
    PUBLISHED = "published", pgettext_lazy("draft", "On the board")
    WITHDRAWN = "withdrawn", _("Taken back")
    LAPSED = "lapsed", _("Its time is over")


S = DraftState
LIVE = (S.SHOWN, S.ANSWERED)
_OVER = frozenset({S.PUBLISHED, S.WITHDRAWN, S.LAPSED})
DRAFT_MOVES: Moves = {
    S.SHOWN: _OVER | {S.ANSWERED},
    S.ANSWERED: _OVER,
    **{state: frozenset() for state in _OVER},
}
