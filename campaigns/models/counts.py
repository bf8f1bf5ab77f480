from typing import ClassVar

from django.db import models

from campaigns.states import Channel


class DayCount(models.Model):
    """One day of a campaign's funnel, through one channel, under one version and variant.

    Touches are counted on their own day. Whatever a friend comes to is counted on the day she registered,
    so that a line says what became of these friends. Days are the community's. The columns are what the
    rows add up to (``reconcile``); for a moment one may be below zero, because news comes in any order.
    """

    COLUMNS: ClassVar = (
        "touches",
        "registered",
        "qualified",
        "approved",
        "held",
        "rejected",
        "reversed",
        "rewarded",
        "cost_minor",
    )

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel)
    version = models.PositiveIntegerField()
    variant = models.CharField(max_length=20, blank=True)
    touches = models.BigIntegerField(default=0)
    registered = models.BigIntegerField(default=0)
    qualified = models.BigIntegerField(default=0)
    # Nothing was found, or a person released it.
    approved = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    # Approved first, and refused after all.
    reversed = models.BigIntegerField(default=0)
    rewarded = models.BigIntegerField(default=0)
    cost_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "day", "channel", "version", "variant"], name="one_day_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.day} {self.channel}"


class QualifyTime(models.Model):
    """How many friends of a campaign counted so many whole hours after they had registered."""

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    hours = models.PositiveIntegerField()
    friends = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "hours"], name="one_qualify_time"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.hours} h"
