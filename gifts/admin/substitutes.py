"""What was proposed instead of gifts that cannot be sent, and what their recipients said."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from common.access import may
from common.admin import OperatingAdmin, run_on_each, state_column, text_column, titled
from common.errors import NeedsFreshProof
from gifts.models import Gift, Substitute
from gifts.operations import propose_substitute
from gifts.queries import item_ids_of, looked_after
from gifts.substitute_queries import choices_of
from gifts.substitute_states import SubstituteState

_CHOSEN = "gifts.chosen-instead"


class InsteadForm(forms.Form):
    """For each gift what its recipient is asked about: the operation judges it, as for programs."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the recipient to read."),
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )

    def offer(self, gift: Gift) -> None:
        """A field with what is of equal worth, what is most left first and chosen."""
        choices = [
            (item.public_id, gettext("%(item)s: %(left)s left") % {"item": item, "left": left})
            for item, left in choices_of(gift)
        ]
        self.fields[_field_of(gift)] = forms.CharField(
            label=f"{gift.item} ({gift.public_id})",
            required=False,
            help_text="" if choices else _("Nothing else of equal worth is left."),
            widget=UnfoldAdminSelectWidget(choices=choices) if choices else forms.HiddenInput,
        )


def _field_of(gift: Gift) -> str:
    return f"item-{gift.public_id}"


def propose_each(desk: OperatingAdmin, request: HttpRequest, rows: "QuerySet[Any]") -> HttpResponse | None:
    """For each row that is about a gift: choose what else of equal worth, then ask its recipient about it.

    Whoever may mend none of them is refused at once, and is shown no numbers. What was chosen is there again
    after a proof that had to come first. Raises: NeedsFreshProof.
    """
    chosen = list(rows)
    gifts = [getattr(row, "gift", row) for row in chosen]
    is_typed = "chosen" in request.POST
    initial = {**request.session.get(_CHOSEN, {}), "reason": request.POST.get("reason", "")}
    form = InsteadForm(request.POST if is_typed else None, initial=initial)
    if any(may(request.user, "gifts.mend-parcel", gift) for gift in gifts):
        for gift in gifts:
            if may(request.user, "gifts.mend-parcel", gift):
                form.offer(gift)
        if not (is_typed and form.is_valid()):
            return _page(desk, request, form, [row.pk for row in chosen])
    try:
        _ask_each(request, rows)
    except NeedsFreshProof:
        request.session[_CHOSEN] = {_field_of(gift): request.POST.get(_field_of(gift), "") for gift in gifts}
        raise
    request.session.pop(_CHOSEN, None)
    return None


def _ask_each(request: HttpRequest, rows: "QuerySet[Any]") -> None:
    def operation(row: Any) -> None:
        gift = getattr(row, "gift", row)
        wanted = request.POST.get(_field_of(gift), "")
        propose_substitute(
            actor=request.user,
            gift_id=gift.pk,
            item_id=item_ids_of([wanted]).get(wanted, 0),
            reason=request.POST.get("reason", ""),
            now=timezone.now(),
        )

    run_on_each(request, rows, operation, done=pgettext("substitute", "Asked"))


def _page(desk: OperatingAdmin, request: HttpRequest, form: InsteadForm, rows: list[int]) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": gettext("Propose something else of equal worth"),
        "form": form,
        "rows": rows,
        "act": request.POST["action"],
        "opts": desk.opts,
    }
    return TemplateResponse(request, "admin/gifts/instead.html", context)


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
