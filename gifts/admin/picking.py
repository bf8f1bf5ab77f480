"""Picking lists: the walk along the shelves."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import action

from common.admin import OperatingAdmin, row_or_404, titled
from common.errors import Refused
from gifts import operations, pick_queries
from gifts.models import PickList


@admin.register(PickList)
class PickListAdmin(OperatingAdmin):
    view_verb = "gifts.walk-pick-list"
    list_display = [
        titled("created_at", _("Made")),
        titled("made_by", pgettext_lazy("picking", "By")),
        titled("public_id", _("Number")),
    ]
    list_select_related = ["made_by"]
    ordering = ["-id"]
    fields = ["public_id", "made_by", "created_at"]
    actions_detail = ["walk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PickList]:
        return pick_queries.pick_lists_of(request.user)

    @action(description=_("Walk along the shelves"), url_path="walk", icon="shelves")
    def walk(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET shows what to fetch; POST marks one row, or takes its mark back."""
        found = row_or_404(self.get_queryset(request), object_id)
        if request.method == "POST":
            self._mark(request, found)
            return HttpResponseRedirect(request.path)
        rows = pick_queries.rows_of(found.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Picking list"),
            "found": found,
            "rows": rows,
            "left": sum(row.units - row.picked for row in rows),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/gifts/walk.html", context)

    def _mark(self, request: HttpRequest, found: PickList) -> None:
        item, _sep, house = request.POST.get("picked", request.POST.get("back", "")).partition("|")
        item_id = int(item) if item.isdecimal() and len(item) < 19 else 0
        try:
            if "picked" in request.POST:
                operations.pick_units(
                    actor=request.user, list_id=found.pk, item_id=item_id, house=house, now=timezone.now()
                )
            else:
                operations.put_back_units(actor=request.user, list_id=found.pk, item_id=item_id, house=house)
        except Refused as refused:
            messages.error(request, refused.text)
