from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.escalation_rules import MARKS
from campaigns.states import PROMISE_MOVES, PromiseBucket, PromiseKind, PromiseState
from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful


class Promise(Stateful):
    """What a campaign owes, to whom, by when. Never deleted: however it ends, it does so in public."""

    MOVES: ClassVar[Moves] = PROMISE_MOVES

    public_id = PublicIdField()
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=PromiseKind)
    ref = models.CharField(max_length=80)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=PromiseState, default=PromiseState.OPEN)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    late_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    # The mark of which people were told last, and when the next one is reached.
    escalated_percent = models.PositiveSmallIntegerField(default=0)
    escalate_at = models.DateTimeField(null=True)
    public_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind", "ref"], name="one_promise"),
            models.CheckConstraint(
                condition=Q(state="kept", kept_at__isnull=False)
                | (~Q(state="kept") & Q(kept_at__isnull=True)),
                name="promise_kept_at",
            ),
            models.CheckConstraint(
                condition=~Q(state="broken") | ~Q(public_reason=""), name="broken_promise_has_a_reason"
            ),
            models.CheckConstraint(condition=Q(escalated_percent__in=(0, *MARKS)), name="promise_known_mark"),
        ]
        indexes = [
            models.Index(
                fields=["escalate_at"],
                condition=Q(state__in=("open", "late"), escalate_at__isnull=False),
                name="promise_to_escalate",
            ),
            models.Index(fields=["due_at"], condition=Q(state="open"), name="promise_due"),
            models.Index("campaign", F("made_at").desc(), F("id").desc(), name="promise_newest"),
        ]

    def __str__(self) -> str:
        return f"promise {self.public_id}"

    @property
    def bucket(self) -> PromiseBucket:
        if self.state == PromiseState.LATE:
            return PromiseBucket.OVERDUE
        if self.state == PromiseState.KEPT and self.late_at is not None:
            return PromiseBucket.KEPT_LATE
        return PromiseBucket(self.state)

    def mark_late(self, *, actor: Actor, now: datetime) -> None:
        self._move(PromiseState.LATE, actor=actor, late_at=now)

    def keep(self, *, actor: Actor, now: datetime) -> None:
        """Kept; late when the due time had passed, whether or not that was marked in time.

        What came back after all had been given is not late.
        """
        is_overdue = now > self.due_at and self.state != PromiseState.DEPLETED
        late_at = self.late_at or (self.due_at if is_overdue else None)
        self._move(PromiseState.KEPT, actor=actor, kept_at=now, late_at=late_at, public_reason="")

    def decline(self, *, actor: Actor, why: str) -> None:
        self._move(PromiseState.DECLINED, actor=actor, why=why, public_reason=why)

    def replace(self, *, actor: Actor, why: str) -> None:
        self._move(PromiseState.REPLACED, actor=actor, why=why, public_reason=why)

    def deplete(self, *, actor: Actor, why: str) -> None:
        self._move(PromiseState.DEPLETED, actor=actor, why=why, public_reason=why)

    def break_(self, *, actor: Actor, why: str) -> None:
        self._move(PromiseState.BROKEN, actor=actor, why=why, public_reason=why)


class PromiseTally(models.Model):
    """How many promises of a campaign are in a bucket; the sum over the slots is the public counter.

    Cut into slots because every earned reward counts here; a slot alone may be negative, the sum not.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    bucket = models.CharField(max_length=10, choices=PromiseBucket)
    slot = models.PositiveSmallIntegerField()
    promises = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "bucket", "slot"], name="one_promise_tally"),
        ]

    def __str__(self) -> str:
        return f"{self.bucket} #{self.slot}"
