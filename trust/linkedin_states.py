"""The words of what LinkedIn says about a member who let us ask."""

from django.db import models
from django.utils.translation import pgettext_lazy

from common.moves import Moves

# The permission page may be answered for so long; what was seen counts for so long.
PERMISSION_MINUTES = 30
SEEN_DAYS = 30
# LinkedIn may be away for so long after a yes; then it has to be asked anew.
READ_HOURS = 24


class LinkedInState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("linkedin", "waiting for your yes")
    ALLOWED = "allowed", pgettext_lazy("linkedin", "being read")
    SEEN = "seen", pgettext_lazy("linkedin", "read")
    DENIED = "denied", pgettext_lazy("linkedin", "not allowed")
    FAILED = "failed", pgettext_lazy("linkedin", "not to be had")
    WITHDRAWN = "withdrawn", pgettext_lazy("linkedin", "deleted")


LINKEDIN_MOVES: Moves = {
    LinkedInState.PENDING: frozenset(
        {LinkedInState.ALLOWED, LinkedInState.DENIED, LinkedInState.FAILED, LinkedInState.WITHDRAWN}
    ),
    LinkedInState.ALLOWED: frozenset({LinkedInState.SEEN, LinkedInState.FAILED, LinkedInState.WITHDRAWN}),
    LinkedInState.SEEN: frozenset({LinkedInState.WITHDRAWN}),
    LinkedInState.DENIED: frozenset(),
    LinkedInState.FAILED: frozenset(),
    LinkedInState.WITHDRAWN: frozenset(),
}
LIVE_LINKEDIN_STATES = (LinkedInState.PENDING, LinkedInState.ALLOWED, LinkedInState.SEEN)
