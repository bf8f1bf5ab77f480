"""Complaints: only the complainant, or seven silent days after an answer, stops the clock."""

from datetime import time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

COMPLAINT_LIMIT = 2000
# The group is awake from ... to ... by its own clock; the stewards' hours count only then.
WAKES_AT, SLEEPS_AT = time(8), time(22)
# Waking hours until the stewards have seen it, and until they have answered.
ACKNOWLEDGE_WITHIN, ANSWER_WITHIN = timedelta(hours=4), timedelta(hours=24)
CLOSES_AFTER = timedelta(days=7)


class ComplaintState(TextChoices):
    OPEN = "open", _("Waiting to be seen")
    ACKNOWLEDGED = "acknowledged", _("Seen, waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("complaint", "Answered")
    CONFIRMED = "confirmed", _("Settled, says who complained")
    CLOSED = "closed", _("Closed after seven days")


C = ComplaintState
COMPLAINT_MOVES: Moves = {
    C.OPEN: frozenset({C.ACKNOWLEDGED, C.ANSWERED, C.CONFIRMED}),
    C.ACKNOWLEDGED: frozenset({C.ANSWERED, C.CONFIRMED}),
    # The answer does not help: the clock runs again.
    C.ANSWERED: frozenset({C.CONFIRMED, C.CLOSED, C.ACKNOWLEDGED}),
    C.CONFIRMED: frozenset(),
    C.CLOSED: frozenset(),
}
# Somebody waits for the stewards.
RUNNING = (C.OPEN, C.ACKNOWLEDGED)
# It is not over.
UNSETTLED = (*RUNNING, C.ANSWERED)
