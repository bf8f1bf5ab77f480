import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from trust.models.cases import Case
from trust.states import LIVE_TASK_STATES, TASK_MOVES, Outcome, Stage, TaskState, WhyTwo


class ReviewTask(Stateful):
    """One certifier's turn at one round of a case. A lease that ends makes way for a new task."""

    MOVES: ClassVar[Moves] = TASK_MOVES

    public_id = PublicIdField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    round = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.FIRST)
    state = models.CharField(max_length=12, choices=TaskState, default=TaskState.OPEN)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    lease_token = models.UUIDField(null=True)
    # By the database's clock.
    lease_until = models.DateTimeField(null=True)
    # Of a second review: why the first word was not enough.
    because = models.CharField(max_length=16, choices=WhyTwo, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(because="") | Q(stage=Stage.SECOND), name="reviewtask_only_second_has_because"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=LIVE_TASK_STATES), name="reviewtask_one_live_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TaskState.LEASED, TaskState.DECIDED])
                | Q(holder__isnull=False, lease_token__isnull=False, lease_until__isnull=False),
                name="reviewtask_leased_has_lease",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def is_held_by(self, member_id: int | None, *, at: datetime) -> bool:
        """``at``: the database's present."""
        return (
            self.state == TaskState.LEASED
            and self.holder_id == member_id
            and self.lease_until is not None
            and self.lease_until > at
        )

    def has_run_out(self, *, at: datetime) -> bool:
        return self.state == TaskState.LEASED and self.lease_until is not None and self.lease_until <= at

    def lease(self, *, actor: Actor, until: datetime) -> None:
        self._move(
            TaskState.LEASED, actor=actor, holder_id=actor.pk, lease_token=uuid.uuid4(), lease_until=until
        )

    def decide(self, *, actor: Actor) -> None:
        self._move(TaskState.DECIDED, actor=actor)

    def release(self, *, actor: Actor, why: str = "") -> None:
        self._move(TaskState.RELEASED, actor=actor, why=why)

    def expire(self, *, actor: Actor) -> None:
        self._move(TaskState.EXPIRED, actor=actor)


class Decision(models.Model):
    """What one certifier decided about one round. Append-only; ``note`` is for colleagues, encrypted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    task = models.OneToOneField(ReviewTask, on_delete=models.PROTECT, related_name="decision")
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.FIRST)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome)
    reasons = models.JSONField(default=list)
    note_sealed = models.CharField(max_length=4096, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.APPROVE) | ~Q(reasons=[]), name="decision_no_needs_reason"
            ),
            # Two decisions of a round, and that of its appeal, are by different people. The trigger of
            # migration 0004 also keeps an appeal from whoever decided in an earlier round.
            models.UniqueConstraint(
                fields=["case", "round", "reviewer"], name="decision_one_per_round_and_reviewer"
            ),
        ]

    def __str__(self) -> str:
        return self.outcome


class Appeal(models.Model):
    """A member's word against a rejection, once per case. ``text_sealed``: under the member's key."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="appeal")
    text_sealed = models.TextField()
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"appeal {self.pk}"


class Conflict(models.Model):
    """Two members who may not review each other: one invited the other, they share a group, they said so."""

    low = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    high = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=60)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="conflict_one_per_pair"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="conflict_pair_is_ordered"),
        ]

    def __str__(self) -> str:
        return self.reason
