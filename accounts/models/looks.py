from django.conf import settings
from django.db import models

from accounts.states import Looked
from common.append_only import AppendOnly


class Look(AppendOnly):
    """Somebody of the team read a member's personal data: what, and why. The member can read it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="looks")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    what = models.CharField(max_length=20, choices=Looked)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "-at", "-id"], name="look_by_member")]

    def __str__(self) -> str:
        return self.what
