from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from trust.models.cases import Case
from trust.register_states import QUESTION_HOURS, QUESTION_MOVES, QuestionState, RegisterAnswer


class RegisterQuestion(Stateful):
    """Whether a name and a number belong together: asked once per round, with the member's own consent.

    The number is sealed under a key that is this row's alone; every end of the question destroys the key.
    """

    MOVES: ClassVar[Moves] = QUESTION_MOVES

    public_id = PublicIdField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="questions")
    round = models.PositiveSmallIntegerField(_("round"))
    state = models.CharField(_("state"), max_length=8, choices=QuestionState)
    key = models.ForeignKey("common.DataKey", on_delete=models.PROTECT, null=True, related_name="+")
    number_sealed = models.CharField(max_length=128, blank=True)
    with_phone = models.BooleanField(_("phone number as well"), default=False)
    provider = models.CharField(_("provider"), max_length=24)
    simulated = models.BooleanField(_("simulated"), default=False)
    answer = models.CharField(
        pgettext_lazy("register question", "answer"), max_length=16, choices=RegisterAnswer, blank=True
    )
    asked_at = models.DateTimeField(pgettext_lazy("register question", "asked"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="registerquestion_one_per_round"),
            models.CheckConstraint(
                condition=Q(state=QuestionState.WAITING, ended_at__isnull=True, key__isnull=False)
                | (~Q(state=QuestionState.WAITING) & Q(ended_at__isnull=False, key=None, number_sealed="")),
                name="registerquestion_number_only_while_waiting",
            ),
            models.CheckConstraint(
                condition=(Q(state=QuestionState.ANSWERED) & ~Q(answer=""))
                | (~Q(state=QuestionState.ANSWERED) & Q(answer="")),
                name="registerquestion_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def number_until(self) -> datetime:
        """When the number is destroyed at the latest."""
        return self.asked_at + timedelta(hours=QUESTION_HOURS)

    def note_answer(self, *, actor: Actor, answer: str, with_phone: bool, now: datetime) -> None:
        self._move(
            QuestionState.ANSWERED,
            actor=actor,
            answer=answer,
            with_phone=with_phone,
            number_sealed="",
            key=None,
            ended_at=now,
        )

    def drop(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(
            QuestionState.DROPPED,
            actor=actor,
            why=why,
            answer="",
            number_sealed="",
            key=None,
            ended_at=now,
        )
