"""Reading addresses for labels: as at the desk, one by one, each written down."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from common.access import Actor
from common.errors import NotFound
from common.http.provider import ProviderConfig
from common.texts import in_language
from gifts import errors
from gifts.labels import MOST, Label
from gifts.models import Gift
from gifts.operations.addresses import open_parcel_address


@transaction.atomic
def open_labels(*, actor: Actor, gift_ids: Sequence[int]) -> list[Label]:
    """What is printed on the parcels, in the order of acceptance. Every address is read by name.

    Raises: NotFound (none, or one of them is not the clerk's or not at the desk), TooManyLabels.
    """
    if not gift_ids:
        raise NotFound
    if len(gift_ids) > MOST:
        raise errors.TooManyLabels(most=MOST)
    gifts = Gift.objects.select_related("item", "shipment").filter(pk__in=gift_ids)
    return [_label(actor, gift) for gift in gifts.order_by("accepted_at", "pk")]


def _label(actor: Actor, gift: Gift) -> Label:
    shipment = getattr(gift, "shipment", None)
    return Label(
        address=open_parcel_address(actor=actor, gift_id=gift.pk),
        sender=ProviderConfig.load("carrier").option("sender_name"),
        item=in_language(gift.item.name, settings.LANGUAGE_CODE),
        number=gift.public_id,
        waybill=shipment.waybill_no if shipment else "",
        url=f"{settings.SITE_URL}{reverse('admin:gifts_parceltopack_pack', args=[gift.pk])}",
    )
