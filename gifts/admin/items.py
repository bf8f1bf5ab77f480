"""Items and the stock desk."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from common.access import may
from common.admin import Badges, OperatingAdmin, admin_texts, run_on_each, titled
from common.errors import Refused
from common.registries import scope_names
from common.texts import in_language
from gifts import operations, queries
from gifts.admin.codes import ImportForm
from gifts.models import Item, StockEntry
from gifts.states import ItemState


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    name = admin_texts(_("Name of the item"), max_length=80)
    description = admin_texts(_("Description"), multiline=True, required=False)
    variant = admin_texts(_("Size or colour"), max_length=40, required=False)
    low_stock = forms.IntegerField(
        label=_("Tell when fewer are left than"),
        help_text=_("The brand's managers are told once. Empty tells nobody."),
        min_value=0,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    class Meta:
        model = Item
        fields = [
            "brand_ref",
            "name",
            "description",
            "kind",
            "fulfilment",
            "value_fen",
            "slots",
            "low_stock",
            "variant_of",
            "variant",
        ]
        labels = {"brand_ref": _("Brand"), "value_fen": _("Value in fen"), "slots": _("Slices of the stock")}
        help_texts = {
            "value_fen": _("39900 is 399 yuan."),
            "variant_of": _("Recipients may choose between all sizes and colours of one item."),
            "slots": _("Leave it as it is, unless thousands will claim this item in the same minute."),
        }


class StockForm(forms.Form):
    """One change of stock; which operation it is stands in ``change``."""

    CHANGES = {
        "receive": (_("Units received"), operations.receive_stock),
        "write-off": (_("Units lost, broken or miscounted"), operations.write_off_stock),
    }

    change = forms.ChoiceField(
        label=_("What happened"),
        choices=[(key, label) for key, (label, _operation) in CHANGES.items()],
        widget=UnfoldAdminSelectWidget,
    )
    quantity = forms.IntegerField(label=_("Quantity"), widget=UnfoldAdminIntegerFieldWidget)
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=UnfoldAdminTextInputWidget)


class EntryInline(TabularInline):
    model = StockEntry
    fields = ["at", "kind", "quantity", "reason", "actor"]
    readonly_fields = fields
    ordering = ["-id"]
    extra = 0
    max_num = 0
    can_delete = False
    per_page = 20

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(Item)
class ItemAdmin(OperatingAdmin):
    view_verb = "gifts.view-items"
    form = ItemForm
    list_display = [
        "title",
        titled("kind", _("Kind")),
        "state_label",
        titled("fulfilment", _("Fulfilment")),
        "free",
        "reserved",
    ]
    list_filter = ["state", "kind", "fulfilment"]
    search_fields = ["public_id", "brand_ref"]
    ordering = ["-id"]
    inlines = [EntryInline]
    actions = ["retire", "bring_back", "open_to_presents", "close_to_presents"]
    actions_detail = ["change_stock", "import_codes"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        mine = queries.kept_by(request.user)
        return mine.annotate(
            free_units=Sum(F("balances__on_hand") - F("balances__reserved")),
            reserved_units=Sum("balances__reserved"),
        )

    @admin.display(description=_("Item"))
    def title(self, item: Item) -> str:
        return item.title

    @display(description=_("State"), label=Badges({ItemState.ACTIVE: "success"}))
    def state_label(self, item: Item) -> tuple[str, str]:
        return item.state, str(ItemState(item.state).label)

    @admin.display(description=_("Free"), ordering="free_units")
    def free(self, item: Any) -> int:
        return item.free_units or 0

    @admin.display(description=_("Reserved"), ordering="reserved_units")
    def reserved(self, item: Any) -> int:
        return item.reserved_units or 0

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "gifts.view-items")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return super().get_readonly_fields(request, obj) if obj else []

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        names = scope_names(request.user)

        @admin.display(description=_("Brand"), ordering="brand_ref")
        def brand(item: Item) -> str:
            return names.get(item.brand_ref, item.brand_ref)

        return [*self.list_display, brand]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The manager's own brands by name and own items; a free reference where no brand is known."""
        if db_field.name == "variant_of":
            kwargs["queryset"] = queries.kept_by(request.user).filter(variant_of=None).order_by("pk")
        names = scope_names(request.user) if db_field.name == "brand_ref" else {}
        if not names:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(
            label=_("Brand"), choices=list(names.items()), widget=UnfoldAdminSelectWidget
        )

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return list(self.inlines) if obj else []

    def save_model(self, request: HttpRequest, obj: Item, form: Any, change: bool) -> None:
        data = {**form.cleaned_data, "low_stock": form.cleaned_data["low_stock"] or 0}
        first = data.pop("variant_of")
        try:
            made = operations.create_item(
                actor=request.user, variant_of_id=first.pk if first else None, now=timezone.now(), **data
            )
        except Refused as refused:
            messages.error(request, refused.text)
            return
        obj.pk = made.pk

    @admin.action(description=_("Retire: no new gifts of it"))
    def retire(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        def operation(item: Any) -> None:
            operations.retire_item(actor=request.user, item_id=item.pk, reason="admin")

        run_on_each(request, queryset, operation, done=gettext("Retired"))

    @admin.action(description=_("Bring back"))
    def bring_back(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        def operation(item: Any) -> None:
            operations.bring_back_item(actor=request.user, item_id=item.pk, reason="admin")

        run_on_each(request, queryset, operation, done=gettext("Brought back"))

    @admin.action(description=_("Members may give it to each other"))
    def open_to_presents(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        self._set_open(request, queryset, is_open=True)

    @admin.action(description=_("Members may no longer give it"))
    def close_to_presents(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        self._set_open(request, queryset, is_open=False)

    def _set_open(self, request: HttpRequest, queryset: QuerySet[Item], *, is_open: bool) -> None:
        def operation(item: Any) -> None:
            operations.open_to_presents(actor=request.user, item_id=item.pk, is_open=is_open)

        run_on_each(request, queryset, operation, done=gettext("Written down"))

    @action(description=_("Change the stock"), url_path="stock", icon="inventory_2")
    def change_stock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        item = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = StockForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._changed(request, item, form):
            return HttpResponseRedirect(reverse("admin:gifts_item_change", args=[item.pk]))
        context = {**self.admin_site.each_context(request), "form": form, "item": item, "opts": self.opts}
        return TemplateResponse(
            request, "admin/gifts/stock.html", {**context, "title": in_language(item.name)}
        )

    @action(description=_("Import codes"), url_path="codes", icon="password")
    def import_codes(self, request: HttpRequest, object_id: str) -> HttpResponse:
        item = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = operations.start_code_import(
                    actor=request.user,
                    item_id=item.pk,
                    chunks=form.cleaned_data["file"].lines_of_text(),
                    dry_run=form.cleaned_data["dry_run"],
                    reason=form.cleaned_data["reason"],
                    now=timezone.now(),
                )
                return HttpResponseRedirect(reverse("admin:gifts_codeimport_change", args=[made.pk]))
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.text)
        context = {**self.admin_site.each_context(request), "form": form, "item": item, "opts": self.opts}
        return TemplateResponse(
            request, "admin/gifts/stock.html", {**context, "title": in_language(item.name)}
        )

    def _changed(self, request: HttpRequest, item: Item, form: StockForm) -> bool:
        label, operation = StockForm.CHANGES[form.cleaned_data["change"]]
        try:
            operation(
                actor=request.user,
                item_id=item.pk,
                quantity=form.cleaned_data["quantity"],
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.text)
            return False
        messages.success(request, f"{label}: {form.cleaned_data['quantity']}")
        return True
