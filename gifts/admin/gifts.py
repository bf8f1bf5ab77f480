"""Gifts and parcels, read-only: how each came to its state."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from common.admin import OperatingAdmin
from gifts import queries
from gifts.models import Gift, GiftOffer, Shipment, StockEntry, TrackingStep


class _ReadOnlyInline(TabularInline):
    extra = 0
    max_num = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class OfferInline(_ReadOnlyInline):
    model = GiftOffer
    fields = ["recipient", "offered_at", "expires_at", "answer", "answered_at", "phrase"]
    readonly_fields = fields
    ordering = ["id"]


class EntryInline(_ReadOnlyInline):
    model = StockEntry
    fields = ["at", "kind", "reason", "actor"]
    readonly_fields = fields
    ordering = ["id"]


@admin.register(Gift)
class GiftAdmin(OperatingAdmin):
    view_verb = "gifts.look-after"
    list_display = ["public_id", "item", "source", "recipient", "state", "created_at"]
    list_filter = ["state", "item__kind"]
    list_select_related = ["item", "recipient"]
    search_fields = ["public_id", "source", "recipient__handle"]
    ordering = ["-id"]
    inlines = [OfferInline, EntryInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Gift]:
        return queries.looked_after(request.user)


class StepInline(_ReadOnlyInline):
    model = TrackingStep
    fields = ["happened_at", "state", "text"]
    readonly_fields = fields
    ordering = ["-happened_at"]


@admin.register(Shipment)
class ShipmentAdmin(OperatingAdmin):
    view_verb = "gifts.look-after"
    list_display = ["waybill_no", "carrier", "gift", "state", "created_at", "next_check_at", "delivered_at"]
    list_filter = ["state", "carrier"]
    list_select_related = ["gift"]
    search_fields = ["waybill_no", "gift__public_id"]
    ordering = ["-id"]
    inlines = [StepInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Shipment]:
        mine = queries.looked_after(request.user).values("pk")
        return Shipment.objects.filter(gift__in=mine)
