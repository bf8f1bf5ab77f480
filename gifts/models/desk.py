from django.utils.translation import gettext_lazy as _

from gifts.models.gifts import Gift
from gifts.models.parcels import Shipment


class ParcelToPack(Gift):
    """The packing desk's own look at accepted gifts; no table of its own."""

    class Meta:
        proxy = True
        verbose_name = _("parcel to pack")
        verbose_name_plural = _("packing desk")


class DeadParcel(Shipment):
    """The look at parcels that did not arrive; no table of its own."""

    class Meta:
        proxy = True
        verbose_name = _("dead parcel")
        verbose_name_plural = _("dead parcels")
