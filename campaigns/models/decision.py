from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.append_only import AppendOnly


class Decision(AppendOnly):
    """Why a referral or a reward is what it is: the rule, its inputs and a sentence's code."""

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    pinned = models.ForeignKey(
        "campaigns.CampaignVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    referral = models.ForeignKey(
        "campaigns.Referral", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reward = models.ForeignKey(
        "campaigns.Reward", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    rule = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(referral__isnull=False) | Q(reward__isnull=False), name="decision_about_something"
            ),
        ]
        indexes = [
            models.Index("referral", F("id").desc(), name="decision_by_referral"),
            models.Index("reward", F("id").desc(), name="decision_by_reward"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.code}"
