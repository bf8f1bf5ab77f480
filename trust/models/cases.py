from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from trust.states import (
    CASE_MOVES,
    OPEN_CASE_STATES,
    WAITING_CASE_STATES,
    CaseKind,
    CaseState,
    CheckCode,
    IdKind,
)


class Case(Stateful):
    """One application for a certification, with one round per sending-in."""

    MOVES: ClassVar[Moves] = CASE_MOVES

    public_id = PublicIdField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases", verbose_name=_("member")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=CaseKind)
    state = models.CharField(_("state"), max_length=24, choices=CaseState, default=CaseState.DRAFT)
    round = models.PositiveSmallIntegerField(_("round"), default=0)
    created_at = models.DateTimeField(_("opened"))
    submitted_at = models.DateTimeField(_("sent in"), null=True)
    due_at = models.DateTimeField(_("due"), null=True, help_text=_("By when the member was told to hear."))
    decided_at = models.DateTimeField(_("decided"), null=True)
    # The forecast that the member was shown, and since when the clock stands still (waiting for the member).
    expected_at = models.DateTimeField(_("expected"), null=True)
    clock_stopped_at = models.DateTimeField(null=True)
    # How far the sweep went: 0 in time, 1 reminded, 2 escalated, 3 late.
    urgency = models.PositiveSmallIntegerField(_("urgency"), default=0)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(state__in=OPEN_CASE_STATES),
                name="case_one_open_per_member_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CaseState.DRAFT, CaseState.WITHDRAWN])
                | Q(submitted_at__isnull=False, due_at__isnull=False, round__gte=1),
                name="case_sent_in_has_due_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.APPROVED, CaseState.REJECTED, CaseState.UPHELD])
                | Q(decided_at__isnull=False),
                name="case_decided_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="case_queue",
                condition=Q(state__in=WAITING_CASE_STATES),
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    def submit(self, *, actor: Actor, now: datetime, due_at: datetime, expected_at: datetime) -> None:
        self._move(
            CaseState.SUBMITTED,
            actor=actor,
            submitted_at=now,
            due_at=due_at,
            expected_at=expected_at,
            clock_stopped_at=None,
            urgency=0,
            round=self.round + 1,
            decided_at=None,
        )

    def start_checks(self, *, actor: Actor) -> None:
        self._move(CaseState.CHECKING, actor=actor)

    def queue(self, *, actor: Actor, why: str = "") -> None:
        self._move(CaseState.QUEUED, actor=actor, why=why)

    def take(self, *, actor: Actor) -> None:
        self._move(CaseState.IN_REVIEW, actor=actor)

    def approve(self, *, actor: Actor, now: datetime) -> None:
        self._move(CaseState.APPROVED, actor=actor, decided_at=now)

    def reject(self, *, actor: Actor, now: datetime, why: str) -> None:
        self._move(CaseState.REJECTED, actor=actor, why=why, decided_at=now)

    def request_resubmission(self, *, actor: Actor, now: datetime, why: str) -> None:
        self._move(
            CaseState.RESUBMISSION_REQUESTED, actor=actor, why=why, decided_at=now, clock_stopped_at=now
        )

    def ask_second(self, *, actor: Actor, why: str) -> None:
        self._move(CaseState.SECOND_REVIEW, actor=actor, why=why)

    def appeal_against(self, *, actor: Actor, due_at: datetime) -> None:
        self._move(CaseState.APPEALED, actor=actor, due_at=due_at, expected_at=due_at, urgency=0)

    def uphold(self, *, actor: Actor, now: datetime, why: str) -> None:
        self._move(CaseState.UPHELD, actor=actor, why=why, decided_at=now)

    def withdraw(self, *, actor: Actor) -> None:
        self._move(CaseState.WITHDRAWN, actor=actor)


class LegalNameClaim(models.Model):
    """What a member declared in one round: never changed afterwards.

    The name is encrypted with the member's data key, so that erasing the member shreds it. Of the ID number
    only a keyed blind index and what it says about place and age remain.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="claims")
    round = models.PositiveSmallIntegerField()
    name_sealed = models.CharField(max_length=1024)
    identity_index = models.CharField(max_length=64, db_index=True)
    id_kind = models.CharField(max_length=16, choices=IdKind)
    region = models.CharField(max_length=80, blank=True)
    is_adult = models.BooleanField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="claim_one_per_round")]

    def __str__(self) -> str:
        return f"round {self.round}"


class CheckResult(models.Model):
    """What an automatic look found in one round. ``is_flag``: worth a certifier's second look."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checks")
    round = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=32, choices=CheckCode)
    is_flag = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "code"], name="checkresult_one_per_round_and_code"
            )
        ]

    def __str__(self) -> str:
        return self.code
