"""An ordered line of recipients: when one says no, the next is asked."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from common.texts import I18nField
from gifts.states import PLACE_MOVES, PlaceState


class OfferLine(models.Model):
    """``source`` says what filled it (``draw:<public id>``); its gifts are ``<source>#<prize key>``."""

    public_id = PublicIdField()
    source = models.CharField(max_length=80, unique=True)
    sender_ref = models.CharField(max_length=64, blank=True)
    reason = I18nField(blank=True)
    offer_hours = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("line of recipients")
        verbose_name_plural = _("lines of recipients")
        constraints = [models.CheckConstraint(condition=Q(offer_hours__gte=1), name="offerline_gives_time")]

    def __str__(self) -> str:
        return self.source


class LinePlace(Stateful):
    """One person's place, the first is 0. Each person stands in a line once."""

    MOVES: ClassVar[Moves] = PLACE_MOVES

    line = models.ForeignKey(OfferLine, on_delete=models.PROTECT, related_name="places", db_index=False)
    position = models.PositiveIntegerField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PlaceState.choices, default=PlaceState.WAITING)
    gift = models.ForeignKey(
        "gifts.Gift", on_delete=models.PROTECT, null=True, blank=True, related_name="places", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["line", "position"],
                condition=Q(state=PlaceState.WAITING),
                name="lineplace_next_in_line",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["line", "position"], name="lineplace_one_per_position"),
            models.UniqueConstraint(fields=["line", "member"], name="lineplace_one_per_member"),
            models.UniqueConstraint(
                fields=["gift"],
                condition=Q(state__in=[PlaceState.OFFERED, PlaceState.SERVED]),
                name="lineplace_one_holder",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PlaceState.OFFERED, PlaceState.SERVED]) | Q(gift__isnull=False),
                name="lineplace_offered_has_gift",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlaceState.WAITING) | Q(gift__isnull=True),
                name="lineplace_waiting_has_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.position}"

    def call_up(self, gift_id: int, *, actor: Actor) -> None:
        """The next one is asked. Raises: Stale when another gift's decline called this person first."""
        self._move(PlaceState.OFFERED, actor=actor, gift_id=gift_id)

    def serve(self, *, actor: Actor) -> None:
        self._move(PlaceState.SERVED, actor=actor)

    def pass_by(self, *, actor: Actor, why: str = "") -> None:
        self._move(PlaceState.PASSED, actor=actor, why=why)
