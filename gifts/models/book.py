"""Addresses that a member wants remembered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import PublicIdField


class SavedAddress(models.Model):
    """One of a member's own addresses, sealed under a key of its own; the newest used is offered first.

    ``same_as``: a blind index of the whole, so that the same address is kept once.
    """

    public_id = PublicIdField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    data_key = models.OneToOneField("common.DataKey", on_delete=models.PROTECT, related_name="+")
    parts_sealed = models.JSONField()
    same_as = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved address")
        verbose_name_plural = _("saved addresses")
        constraints = [
            models.UniqueConstraint(fields=["owner", "same_as"], name="savedaddress_once_per_owner")
        ]

    def __str__(self) -> str:
        return self.public_id

    def aad(self, part: str) -> str:
        """What each ciphertext is bound to, so that it can't be read from another row or part."""
        return f"gifts.savedaddress:{self.public_id}:{part}"
