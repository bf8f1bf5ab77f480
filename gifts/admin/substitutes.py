"""What was proposed instead of gifts that cannot be sent, and what their recipients said."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from common.admin import OperatingAdmin, run_on_each, state_column, text_column, titled
from gifts.models import Substitute
from gifts.operations import propose_substitute
from gifts.queries import looked_after
from gifts.substitute_queries import first_substitute
from gifts.substitute_states import SubstituteState


def propose_each(request: HttpRequest, rows: "QuerySet[Any]") -> None:
    """For each row that is about a gift: ask its recipient about what is most left of equal worth."""

    def operation(row: Any) -> None:
        gift = getattr(row, "gift", row)
        propose_substitute(
            actor=request.user,
            gift_id=gift.pk,
            item_id=first_substitute(gift) or 0,
            reason=request.POST.get("reason", ""),
            now=timezone.now(),
        )

    run_on_each(request, rows, operation, done=pgettext("substitute", "Asked"))


@admin.register(Substitute)
class SubstituteAdmin(OperatingAdmin):
    view_verb = "gifts.look-after"
    list_display = [
        text_column("gift.item.name", _("Gift")),
        titled("item", _("Instead")),
        state_column({SubstituteState.ASKED: "info", SubstituteState.AGREED: "success"}),
        titled("reason", _("Reason")),
        titled("asked_at", pgettext_lazy("substitute", "Asked at")),
        titled("answered_at", _("Answered at")),
    ]
    list_filter = ["state"]
    list_select_related = ["gift__item", "item"]
    search_fields = ["gift__public_id"]
    ordering = ["-id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(gift__in=looked_after(request.user).order_by().values("pk"))
