"""What repeats itself in a group, or rises suddenly, as far as complaints and flags tell."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.models.complaints import Complaint
from groups.models.moderation import ReviewCase
from groups.radar_states import RADAR_MOVES, RadarKind, RadarState


class RadarSpot(Stateful):
    """``size``: how many complaints and flagged texts; ``last_at``: when it grew last."""

    MOVES: ClassVar[Moves] = RADAR_MOVES

    public_id = PublicIdField()
    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=12, choices=RadarKind.choices)
    state = models.CharField(_("state"), max_length=12, choices=RadarState.choices, default=RadarState.OPEN)
    size = models.PositiveIntegerField(_("how many"))
    opened_at = models.DateTimeField(_("opened"))
    last_at = models.DateTimeField(_("grew last"))

    class Meta:
        verbose_name = _("spot on the radar")
        verbose_name_plural = _("spots on the radar")
        indexes = [models.Index(fields=["group", "state", "-id"], name="radar_in_group")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RadarState.values), name="radar_known_state"),
            models.CheckConstraint(condition=Q(kind__in=RadarKind.values), name="radar_known_kind"),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(kind=RadarKind.SPIKE, state=RadarState.OPEN),
                name="radar_one_spike_per_group",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def see(self, *, actor: Actor) -> None:
        self._move(RadarState.SEEN, actor=actor)

    def fade(self, *, actor: Actor) -> None:
        self._move(RadarState.FADED, actor=actor)

    def grow(self, *, size: int, now: datetime) -> None:
        self.size, self.last_at = size, now
        self.save(update_fields=["size", "last_at"])


class RadarItem(models.Model):
    """One complaint or flagged text of a topic; it belongs to one topic for good."""

    spot = models.ForeignKey(RadarSpot, on_delete=models.CASCADE, related_name="items")
    complaint = models.OneToOneField(
        Complaint, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    case = models.OneToOneField(ReviewCase, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("part of a topic")
        verbose_name_plural = _("parts of topics")
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint__isnull=True) ^ Q(case__isnull=True), name="radar_item_is_one_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.spot_id} {self.pk}"

    @property
    def ref(self) -> str:
        return f"complaint:{self.complaint_id}" if self.complaint_id else f"case:{self.case_id}"
