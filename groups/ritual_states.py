"""What a group does again and again, and its limits."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

TITLE_LIMIT, QUESTION_LIMIT, DEED_LIMIT = 60, 500, 300
MOST_RITUALS = 12
EVERY_DAY = 0b111_1111
# How far back a day is opened after all when nothing ran at its time.
CATCH_UP = timedelta(days=2)
# How far ahead a group may plan a day of rest.
REST_AHEAD = timedelta(days=366)
# What the group's rhythm shows.
RHYTHM_DAYS = 28
# From how many answers on a day counts as one that the group did together.
TOGETHER = 3


class RitualKind(TextChoices):
    """The kind decides what one writes; the words are the group's own."""

    DEEDS = "deeds", _("Three good deeds and one habit")
    TOPIC = "topic", _("Topic of the day")
    WEEKEND = "weekend", _("Weekend photos")
    QUESTION = "question", _("A question")


class Weekday(TextChoices):
    MONDAY = "0", _("Monday")
    TUESDAY = "1", _("Tuesday")
    WEDNESDAY = "2", _("Wednesday")
    THURSDAY = "3", _("Thursday")
    FRIDAY = "4", _("Friday")
    SATURDAY = "5", _("Saturday")
    SUNDAY = "6", _("Sunday")
