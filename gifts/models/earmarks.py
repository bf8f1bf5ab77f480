from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gifts.models.items import Item


class Earmark(models.Model):
    """Units of an item that are promised for one purpose, as long as that lasts.

    ``purpose`` is opaque, like ``campaign:<public id>``. ``units`` counts those that were taken for it, too:
    what a gift of the purpose holds or has used is not waiting any more. What still waits stands in the
    slices (``StockBalance.earmarked``), of all purposes together.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="earmarks", db_index=False)
    purpose = models.CharField(max_length=64, db_index=True)
    units = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("earmark")
        verbose_name_plural = _("earmarks")
        constraints = [
            models.UniqueConstraint(fields=["item", "purpose"], name="earmark_one_per_purpose"),
            models.CheckConstraint(condition=~Q(purpose=""), name="earmark_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.units} of item {self.item_id} for {self.purpose}"
