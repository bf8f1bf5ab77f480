"""The book of deposits: a line for every act, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.append_only import AppendOnly
from groups.deposit_states import DepositKind, KeptReason


class DepositEntry(AppendOnly):
    """The latest line of an answer says how its deposit stands. ``by``: empty for a promise."""

    event = models.ForeignKey("groups.Event", on_delete=models.PROTECT, related_name="deposit_entries")
    rsvp = models.ForeignKey("groups.RSVP", on_delete=models.PROTECT, related_name="deposit_entries")
    kind = models.CharField(_("what"), max_length=12, choices=DepositKind.choices)
    fen = models.PositiveIntegerField(_("amount in fen"))
    reason = models.CharField(_("reason"), max_length=12, choices=KeptReason.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("line of the book of deposits")
        verbose_name_plural = _("lines of the book of deposits")
        indexes = [models.Index(fields=["event", "id"], name="deposit_of_event")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DepositKind.values), name="deposit_known_kind"),
            models.CheckConstraint(
                condition=(Q(kind=DepositKind.KEPT) & ~Q(reason=""))
                | (~Q(kind=DepositKind.KEPT) & Q(reason="")),
                name="deposit_kept_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
