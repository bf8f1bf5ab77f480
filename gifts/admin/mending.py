"""The dead-parcel desk: what did not arrive, and what to do about it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.admin import OperatingAdmin, ReasonActionForm, run_on_each, state_column, titled
from gifts import operations
from gifts.admin.gifts import StepInline
from gifts.mending_queries import dead_parcels
from gifts.models import DeadParcel
from gifts.states import ReturnOutcome, ShipmentState


@admin.register(DeadParcel)
class DeadParcelAdmin(OperatingAdmin):
    view_verb = "gifts.view-packing-list"
    action_form = ReasonActionForm
    list_display = [
        titled("waybill_no", _("Waybill")),
        "item",
        state_column({ShipmentState.PROBLEM: "danger", ShipmentState.REFUSED: "danger"}),
        titled("outcome", _("What became of the unit")),
        titled("created_at", _("Made")),
        titled("carrier", _("Carrier")),
    ]
    list_filter = ["state", "carrier"]
    list_select_related = ["gift__item"]
    search_fields = ["waybill_no", "gift__public_id"]
    ordering = ["id"]
    fields = ["waybill_no", "carrier", "state", "outcome", "created_at"]
    inlines = [StepInline]
    actions = ["restock", "write_off", "lost", "offer_again"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is asked about a parcel is asked about its gift."""
        return super().has_view_permission(request, obj.gift if obj else None)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeadParcel]:
        return dead_parcels(request.user)

    @display(description=_("Item"))
    def item(self, parcel: DeadParcel) -> str:
        return str(parcel.gift.item)

    @admin.action(description=_("It is back and whole: to the shelf"))
    def restock(self, request: HttpRequest, queryset: QuerySet[DeadParcel]) -> None:
        self._settle(request, queryset, ReturnOutcome.RESTOCKED)

    @admin.action(description=_("It is back and spoilt: write it off"))
    def write_off(self, request: HttpRequest, queryset: QuerySet[DeadParcel]) -> None:
        self._settle(request, queryset, ReturnOutcome.WRITTEN_OFF)

    def _settle(self, request: HttpRequest, rows: QuerySet[DeadParcel], outcome: ReturnOutcome) -> None:
        def operation(parcel: Any) -> None:
            operations.settle_return(
                actor=request.user,
                gift_id=parcel.gift_id,
                outcome=outcome,
                reason=request.POST.get("reason", ""),
                now=timezone.now(),
            )

        run_on_each(request, rows, operation, done=gettext("Written down"))

    @admin.action(description=_("It is lost"))
    def lost(self, request: HttpRequest, queryset: QuerySet[DeadParcel]) -> None:
        def operation(parcel: Any) -> None:
            operations.note_lost(
                actor=request.user,
                gift_id=parcel.gift_id,
                reason=request.POST.get("reason", ""),
                now=timezone.now(),
            )

        run_on_each(request, queryset, operation, done=gettext("Written down"))

    @admin.action(description=_("Offer it again to the same person"))
    def offer_again(self, request: HttpRequest, queryset: QuerySet[DeadParcel]) -> None:
        def operation(parcel: Any) -> None:
            operations.offer_again(actor=request.user, gift_id=parcel.gift_id, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("Offered again"))
