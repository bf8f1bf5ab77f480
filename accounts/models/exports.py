from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import EXPORT_MOVES, RUNNING_EXPORTS, ExportState
from common.access import Actor
from common.ids import PublicIdField
from common.models import StoredFile
from common.moves import Moves, Stateful


class DataExport(Stateful):
    """One archive of everything that is stored about a member. The row stays as the receipt.

    The file is encrypted under the member's key and the file's own together: shredding either shreds it.
    """

    MOVES: ClassVar[Moves] = EXPORT_MOVES

    public_id = PublicIdField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports", verbose_name=_("member")
    )
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.REQUESTED)
    requested_at = models.DateTimeField(_("asked for at"))
    due_at = models.DateTimeField(_("due"))
    ready_at = models.DateTimeField(_("ready since"), null=True)
    expires_at = models.DateTimeField(_("kept until"), null=True)
    ended_at = models.DateTimeField(_("destroyed"), null=True)
    steps_done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    steps = models.PositiveSmallIntegerField(_("steps"), default=0)
    size_bytes = models.PositiveBigIntegerField(_("bytes"), default=0)
    file = models.OneToOneField(
        "common.StoredFile", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # The one link that is good now: its hash, and until when.
    link_hash = models.CharField(max_length=64, blank=True, editable=False)
    link_until = models.DateTimeField(null=True, editable=False)
    downloads = models.PositiveSmallIntegerField(_("downloads"), default=0)

    class Meta:
        verbose_name = _("archive")
        verbose_name_plural = _("archives")
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state__in=RUNNING_EXPORTS), name="dataexport_one_running"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.READY) | Q(ready_at__isnull=False, expires_at__isnull=False),
                name="dataexport_ready_has_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.SHREDDED) | Q(ended_at__isnull=False, link_hash=""),
                name="dataexport_shredded_has_no_link",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=Q(state=ExportState.READY), name="dataexport_to_shred"
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    def begin(self, *, actor: Actor, steps: int) -> None:
        self._move(ExportState.BUILDING, actor=actor, steps=steps, steps_done=0)

    def finish(
        self, *, actor: Actor, file: StoredFile, size_bytes: int, now: datetime, expires_at: datetime
    ) -> None:
        self._move(
            ExportState.READY,
            actor=actor,
            file_id=file.pk,
            size_bytes=size_bytes,
            ready_at=now,
            expires_at=expires_at,
        )

    def shred(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(ExportState.SHREDDED, actor=actor, why=why, ended_at=now, link_hash="", link_until=None)
