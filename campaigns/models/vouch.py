from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.vouch_states import VOUCH_MOVES, FailReason, VouchState
from common.access import Actor
from common.moves import Moves, Stateful


class Vouch(Stateful):
    """An advocate's word for one of her friends. The row stays for good, so that it is given once.

    An advocate's word is lowered where one of these failed and its ``lowered_until`` is not over.
    """

    MOVES: ClassVar[Moves] = VOUCH_MOVES

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    referral = models.OneToOneField("campaigns.Referral", on_delete=models.PROTECT, related_name="vouch")
    advocate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    invitee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=VouchState, default=VouchState.OPEN)
    given_at = models.DateTimeField()
    # What the friend does before this moment counts.
    due_at = models.DateTimeField()
    # When the last thing that was needed came about, which decides what the word was worth. Then: heard of.
    shown_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    lowered_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=10, blank=True, choices=FailReason)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("word for a friend")
        verbose_name_plural = _("words for friends")
        constraints = [
            models.CheckConstraint(condition=~Q(advocate=F("invitee")), name="nobody_vouches_for_herself"),
            models.CheckConstraint(condition=Q(due_at__gt=F("given_at")), name="vouch_has_days"),
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True, shown_at__isnull=True)
                | Q(kept_at__isnull=False, shown_at__isnull=False, shown_at__lt=F("due_at")),
                name="vouch_shown_in_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="kept") | Q(kept_at__isnull=False), name="vouch_kept_at"
            ),
            models.CheckConstraint(
                condition=Q(state="failed", failed_at__isnull=False, lowered_until__isnull=False)
                & ~Q(reason="")
                | ~Q(state="failed") & Q(failed_at__isnull=True, lowered_until__isnull=True, reason=""),
                name="vouch_failed_has_reason",
            ),
        ]
        indexes = [
            models.Index("campaign", "advocate", "state", name="vouch_by_advocate"),
            models.Index("campaign", F("given_at").desc(), F("id").desc(), name="vouch_newest"),
            models.Index(fields=["due_at"], condition=Q(state="open"), name="vouch_to_end"),
        ]

    def __str__(self) -> str:
        return f"vouch {self.pk}"

    def keep(self, *, actor: Actor, shown_at: datetime, now: datetime) -> None:
        self._move(VouchState.KEPT, actor=actor, shown_at=shown_at, kept_at=now)

    def lapse(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(VouchState.LAPSED, actor=actor, why=why, ended_at=now)

    def withdraw(self, *, actor: Actor, now: datetime, why: str = "") -> None:
        self._move(VouchState.WITHDRAWN, actor=actor, why=why, ended_at=now)

    def fail(self, *, actor: Actor, reason: str, lowered_until: datetime, now: datetime) -> None:
        self._move(
            VouchState.FAILED,
            actor=actor,
            why=reason,
            reason=reason,
            failed_at=now,
            lowered_until=lowered_until,
        )

    def restore(self, to: str, *, actor: Actor) -> None:
        """What it failed for was overturned."""
        self._move(to, actor=actor, why="overturned", reason="", failed_at=None, lowered_until=None)
