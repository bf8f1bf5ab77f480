from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import AppendOnly
from common.texts import I18nField


class Consent(models.Model):
    """What a member agreed to, and the exact text (by hash) they saw. Withdrawing closes the row.

    ``purpose`` is the key of a notice (``accounts.notices``); apps bring their own.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=32)
    notice_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_live_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return self.purpose


class NoticeText(AppendOnly):
    """The words behind a notice's hash, kept when they first came into force, so that what somebody agreed
    to stays readable after the wording has changed.
    """

    hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=32)
    title = I18nField()
    points = models.JSONField()
    first_used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.purpose
