from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.states import AMENDMENT_MOVES, AmendmentState
from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful


class Amendment(Stateful):
    """Better rules for an announced campaign, waiting for a second person. Only favourable ones exist."""

    MOVES: ClassVar[Moves] = AMENDMENT_MOVES

    public_id = PublicIdField()
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="amendments")
    base = models.ForeignKey(
        "campaigns.CampaignVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=AmendmentState, default=AmendmentState.PROPOSED)
    rules = models.JSONField()
    texts = models.JSONField()
    closes_at = models.DateTimeField()
    settle_by = models.DateTimeField()
    public_note = models.CharField(max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    result = models.OneToOneField(
        "campaigns.CampaignVersion", null=True, on_delete=models.PROTECT, related_name="amendment"
    )
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state="proposed"), name="one_open_amendment"
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(result__isnull=False), name="adopted_amendment_version"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_at__isnull=False), name="amendment_decided_at"
            ),
        ]
        indexes = [models.Index(F("proposed_at").desc(), F("id").desc(), name="amendment_newest")]

    def __str__(self) -> str:
        return f"amendment {self.public_id}"

    def adopt(self, *, actor: Actor, version_id: int, now: datetime) -> None:
        self._move(
            AmendmentState.ADOPTED,
            actor=actor,
            result_id=version_id,
            decided_by_id=actor.pk,
            decided_at=now,
        )

    def withdraw(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(AmendmentState.WITHDRAWN, actor=actor, why=why, decided_by_id=actor.pk, decided_at=now)
