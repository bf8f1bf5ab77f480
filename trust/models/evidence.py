from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.append_only import AppendOnly
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from trust.evidence_states import (
    EVIDENCE_MOVES,
    EvidenceKind,
    EvidenceState,
    Purpose,
    ViewerRole,
)
from trust.models.cases import Case
from trust.models.review import ReviewTask


class Evidence(Stateful):
    """One proof that a member sent in for one case.

    ``details_sealed``: what only this proof needs (a work address), under the member's key. ``read_sealed``:
    what a machine read from the picture, under the same key; it goes when the picture goes.
    """

    MOVES: ClassVar[Moves] = EVIDENCE_MOVES

    public_id = PublicIdField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=32, choices=EvidenceKind)
    state = models.CharField(_("state"), max_length=12, choices=EvidenceState, default=EvidenceState.RECEIVED)
    # The round it was sent in with; 0 while it still can be taken back.
    round = models.PositiveSmallIntegerField(default=0)
    file = models.OneToOneField("common.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    same_as = models.CharField(max_length=64, blank=True, db_index=True)
    details_sealed = models.CharField(max_length=1024, blank=True)
    read_sealed = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True)
    issued_on = models.DateField(_("date on the document"), null=True)
    received_at = models.DateTimeField()
    retain_until = models.DateTimeField(null=True)
    policy = models.CharField(max_length=32, blank=True)
    receipt = models.TextField(blank=True)
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EvidenceState.SEALED) | Q(retain_until__isnull=False),
                name="evidence_sealed_has_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=EvidenceState.SHREDDED)
                | Q(shredded_at__isnull=False, read_sealed="", details_sealed=""),
                name="evidence_shredded_holds_nothing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["retain_until"], name="evidence_to_shred", condition=Q(state=EvidenceState.SEALED)
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    def quarantine(self, *, actor: Actor) -> None:
        self._move(EvidenceState.QUARANTINED, actor=actor)

    def sanitise(self, *, actor: Actor) -> None:
        self._move(EvidenceState.SANITISED, actor=actor)

    def make_available(self, *, actor: Actor) -> None:
        self._move(EvidenceState.AVAILABLE, actor=actor)

    def refuse(self, *, actor: Actor, why: str) -> None:
        self._move(EvidenceState.REFUSED, actor=actor, why=why)

    def seal(self, *, actor: Actor, retain_until: datetime, policy: str) -> None:
        self._move(EvidenceState.SEALED, actor=actor, why=policy, retain_until=retain_until, policy=policy)

    def shred(self, *, actor: Actor, now: datetime, receipt: str) -> None:
        self._move(
            EvidenceState.SHREDDED,
            actor=actor,
            why=self.policy,
            shredded_at=now,
            receipt=receipt,
            read_sealed="",
            details_sealed="",
        )


class AccessEntry(AppendOnly):
    """Somebody opened a document. The member reads these lines; ``viewer`` is for the auditor only."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="views")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=ViewerRole)
    purpose = models.CharField(max_length=12, choices=Purpose)
    task = models.ForeignKey(ReviewTask, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[ViewerRole.OWNER, ViewerRole.BLIND_CERTIFIER]) | Q(task__isnull=False),
                name="accessentry_has_a_task",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.purpose}"


class ViewTicket(models.Model):
    """A link to one document for one person: works once, for two minutes. Only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    task = models.ForeignKey(ReviewTask, on_delete=models.CASCADE, null=True, related_name="+")
    # By the database's clock.
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"ticket {self.pk}"
