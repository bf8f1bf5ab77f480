"""An introduction through somebody whom both know: states and the moves between them."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Moves

WORDS_LIMIT = 300
CONTACT_LIMIT = 120
# Whoever asks waits so long, whatever the others do meanwhile: a no looks like silence.
LASTS = timedelta(days=14)


class IntroductionState(TextChoices):
    """Whoever asks sees only whether it is open, has come about, or has not."""

    ASKED = "asked", _("Waits for whoever knows both")
    PASSED_ON = "passed_on", _("Waits for the other")
    INTRODUCED = "introduced", _("You know each other")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")
    LAPSED = "lapsed", _("Its time is over")


S = IntroductionState
LIVE = (S.ASKED, S.PASSED_ON)
INTRODUCTION_MOVES: Moves = {
    S.ASKED: frozenset({S.PASSED_ON, S.DECLINED, S.WITHDRAWN, S.LAPSED}),
    S.PASSED_ON: frozenset({S.INTRODUCED, S.DECLINED, S.WITHDRAWN, S.LAPSED}),
    S.INTRODUCED: frozenset(),
    # Whoever asked takes back what they don't know to be over.
    S.DECLINED: frozenset({S.WITHDRAWN}),
    S.WITHDRAWN: frozenset(),
    S.LAPSED: frozenset({S.WITHDRAWN}),
}
