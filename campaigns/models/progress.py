from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Progress(models.Model):
    """One advocate's counters in one campaign: the hot row, taken first among locks and read by every page.

    It exists from the first share link on. Counters always equal what the referrals and credit entries
    add up to (``reconcile``).
    """

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    advocate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered = models.PositiveIntegerField(default=0)
    qualified = models.PositiveIntegerField(default=0)
    credit_hundredths = models.PositiveIntegerField(default=0)
    rewards = models.PositiveIntegerField(default=0)
    # When the news came about that raised the credit last: who reached it earlier stands higher.
    reached_at = models.DateTimeField(null=True)
    # Whether fellow members read the name on a board.
    is_named = models.BooleanField(default=False)
    team = models.ForeignKey("campaigns.Team", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "advocate"], name="one_progress"),
            models.CheckConstraint(
                condition=Q(qualified__lte=F("registered")), name="progress_qualified_registered"
            ),
        ]
        indexes = [
            models.Index("campaign", F("qualified").desc(), "advocate", name="progress_rank"),
            models.Index(
                "campaign", F("credit_hundredths").desc(), "reached_at", "id", name="progress_board"
            ),
        ]

    def __str__(self) -> str:
        return f"progress {self.pk}"
