from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.risk_states import RISK_MOVES, VOUCHED, RiskRuleState, RiskState, standing_of
from common.access import Actor
from common.append_only import AppendOnly
from common.ids import PublicIdField
from common.moves import Moves, Stateful


class RiskRuleRow(AppendOnly):
    """One revision of one rule; the newest one holds. An old assessment names the revision it was made by."""

    code = models.CharField(max_length=30)
    revision = models.PositiveIntegerField()
    points = models.IntegerField()
    state = models.CharField(max_length=4, choices=RiskRuleState, default=RiskRuleState.ON)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("risk rule")
        verbose_name_plural = _("risk rules")
        constraints = [models.UniqueConstraint(fields=["code", "revision"], name="one_risk_rule_revision")]
        ordering = ["code", "-revision"]

    def __str__(self) -> str:
        return f"{self.code} r{self.revision}"


class RiskCase(Stateful):
    """What was found about one friend who counts, and what became of it. The findings are never edited."""

    MOVES: ClassVar[Moves] = RISK_MOVES

    public_id = PublicIdField()
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField("campaigns.Referral", on_delete=models.PROTECT, related_name="risk")
    state = models.CharField(max_length=10, choices=RiskState)
    points = models.PositiveIntegerField()
    # ",ring,velocity,": what speaks against it and was in force.
    codes = models.CharField(max_length=200, blank=True)
    # The same of rules that are only counted: they speak, and nothing follows.
    dry_codes = models.CharField(max_length=200, blank=True)
    # [{code, revision, points, is_dry}], as the rules found it.
    trace = models.JSONField(default=list)
    answer_by = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    appeal_text = models.CharField(max_length=1000, blank=True)
    assessed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    appealed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("risk case")
        verbose_name_plural = _("risk cases")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("held", "appealed")) | Q(answer_by__isnull=False),
                name="risk_case_answer_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "upheld")) | ~Q(reason=""), name="risk_case_reason"
            ),
        ]
        indexes = [
            models.Index("state", F("answer_by"), "id", name="risk_case_due"),
            models.Index(fields=["campaign", "state"], name="risk_case_by_campaign"),
        ]

    def __str__(self) -> str:
        return f"risk case {self.public_id}"

    @property
    def code_list(self) -> Sequence[str]:
        return [code for code in self.codes.split(",") if code]

    @property
    def standing(self) -> str:
        return standing_of(self.state, self.code_list)

    @property
    def may_be_held(self) -> bool:
        """Nobody has looked yet: she passed, or a hold was lifted because its cause was overturned."""
        is_lifted = self.state == RiskState.RELEASED and self.decided_by_id is None
        return self.state == RiskState.PASSED or is_lifted

    @property
    def may_be_held_with_branch(self) -> bool:
        """Also where she waits for a suspension alone, which would let her go with its end."""
        return self.may_be_held or (self.state == RiskState.HELD and self.held_for == VOUCHED)

    @property
    def held_for(self) -> str:
        """What put her on hold last."""
        return self.code_list[-1] if self.code_list else ""

    def hold(self, *, actor: Actor, code: str, answer_by: datetime, why: str) -> None:
        """Put a friend who ``may_be_held`` on hold after all: a branch is looked at, she was suspended."""
        codes = [*(each for each in self.code_list if each != code), code]
        self._move(
            RiskState.HELD,
            actor=actor,
            why=why,
            answer_by=answer_by,
            codes=f",{','.join(codes)},",
            reason="",
            decided_at=None,
        )

    def release(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(
            RiskState.RELEASED, actor=actor, why=why, reason=why, decided_by_id=actor.pk, decided_at=now
        )

    def confirm(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(
            RiskState.CONFIRMED, actor=actor, why=why, reason=why, decided_by_id=actor.pk, decided_at=now
        )

    def appeal(self, *, actor: Actor, text: str, answer_by: datetime, now: datetime) -> None:
        """Who decided first stays on the row: somebody else answers."""
        self._move(RiskState.APPEALED, actor=actor, appeal_text=text, answer_by=answer_by, appealed_at=now)

    def uphold(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(RiskState.UPHELD, actor=actor, why=why, reason=why, decided_by_id=actor.pk, decided_at=now)
