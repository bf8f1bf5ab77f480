"""A series: by what rhythm an event repeats."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.series_states import SERIES_MOVES, Rhythm, SeriesState


class EventSeries(Stateful):
    """Number ``anchor_number`` starts when the clock shows ``anchor_wall``; the rhythm gives all others.

    ``next_number`` is the first that was not looked at yet. It changes under the series' lock only
    (``operations.series.lock_series``), so every number is made once, however often the job runs.
    """

    MOVES: ClassVar[Moves] = SERIES_MOVES

    public_id = PublicIdField()
    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm.choices)
    anchor_wall = models.CharField(max_length=16)
    anchor_number = models.PositiveIntegerField(default=0)
    next_number = models.PositiveIntegerField(default=1)
    time_zone = models.CharField(_("time zone"), max_length=64)
    until = models.DateField(_("last day"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=SeriesState.choices, default=SeriesState.OPEN)
    created_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        indexes = [models.Index(fields=["state", "id"], name="series_to_continue")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SeriesState.values), name="series_known_state"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="series_known_rhythm"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def anchor(self) -> datetime:
        return datetime.fromisoformat(self.anchor_wall)

    def end(self, *, actor: Actor, why: str = "") -> None:
        self._move(SeriesState.ENDED, actor=actor, why=why)
