"""Where a gift goes, and how it travels."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from gifts.states import FINISHED, SHIPMENT_MOVES, ReturnOutcome, ShipmentState

ADDRESS_PARTS = ("recipient_name", "phone", "country", "province", "city", "district", "street", "postcode")


class DeliveryAddress(models.Model):
    """The recipient's own words, each part encrypted under this row's own key.

    Shredding the key after the return window leaves the row as the receipt that it happened.
    """

    public_id = PublicIdField()
    gift = models.OneToOneField("gifts.Gift", on_delete=models.PROTECT, related_name="address")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    data_key = models.ForeignKey("common.DataKey", on_delete=models.PROTECT, related_name="+")
    recipient_name = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    country = models.TextField(blank=True)
    province = models.TextField(blank=True)
    city = models.TextField(blank=True)
    district = models.TextField(blank=True)
    street = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    created_at = models.DateTimeField()
    shred_after = models.DateTimeField(null=True, blank=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("delivery address")
        verbose_name_plural = _("delivery addresses")
        indexes = [
            models.Index(
                fields=["shred_after"], condition=Q(shredded_at__isnull=True), name="deliveryaddress_to_shred"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(shredded_at__isnull=True, street__gt="")
                | Q(
                    shredded_at__isnull=False,
                    recipient_name="",
                    phone="",
                    country="",
                    province="",
                    city="",
                    district="",
                    street="",
                    postcode="",
                ),
                name="deliveryaddress_shredded_is_empty",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    def aad(self, part: str) -> str:
        """What each ciphertext is bound to, so that it can't be read from another row or column."""
        return f"gifts.deliveryaddress:{self.public_id}:{part}"


class Shipment(Stateful):
    """A parcel with a carrier. One per gift, known to the carrier by ``waybill_no``."""

    MOVES: ClassVar[Moves] = SHIPMENT_MOVES

    public_id = PublicIdField()
    gift = models.OneToOneField("gifts.Gift", on_delete=models.PROTECT, related_name="shipment")
    carrier = models.CharField(max_length=32)
    waybill_no = models.CharField(max_length=64)
    provider_ref = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20, choices=ShipmentState.choices, default=ShipmentState.CREATED)
    created_at = models.DateTimeField()
    next_check_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        _("what became of the unit"), max_length=12, choices=ReturnOutcome.choices, blank=True, default=""
    )

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        indexes = [
            models.Index(
                fields=["next_check_at"], condition=Q(next_check_at__isnull=False), name="shipment_to_check"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["carrier", "waybill_no"], name="shipment_one_per_waybill"),
            models.CheckConstraint(condition=Q(state__in=ShipmentState.values), name="shipment_known_state"),
            models.CheckConstraint(condition=~Q(waybill_no=""), name="shipment_has_waybill"),
            models.CheckConstraint(
                condition=~Q(state=ShipmentState.DELIVERED) | Q(delivered_at__isnull=False),
                name="shipment_delivered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FINISHED) | Q(next_check_at__isnull=True),
                name="shipment_finished_is_not_checked",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(state=ShipmentState.RETURNED), name="shipment_outcome_once_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.waybill_no}"

    def advance(self, to: str, *, actor: Actor) -> None:
        """One step on the way. Delivery and return have moves of their own."""
        self._move(to, actor=actor)

    def deliver(self, *, actor: Actor, at: datetime) -> None:
        self._move(ShipmentState.DELIVERED, actor=actor, delivered_at=at, next_check_at=None)

    def come_back(self, *, actor: Actor) -> None:
        self._move(ShipmentState.RETURNED, actor=actor, next_check_at=None)


class TrackingStep(models.Model):
    """What the carrier said, once each however often it is told."""

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="steps", db_index=False)
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=ShipmentState.choices)
    text = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ["happened_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["shipment", "fingerprint"], name="trackingstep_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id} {self.state}"
