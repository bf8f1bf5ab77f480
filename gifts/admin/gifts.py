"""Gifts and parcels, read-only: how each came to its state."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from common.admin import OperatingAdmin, run_on_each, state_column, titled
from gifts import operations, queries
from gifts.models import Gift, GiftOffer, Shipment, StockEntry, TrackingStep
from gifts.states import GiftState, ShipmentState


class ReadOnlyInline(TabularInline):
    extra = 0
    max_num = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class OfferInline(ReadOnlyInline):
    model = GiftOffer
    fields = ["recipient", "offered_at", "expires_at", "answer", "answered_at", "phrase"]
    readonly_fields = fields
    ordering = ["id"]


class EntryInline(ReadOnlyInline):
    model = StockEntry
    fields = ["at", "kind", "reason", "actor"]
    readonly_fields = fields
    ordering = ["id"]


@admin.register(Gift)
class GiftAdmin(OperatingAdmin):
    view_verb = "gifts.look-after"
    list_display = [
        titled("item", _("Item")),
        titled("recipient", _("Recipient")),
        state_column(
            {
                GiftState.OFFERED: "warning",
                GiftState.ACCEPTED: "info",
                GiftState.PACKING: "info",
                GiftState.SHIPPED: "info",
                GiftState.DELIVERED: "success",
                GiftState.RETURNED: "danger",
            }
        ),
        titled("created_at", _("Made")),
        titled("source", _("Source")),
    ]
    list_filter = ["state", "item__kind"]
    list_select_related = ["item", "recipient"]
    search_fields = ["public_id", "source", "recipient__handle"]
    ordering = ["-id"]
    inlines = [OfferInline, EntryInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Gift]:
        return queries.looked_after(request.user)


class StepInline(ReadOnlyInline):
    model = TrackingStep
    fields = ["happened_at", "state", "text"]
    readonly_fields = fields
    ordering = ["-happened_at"]


@admin.register(Shipment)
class ShipmentAdmin(OperatingAdmin):
    view_verb = "gifts.look-after"
    list_display = [
        titled("waybill_no", _("Waybill")),
        "item",
        "recipient",
        state_column({ShipmentState.DELIVERED: "success", ShipmentState.PROBLEM: "danger"}),
        titled("created_at", _("Made")),
        titled("delivered_at", _("Delivered")),
        titled("next_check_at", _("Next look")),
    ]
    list_filter = ["state", "carrier"]
    list_select_related = ["gift__item", "gift__recipient"]
    search_fields = ["waybill_no", "gift__public_id"]
    ordering = ["-id"]
    inlines = [StepInline]
    actions = ["arrived"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Shipment]:
        mine = queries.looked_after(request.user).values("pk")
        return Shipment.objects.filter(gift__in=mine)

    @admin.action(description=_("It has arrived (where no carrier tells)"))
    def arrived(self, request: HttpRequest, queryset: QuerySet[Shipment]) -> None:
        def operation(shipment: Any) -> None:
            operations.note_arrival(actor=request.user, gift_id=shipment.gift_id, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("Delivered"))

    @display(description=_("Item"))
    def item(self, shipment: Shipment) -> str:
        return str(shipment.gift.item)

    @display(description=_("Recipient"))
    def recipient(self, shipment: Shipment) -> str:
        return str(shipment.gift.recipient)
