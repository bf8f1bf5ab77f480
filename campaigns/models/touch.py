from django.db import models
from django.db.models import F

from campaigns.states import TouchKind
from common.append_only import AppendOnly


class Touch(AppendOnly):
    """Somebody opened an invitation. ``visitor_key`` is random and says nothing about the person."""

    link = models.ForeignKey("campaigns.ShareLink", on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    visitor_key = models.CharField(max_length=80)
    # Which wording of the page was shown; empty where there is one only.
    variant = models.CharField(max_length=20, blank=True)
    # The number of the version whose page that was.
    came_under = models.PositiveIntegerField(db_default=1)
    kind = models.CharField(max_length=6, choices=TouchKind, default=TouchKind.CLICK)
    # ``tag_rules.read_tags`` of the address that was opened.
    tags = models.JSONField(null=True)
    occurred_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("visitor_key", F("occurred_at").desc(), name="touch_by_visitor"),
            models.Index("campaign", name="touch_tagged", condition=models.Q(tags__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"touch {self.pk}"
