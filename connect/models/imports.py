from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from connect.models.sites import Site
from connect.states import EVENT_IMPORT_MOVES, EventFileFormat, EventImportState


class EventImport(Stateful):
    """One file of a site's events, counted; ``told`` holds the first refusals as [line, code, where].

    ``actor`` is empty where a site's key brought it.
    """

    MOVES: ClassVar[Moves] = EVENT_IMPORT_MOVES

    public_id = PublicIdField()
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="imports")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    format = models.CharField(_("format"), max_length=8, choices=EventFileFormat)
    dry_run = models.BooleanField(_("only looked"), default=False)
    state = models.CharField(
        _("state"), max_length=8, choices=EventImportState, default=EventImportState.WAITING
    )
    events = models.PositiveIntegerField(_("events in the file"), default=0)
    parts_total = models.PositiveIntegerField(default=0)
    parts_done = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(_("accepted"), default=0)
    duplicates = models.PositiveIntegerField(_("known already"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    told = models.JSONField(default=list)
    created_at = models.DateTimeField(_("made"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("import of events")
        verbose_name_plural = _("imports of events")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=EventImportState.values), name="eventimport_known_state"
            ),
            models.CheckConstraint(
                condition=Q(parts_done__lte=F("parts_total")), name="eventimport_within_its_parts"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def start(self, *, actor: Actor) -> None:
        self._move(EventImportState.RUNNING, actor=actor)

    def finish(self, *, actor: Actor, now: datetime) -> None:
        self._move(EventImportState.DONE, actor=actor, finished_at=now)

    def fail(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(EventImportState.FAILED, actor=actor, why=why, finished_at=now)


class EventImportPart(models.Model):
    """Some events of a file on their way in, sealed; gone once all are in."""

    source = models.ForeignKey(EventImport, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    sealed = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="eventimportpart_in_order")]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.number}"

    @staticmethod
    def aad(import_public_id: str, number: int) -> str:
        return f"connect.eventimportpart:{import_public_id}:{number}"
