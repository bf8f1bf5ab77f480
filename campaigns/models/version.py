from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.rulebook import Rulebook, read_rules, seal
from common.append_only import AppendOnly


class CampaignVersion(AppendOnly):
    """Rules, texts and dates as sealed at publication. Referrals stay pinned to theirs."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    rules = models.JSONField()
    texts = models.JSONField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    settle_by = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    is_favourable = models.BooleanField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("campaign version")
        verbose_name_plural = _("campaign versions")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="version_number"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="version_window"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} v{self.number}"

    @property
    def rulebook(self) -> Rulebook:
        return read_rules(self.rules)

    def computed_sha256(self) -> str:
        """What the seal must be; reconcile compares it with the stored one."""
        return seal(
            campaign=self.campaign.public_id,
            number=self.number,
            rules=self.rules,
            texts=self.texts,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            settle_by=self.settle_by,
        )
