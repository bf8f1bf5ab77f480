from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import ERASURE_MOVES, OPEN_ERASURES, ErasureState
from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful


class Erasure(Stateful):
    """A member leaves and is forgotten, step by step. The row stays: that and when it was done."""

    MOVES: ClassVar[Moves] = ERASURE_MOVES

    public_id = PublicIdField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="erasures", verbose_name=_("member")
    )
    state = models.CharField(_("state"), max_length=12, choices=ErasureState, default=ErasureState.REQUESTED)
    requested_at = models.DateTimeField(_("asked for at"))
    cooling_off_until = models.DateTimeField(_("can be taken back until"), null=True)
    due_at = models.DateTimeField(_("due"))
    started_at = models.DateTimeField(_("started"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    warned_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state__in=OPEN_ERASURES), name="erasure_one_open_per_member"
            ),
            models.CheckConstraint(
                condition=~Q(state=ErasureState.COOLING_OFF) | Q(cooling_off_until__isnull=False),
                name="erasure_cooling_off_has_end",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ErasureState.FINISHED, ErasureState.WITHDRAWN])
                ^ Q(ended_at__isnull=True),
                name="erasure_ended_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=OPEN_ERASURES), name="erasure_due"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def confirm(self, *, actor: Actor, until: datetime) -> None:
        self._move(ErasureState.COOLING_OFF, actor=actor, cooling_off_until=until)

    def run(self, *, actor: Actor, now: datetime, why: str = "") -> None:
        self._move(ErasureState.RUNNING, actor=actor, why=why, started_at=self.started_at or now)

    def wait(self, *, actor: Actor) -> None:
        self._move(ErasureState.WAITING, actor=actor)

    def finish(self, *, actor: Actor, now: datetime) -> None:
        self._move(ErasureState.FINISHED, actor=actor, ended_at=now)

    def withdraw(self, *, actor: Actor, now: datetime, why: str = "") -> None:
        self._move(ErasureState.WITHDRAWN, actor=actor, why=why, ended_at=now)


class ErasureProgress(models.Model):
    """How far one step of one erasure has come. ``waits_for``: a sentence, while something must end first."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="progress")
    step = models.CharField(max_length=60)
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["erasure", "step"], name="erasureprogress_one_per_step")
        ]

    def __str__(self) -> str:
        return self.step


class TombstoneEpoch(models.Model):
    """A quarter whose tombstones share a key of their own. When the last is due, the key is shredded."""

    name = models.CharField(max_length=8, unique=True)
    data_key = models.OneToOneField(
        "common.DataKey", on_delete=models.PROTECT, editable=False, related_name="+"
    )
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Tombstone(models.Model):
    """Somebody left: an index under the epoch's key of what the person would be known again by.

    It can be compared with somebody who joins, and with nothing else. No row leads back to a member.
    """

    epoch = models.ForeignKey(TombstoneEpoch, on_delete=models.CASCADE, related_name="tombstones")
    index = models.CharField(max_length=64)
    left_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epoch", "index"], name="tombstone_one_per_index")]

    def __str__(self) -> str:
        return f"{self.epoch_id}"
