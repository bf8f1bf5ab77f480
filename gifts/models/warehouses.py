"""Houses in which a brand's things stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import PublicIdField

# So many slices a further warehouse has of each item; the item's own ``slots`` stand in the first house.
SLICES = 4
# Slices of further warehouses are numbered from here on, each house beginning at a multiple of it.
FIRST_SLOT = 64


class Warehouse(models.Model):
    """Beside the first house, which has no row: stock without a warehouse stands there."""

    public_id = PublicIdField()
    brand_ref = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("name"), max_length=60)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        constraints = [
            models.UniqueConstraint(fields=["brand_ref", "name"], name="warehouse_one_per_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="warehouse_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
