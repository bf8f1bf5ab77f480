from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.states import Channel


class ShareLink(models.Model):
    """A member's invitation to a campaign through one channel. The code is what friends see."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    advocate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.LINK)
    code = models.CharField(max_length=16, unique=True)
    # The browser it was made in, as in a touch; '' where a program made it.
    visitor_key = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        indexes = [
            models.Index("visitor_key", name="link_by_visitor", condition=~models.Q(visitor_key="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "advocate", "channel"], name="one_link_per_member_and_channel"
            ),
        ]

    def __str__(self) -> str:
        return self.code
