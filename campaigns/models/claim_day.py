from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimDay(models.Model):
    """How many gifts of a campaign were claimed on one day of the community's calendar.

    Counted only where the rules say how many a day may be.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    claims = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("claims of a day")
        verbose_name_plural = _("claims of a day")
        constraints = [models.UniqueConstraint(fields=["campaign", "day"], name="one_claim_day")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.day}"
