from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from trust.models.cases import Case
from trust.states import (
    CERTIFICATION_MOVES,
    LIVE_CERTIFICATION_STATES,
    AssuranceMethod,
    CaseKind,
    CertificationState,
)


class Certification(Stateful):
    """Our own word that a claim was checked, by a method that is shown with it."""

    MOVES: ClassVar[Moves] = CERTIFICATION_MOVES

    public_id = PublicIdField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="certifications",
        verbose_name=_("member"),
    )
    kind = models.CharField(_("kind"), max_length=24, choices=CaseKind)
    state = models.CharField(_("state"), max_length=12, choices=CertificationState)
    method = models.CharField(_("method"), max_length=24, choices=AssuranceMethod)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="certification")
    # Empty for kinds that don't stand on an identity number.
    identity_index = models.CharField(max_length=64, blank=True, editable=False)
    granted_at = models.DateTimeField(_("since"))
    expires_at = models.DateTimeField(_("until"), null=True)
    # Of the employment it stands on; a changed employment suspends it.
    employment_print = models.CharField(max_length=64, blank=True, editable=False)
    # How many days before the end the member was told last.
    noticed_days = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(state__in=LIVE_CERTIFICATION_STATES),
                name="certification_one_live_per_member",
            ),
            models.UniqueConstraint(
                fields=["identity_index", "kind"],
                condition=Q(state__in=LIVE_CERTIFICATION_STATES) & ~Q(identity_index=""),
                name="certification_one_live_per_identity",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def revoke(self, *, actor: Actor, why: str) -> None:
        self._move(CertificationState.REVOKED, actor=actor, why=why)

    def expire(self, *, actor: Actor) -> None:
        self._move(CertificationState.EXPIRED, actor=actor)

    def supersede(self, *, actor: Actor) -> None:
        self._move(CertificationState.SUPERSEDED, actor=actor)

    def reinstate(self, *, actor: Actor, why: str) -> None:
        self._move(CertificationState.ACTIVE, actor=actor, why=why)

    def suspend(self, *, actor: Actor, why: str) -> None:
        self._move(CertificationState.SUSPENDED, actor=actor, why=why)
