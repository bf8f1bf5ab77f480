"""What becomes of an event once it is over: the words about it and what those who came thought."""

from datetime import timedelta

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _

# Fewer answers than these would tell the host who said what.
LEAST_ANSWERS = 3
FEEDBACK_UNTIL = timedelta(days=14)


class Mark(IntegerChoices):
    """One tap."""

    NO = 1, _("Not really")
    SO_SO = 2, _("So-so")
    YES = 3, _("Yes")
