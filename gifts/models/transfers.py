"""Money on its way to a person: one bill per gift, and everything that its payer said of it."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.append_only import AppendOnly
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from gifts.states import MONEY_OVER, TRANSFER_MOVES, TransferState


class Transfer(Stateful):
    """The payer knows it by ``bill_no``, which is made with the acceptance and stays whatever happens.

    ``amount`` is in minor units. ``package`` opens the confirmation, and is kept only while that waits.
    """

    MOVES: ClassVar[Moves] = TRANSFER_MOVES

    public_id = PublicIdField()
    gift = models.OneToOneField("gifts.Gift", on_delete=models.PROTECT, related_name="transfer")
    bill_no = models.CharField(_("number of the bill"), max_length=32, unique=True)
    amount = models.PositiveIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(max_length=24, choices=TransferState.choices, default=TransferState.REQUESTED)
    provider_ref = models.CharField(_("number at the payer"), max_length=64, blank=True)
    package = models.TextField(_("what opens the confirmation"), blank=True, default="")
    reason = models.CharField(_("what the payer says"), max_length=64, blank=True)
    created_at = models.DateTimeField()
    confirm_by = models.DateTimeField(_("to be confirmed by"), null=True, blank=True)
    next_check_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    told_amount = models.PositiveIntegerField(_("amount the payer tells of"), null=True, blank=True)
    former_no = models.CharField(_("number of the refused bill"), max_length=32, blank=True, default="")
    cancel_asked_at = models.DateTimeField(_("asked to be taken back at"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it is taken back"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes = [
            models.Index(
                fields=["next_check_at"], condition=Q(next_check_at__isnull=False), name="transfer_to_check"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TransferState.values), name="transfer_known_state"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="transfer_of_something"),
            models.CheckConstraint(
                condition=Q(state__in=MONEY_OVER, finished_at__isnull=False, next_check_at__isnull=True)
                | (~Q(state__in=MONEY_OVER) & Q(finished_at__isnull=True)),
                name="transfer_over_has_time",
            ),
            models.CheckConstraint(
                condition=Q(package="") | Q(state=TransferState.AWAITING_USER_CONFIRM),
                name="transfer_package_only_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(cancel_asked_at__isnull=True) | ~Q(cancel_reason=""),
                name="transfer_taken_back_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=TransferState.HELD) | Q(told_amount__isnull=False),
                name="transfer_held_says_amount",
            ),
        ]

    def __str__(self) -> str:
        return self.bill_no

    def advance(self, to: str, *, actor: Actor, provider_ref: str, next_check_at: object) -> None:
        self._move(to, actor=actor, provider_ref=provider_ref, package="", next_check_at=next_check_at)

    def await_confirmation(
        self, *, actor: Actor, provider_ref: str, package: str, confirm_by: datetime, next_check_at: object
    ) -> None:
        self._move(
            TransferState.AWAITING_USER_CONFIRM,
            actor=actor,
            provider_ref=provider_ref,
            package=package,
            confirm_by=confirm_by,
            next_check_at=next_check_at,
        )

    def refuse(self, *, actor: Actor, reason: str) -> None:
        """The payer made no bill and won't: nobody follows, the desk looks."""
        self._move(TransferState.REFUSED, actor=actor, why=reason, reason=reason, next_check_at=None)

    def hold(
        self, *, actor: Actor, provider_ref: str, told_amount: int, reason: str, next_check_at: object
    ) -> None:
        """There is a bill of another amount. Nobody can confirm it from here; it is followed all the same."""
        self._move(
            TransferState.HELD,
            actor=actor,
            why=reason,
            provider_ref=provider_ref,
            package="",
            told_amount=told_amount,
            reason=reason,
            next_check_at=next_check_at,
        )

    def ask_anew(self, *, actor: Actor, bill_no: str, why: str) -> None:
        """Under another number; the refused one stays known."""
        self._move(
            TransferState.REQUESTED,
            actor=actor,
            why=why,
            former_no=self.bill_no,
            bill_no=bill_no,
            reason="",
        )

    def end(self, to: str, *, actor: Actor, provider_ref: str, reason: str, now: datetime) -> None:
        """Paid, failed or taken back: nothing follows."""
        self._move(
            to,
            actor=actor,
            why=reason,
            provider_ref=provider_ref,
            package="",
            reason=reason,
            next_check_at=None,
            finished_at=now,
        )


class TransferStep(AppendOnly):
    """What the payer said, once each however often it is told, also what came too late to move anything."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="steps", db_index=False)
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=24, choices=TransferState.choices)
    reason = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ["happened_at", "id"]
        verbose_name = _("step of a transfer")
        verbose_name_plural = _("steps of transfers")
        constraints = [
            models.UniqueConstraint(fields=["transfer", "fingerprint"], name="transferstep_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.state}"
