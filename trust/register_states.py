"""The words of the one question that may be asked about a name and a number, while the number is there."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves
from trust.providers.protocol import Outcome
from trust.states import CheckCode

# However long the register is away: after this the number is destroyed, asked or not.
QUESTION_HOURS = 24


class QuestionState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("register question", "waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("register question", "answered")
    DROPPED = "dropped", pgettext_lazy("register question", "not asked any more")


QUESTION_MOVES: Moves = {
    QuestionState.WAITING: frozenset({QuestionState.ANSWERED, QuestionState.DROPPED}),
    QuestionState.ANSWERED: frozenset({QuestionState.DROPPED}),
    QuestionState.DROPPED: frozenset(),
}


class RegisterAnswer(models.TextChoices):
    """What is kept of an answer: one word. Being away or busy is no answer."""

    MATCH = Outcome.MATCH, _("name and number belong together")
    MISMATCH = Outcome.MISMATCH, _("name, number and, if asked about, phone do not belong together")
    NOT_FOUND = Outcome.NOT_FOUND, _("the register does not know this number, or not with the phone")
    INVALID_INPUT = Outcome.INVALID_INPUT, _("the register could not read the question")
    DENIED = Outcome.DENIED, _("the register does not answer this question")
    UNSUPPORTED = Outcome.UNSUPPORTED, _("the register does not answer this question")


# {answer: (what the certifier reads, whether it is worth a second look)}. No entry: nothing is said.
NOTICED: dict[str, tuple[CheckCode, bool]] = {
    RegisterAnswer.MATCH: (CheckCode.REGISTER_AGREES, False),
    RegisterAnswer.MISMATCH: (CheckCode.REGISTER_DIFFERS, True),
    RegisterAnswer.NOT_FOUND: (CheckCode.REGISTER_UNKNOWN, False),
}
