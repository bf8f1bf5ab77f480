from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.reservation_states import RESERVATION_MOVES, ReleaseReason, ReservationState
from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful


class Reservation(Stateful):
    """A unit that is kept for an advocate who is one friend short of a gift. The row stays for good.

    The unique key is what makes it once: whoever falls back and rises again gets no second one. What a pause
    took back is no fault of theirs and does not count.
    """

    MOVES: ClassVar[Moves] = RESERVATION_MOVES

    public_id = PublicIdField()
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    advocate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rule_key = models.CharField(max_length=40)
    item = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ReservationState, default=ReservationState.OPEN)
    # Both are written in the transaction that makes the row: the campaign's own share, and the shelf.
    budget = models.ForeignKey(
        "campaigns.Budget", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    gift = models.ForeignKey(
        "gifts.Gift", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True, choices=ReleaseReason)

    class Meta:
        verbose_name = _("kept unit")
        verbose_name_plural = _("kept units")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "advocate", "rule_key"],
                condition=~Q(reason=ReleaseReason.PAUSED.value),
                name="one_reservation",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="reservation_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="released") & ~Q(reason="") | (~Q(state="released") & Q(reason="")),
                name="reservation_released_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="open"), name="reservation_to_end"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def source(self) -> str:
        """The natural key of the unit on the shelf."""
        return f"kept:{self.public_id}"

    def use(self, *, actor: Actor, now: datetime) -> None:
        self._move(ReservationState.USED, actor=actor, ended_at=now)

    def release(self, *, actor: Actor, reason: str, now: datetime) -> None:
        self._move(ReservationState.RELEASED, actor=actor, why=reason, reason=reason, ended_at=now)


class ReservedShare(models.Model):
    """How many units are kept at the moment under one rule: never more than the announced share."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    rule_key = models.CharField(max_length=40)
    open_units = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "rule_key"], name="one_reserved_share"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.rule_key}: {self.open_units}"
