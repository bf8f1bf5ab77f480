"""A walk along the shelves for many gifts at once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.ids import PublicIdField


class PickList(models.Model):
    """What one clerk fetches in one walk, for gifts of one brand."""

    public_id = PublicIdField()
    brand_ref = models.CharField(max_length=64, db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("picking", "made by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("picking list")
        verbose_name_plural = _("picking lists")

    def __str__(self) -> str:
        return self.public_id


class PickLine(models.Model):
    """One gift's unit; each gift stands in one list."""

    list = models.ForeignKey(PickList, on_delete=models.PROTECT, related_name="lines")
    gift = models.OneToOneField("gifts.Gift", on_delete=models.PROTECT, related_name="pick_line")
    picked_at = models.DateTimeField(null=True, blank=True)
    picked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("unit to pick")
        verbose_name_plural = _("units to pick")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(picked_at__isnull=False) | models.Q(picked_by__isnull=True),
                name="pickline_unpicked_by_nobody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.gift_id}"
