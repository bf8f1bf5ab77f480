"""The packing desk: what waits, where it goes (one address at a time, each reading written down)."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from common.admin import OperatingAdmin, run_on_each, titled
from common.errors import Refused
from gifts import operations, queries, rules
from gifts.models import Gift, ParcelToPack
from gifts.states import Fulfilment


@admin.register(ParcelToPack)
class PackingDeskAdmin(OperatingAdmin):
    view_verb = "gifts.view-packing-list"
    list_display = [
        titled("item", _("Item")),
        titled("state", _("State")),
        titled("accepted_at", _("Accepted")),
        "waits_for_clerk",
        titled("public_id", _("Number")),
    ]
    list_filter = ["state", "item__fulfilment"]
    list_select_related = ["item"]
    search_fields = ["public_id"]
    ordering = ["accepted_at", "id"]
    fields = ["public_id", "item", "state", "reason", "accepted_at", "handed_over_at"]
    actions = ["hand_over"]
    actions_detail = ["pack"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ParcelToPack]:
        mine = queries.to_pack(request.user).values("pk")
        return ParcelToPack.objects.filter(pk__in=mine).select_related("item")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)

    @admin.display(description=_("Waits for a clerk"), boolean=True)
    def waits_for_clerk(self, gift: Gift) -> bool:
        return gift.item.fulfilment == Fulfilment.DESK and gift.handed_over_at is None

    @admin.action(description=_("Packed: hand over"))
    def hand_over(self, request: HttpRequest, queryset: QuerySet[ParcelToPack]) -> None:
        def operation(gift: Any) -> None:
            operations.hand_over_gift(actor=request.user, gift_id=gift.pk, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("Handed over"))

    @action(description=_("Pack"), url_path="pack", icon="package_2")
    def pack(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET asks; POST shows the address and writes down who read it, or hands the parcel over."""
        gift = get_object_or_404(self.get_queryset(request), pk=object_id)
        address = None
        try:
            if "hand-over" in request.POST:
                operations.hand_over_gift(actor=request.user, gift_id=gift.pk, now=timezone.now())
                messages.success(request, gettext("Handed over"))
                return HttpResponseRedirect(reverse("admin:gifts_parceltopack_changelist"))
            if "waybill" in request.POST:
                self._type_waybill(request, gift)
                return HttpResponseRedirect(reverse("admin:gifts_parceltopack_changelist"))
            if request.method == "POST":
                address = operations.open_parcel_address(actor=request.user, gift_id=gift.pk)
        except Refused as refused:
            messages.error(request, refused.text)
        context = {
            **self.admin_site.each_context(request),
            "title": str(gift.item),
            "gift": gift,
            "address": address,
            "waits": self.waits_for_clerk(gift),
            "is_parcel": rules.needs_address(gift.item.kind),
            "typed": {key: request.POST.get(key, "") for key in ("carrier", "number")},
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/gifts/pack.html", context)

    def _type_waybill(self, request: HttpRequest, gift: Gift) -> None:
        operations.type_waybill(
            actor=request.user,
            gift_id=gift.pk,
            carrier=request.POST.get("carrier", ""),
            number=request.POST.get("number", ""),
            now=timezone.now(),
        )
        messages.success(request, gettext("On its way"))
