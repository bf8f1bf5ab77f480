"""When many answer one person at once, answers wait for a while."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.moves import Moves, Stateful
from groups.brake_states import BRAKE_MOVES, BrakeState
from groups.models.board import Post


class Brake(Stateful):
    """Until ``until`` (by the database's clock) only the post's author and stewards write below it."""

    MOVES: ClassVar[Moves] = BRAKE_MOVES

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="brakes", db_index=False)
    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(_("state"), max_length=12, choices=BrakeState.choices, default=BrakeState.ON)
    at = models.DateTimeField(_("At"))
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("pause of answers")
        verbose_name_plural = _("pauses of answers")
        indexes = [
            models.Index(fields=["post", "until"], name="brake_on_post"),
            models.Index(fields=["group", "-id"], name="brake_in_group"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=BrakeState.values), name="brake_known_state"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("at")), name="brake_ends_later"),
        ]

    def __str__(self) -> str:
        return f"brake {self.pk}"

    def lift(self, *, actor: Actor) -> None:
        self._move(BrakeState.LIFTED, actor=actor)
