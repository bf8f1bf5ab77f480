"""The words of the front door."""

from typing import Final

from django.db.models import TextChoices

# The three steps after joining, in order: who I am here, what others see, the first thing to do.
STEPS: Final = ("you", "seen", "begin")
# Whoever joined longer ago is not asked any more.
ARRIVAL_DAYS: Final = 30
CARD_KEY_LENGTH: Final = 60
STAMP_LENGTH: Final = 120


class PartOfDay(TextChoices):
    """As people greet each other; the boundaries are those of Chinese usage."""

    NIGHT = "night"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
