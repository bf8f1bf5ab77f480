"""What the desk proposes instead of a gift that cannot be sent."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from gifts.substitute_states import SUBSTITUTE_MOVES, SubstituteState


class Substitute(Stateful):
    """The gift stays what it is until its recipient agrees. ``reason``: the desk's words to the recipient."""

    MOVES: ClassVar[Moves] = SUBSTITUTE_MOVES

    public_id = PublicIdField()
    gift = models.ForeignKey("gifts.Gift", on_delete=models.PROTECT, related_name="substitutes")
    item = models.ForeignKey("gifts.Item", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SubstituteState, default=SubstituteState.ASKED)
    reason = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("substitute")
        verbose_name_plural = _("substitutes")
        constraints = [
            models.UniqueConstraint(fields=["gift"], condition=Q(state="asked"), name="substitute_one_asked"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="substitute_answer_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def agree(self, *, actor: Actor, now: datetime) -> None:
        self._move(SubstituteState.AGREED, actor=actor, answered_at=now)

    def decline(self, *, actor: Actor, now: datetime) -> None:
        self._move(SubstituteState.DECLINED, actor=actor, answered_at=now)

    def take_back(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(SubstituteState.WITHDRAWN, actor=actor, why=why, answered_at=now)
