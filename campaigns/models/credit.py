from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from common.append_only import AppendOnly


class CreditEntry(AppendOnly):
    """A rise of an advocate's credit through one referral, in hundredths, or its reversal. The sum is the
    truth."""

    referral = models.ForeignKey("campaigns.Referral", on_delete=models.PROTECT, related_name="entries")
    # Of the advocate whose invitation counted where empty; else of the other one, with whom it is shared.
    sharer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    cause = models.CharField(max_length=40)
    amount_hundredths = models.IntegerField()
    # A person's, where it falls.
    reason = models.CharField(max_length=300, blank=True)
    occurred_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("sharer", name="credit_by_sharer", condition=Q(sharer__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["referral", "cause"], name="one_entry_per_cause"),
            models.CheckConstraint(condition=~Q(amount_hundredths=0), name="credit_entry_amount"),
            # Credit falls only by a reversal.
            models.CheckConstraint(
                condition=Q(amount_hundredths__gt=0) | Q(cause__startswith="reversal"),
                name="credit_falls_by_reversal",
            ),
            # By its length: Django can't read the table of SQLite with another text after the one above.
            models.CheckConstraint(
                condition=Q(amount_hundredths__gt=0) | Q(GreaterThan(Length("reason"), 0)),
                name="credit_reversal_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"credit {self.pk}"
