"""The packing desk: what waits, where it goes (one address at a time, each reading written down)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from common.access import require_fresh_proof
from common.admin import OperatingAdmin, row_or_404, run_on_each, titled
from common.errors import Refused
from gifts import operations, queries, rules, sheet_queries
from gifts.admin.sheets import SheetForm, csv_answer, sheet_page
from gifts.admin.substitutes import propose_each
from gifts.countries import HOME, country_name
from gifts.labels import pdf_of
from gifts.models import Gift, ParcelToPack
from gifts.operations.sheets import Lines, SheetResult
from gifts.states import Fulfilment


@admin.register(ParcelToPack)
class PackingDeskAdmin(OperatingAdmin):
    view_verb = "gifts.view-packing-list"
    list_display = [
        titled("item", _("Item")),
        titled("state", _("State")),
        titled("accepted_at", pgettext_lazy("gift", "Accepted")),
        "waits_for_clerk",
        titled("public_id", _("Number")),
    ]
    list_filter = ["state", "item__fulfilment"]
    list_select_related = ["item"]
    search_fields = ["public_id"]
    ordering = ["accepted_at", "id"]
    fields = ["public_id", "item", "state", "reason", "accepted_at", "handed_over_at"]
    actions = ["hand_over", "pick", "labels", "give_out", "propose_instead"]
    actions_list = ["bring_in"]
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

    @admin.action(description=_("Propose something else of equal worth"))
    def propose_instead(self, request: HttpRequest, queryset: QuerySet[ParcelToPack]) -> HttpResponse | None:
        return propose_each(self, request, queryset)

    @admin.action(description=_("Make a picking list"))
    def pick(self, request: HttpRequest, queryset: QuerySet[ParcelToPack]) -> HttpResponse | None:
        chosen = list(queryset.values_list("pk", flat=True))
        try:
            made = operations.make_pick_list(actor=request.user, gift_ids=chosen, now=timezone.now())
        except Refused as refused:
            messages.warning(request, refused.text)
            return None
        return HttpResponseRedirect(reverse("admin:gifts_picklist_walk", args=[made.pk]))

    @admin.action(description=_("Give out as a table (CSV)"))
    def give_out(self, request: HttpRequest, queryset: QuerySet[ParcelToPack]) -> HttpResponse:
        """Without addresses: carrier and waybill are filled in, and the table is brought in again."""
        rows = sheet_queries.packing_rows(queryset)
        return csv_answer("packing", sheet_queries.PACKING_HEADS, rows)

    @action(description=_("Bring waybills in (CSV)"), url_path="waybills", icon="upload")
    def bring_in(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied

        def enter(lines: Lines, given: dict[str, Any]) -> SheetResult:
            return operations.enter_waybills(
                actor=request.user, lines=lines, dry_run=given["dry_run"], now=timezone.now()
            )

        return sheet_page(
            self,
            request,
            form=SheetForm(request.POST or None, request.FILES or None),
            heads=("gift", "carrier", "waybill"),
            enter=enter,
            back=reverse("admin:gifts_parceltopack_changelist"),
        )

    @admin.action(description=_("Print labels (each reading is written down)"))
    def labels(self, request: HttpRequest, queryset: QuerySet[ParcelToPack]) -> HttpResponse | None:
        """A PDF in the answer to this very press, kept nowhere. Several at once want a fresh proof."""
        chosen = list(queryset.values_list("pk", flat=True))
        if len(chosen) > 1:
            require_fresh_proof(request.user)
        try:
            body = pdf_of(operations.open_labels(actor=request.user, gift_ids=chosen))
        except Refused as refused:
            messages.warning(request, refused.text)
            return None
        answer = HttpResponse(body, content_type="application/pdf")
        answer["Content-Disposition"] = 'attachment; filename="labels.pdf"'
        answer["Cache-Control"] = "no-store"
        return answer

    @action(description=_("Pack"), url_path="pack", icon="package_2")
    def pack(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET asks; POST shows the address and writes down who read it, or hands the parcel over."""
        gift = row_or_404(self.get_queryset(request), object_id)
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
            "abroad": country_name(address.country) if address and address.country != HOME else "",
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
        messages.success(request, pgettext("gift", "On its way"))
