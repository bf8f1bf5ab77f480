"""The daily star: who is asked, and what may be answered."""

from datetime import time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

# How many days ahead somebody is asked, and how long they may think about it.
ASK_AHEAD, ANSWER_WITHIN = 3, timedelta(hours=24)
# By the group's clock: when a star appears, and when on the evening before a day is settled.
APPEARS_AT, SETTLED_AT = time(8, 0), time(20, 0)
# Asked again no sooner than this, whatever the answer was; and after a "not now".
ASK_AGAIN, AFTER_NOT_NOW = timedelta(days=14), timedelta(days=90)
DEFER_AHEAD = timedelta(days=60)
GREETERS = 3
ANSWER_LIMIT = 600


class StarState(TextChoices):
    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Said yes")
    READY = "ready", _("Words are approved")
    DONE = "done", _("Was the star")
    DEFERRED = "deferred", _("Another day")
    DECLINED = "declined", pgettext_lazy("star", "Not now")
    NEVER = "never", _("Does not want to be asked")
    EXPIRED = "expired", _("Did not answer in time")
    WITHDRAWN = "withdrawn", _("Withdrew")


S = StarState
LIVE = (S.ASKED, S.ACCEPTED, S.READY)
_OVER: frozenset[str] = frozenset()
STAR_MOVES: Moves = {
    S.ASKED: frozenset({S.ACCEPTED, S.DEFERRED, S.DECLINED, S.NEVER, S.EXPIRED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.READY, S.EXPIRED, S.WITHDRAWN}),
    S.READY: frozenset({S.DONE, S.EXPIRED, S.WITHDRAWN}),
    S.DONE: _OVER,
    S.DEFERRED: _OVER,
    S.DECLINED: _OVER,
    S.NEVER: _OVER,
    S.EXPIRED: _OVER,
    S.WITHDRAWN: _OVER,
}


class StarAnswer(TextChoices):
    YES = "yes", _("Yes, with my own words")
    INTERVIEW = "interview", _("Yes, ask me five questions")
    ANOTHER_DAY = "another_day", _("Yes, on another day")
    NOT_NOW = "not_now", pgettext_lazy("star", "Not now")
    NEVER = "never", _("Please never ask me")


QUESTIONS = (
    _("What do you do, in words that a neighbour would understand?"),
    _("What made you choose it?"),
    _("What are you glad of these days?"),
    _("What could others here ask you about?"),
    _("What would you like to learn from somebody here?"),
)
