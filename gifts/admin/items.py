"""Items and the stock desk."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from common.access import may
from common.admin import AddingAdmin, admin_texts, row_or_404, run_on_each, state_column, titled
from common.errors import Refused
from common.registries import scope_names
from gifts import operations, queries, sheet_queries, warehouse_queries
from gifts.admin.codes import ImportForm
from gifts.admin.sheets import CountsForm, csv_answer, sheet_page
from gifts.admin.stock import ShelfForm, StockForm
from gifts.models import Item, StockEntry, free_units
from gifts.operations.sheets import Lines, SheetResult
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
class ItemAdmin(AddingAdmin):
    view_verb = "gifts.view-items"
    form = ItemForm
    list_display = [
        "title",
        titled("kind", _("Kind")),
        state_column({ItemState.ACTIVE: "success"}),
        titled("fulfilment", _("Fulfilment")),
        "free",
        "reserved",
        "promised",
        titled("shelf", _("Shelf")),
    ]
    list_filter = ["state", "kind", "fulfilment"]
    search_fields = ["public_id", "brand_ref"]
    ordering = ["-id"]
    inlines = [EntryInline]
    actions = ["retire", "bring_back", "open_to_presents", "close_to_presents", "give_out"]
    actions_list = ["bring_in"]
    actions_detail = ["change_stock", "place", "import_codes"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        mine = queries.kept_by(request.user)
        return mine.annotate(
            free_units=Sum(free_units("balances__")),
            reserved_units=Sum("balances__reserved"),
            promised_units=Sum("balances__earmarked"),
        )

    @admin.display(description=_("Item"))
    def title(self, item: Item) -> str:
        return item.title

    @admin.display(description=_("Free"), ordering="free_units")
    def free(self, item: Any) -> int:
        return item.free_units or 0

    @admin.display(description=_("Reserved"), ordering="reserved_units")
    def reserved(self, item: Any) -> int:
        return item.reserved_units or 0

    @admin.display(description=_("Promised by campaigns"), ordering="promised_units")
    def promised(self, item: Any) -> int:
        return item.promised_units or 0

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "gifts.view-items")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        names = scope_names(request.user)

        @admin.display(description=_("Brand"), ordering="brand_ref")
        def brand(item: Item) -> str:
            return names.get(item.brand_ref, item.brand_ref)

        return [*self.list_display, brand]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The manager's own items."""
        if db_field.name == "variant_of":
            kwargs["queryset"] = queries.kept_by(request.user).filter(variant_of=None).order_by("pk")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return list(self.inlines) if obj else []

    def create(self, request: HttpRequest, data: dict[str, Any]) -> Item:
        known = {**data, "low_stock": data["low_stock"] or 0}
        first = known.pop("variant_of")
        return operations.create_item(
            actor=request.user, variant_of_id=first.pk if first else None, now=timezone.now(), **known
        )

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

    @admin.action(description=_("Give out as a table (CSV)"))
    def give_out(self, request: HttpRequest, queryset: QuerySet[Item]) -> HttpResponse:
        """The counted numbers are filled in, and the table is brought in again."""
        return csv_answer("stock", sheet_queries.STOCK_HEADS, sheet_queries.stock_rows(queryset))

    @action(description=_("Bring counts in (CSV)"), url_path="counts", icon="upload")
    def bring_in(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied

        def enter(lines: Lines, given: dict[str, Any]) -> SheetResult:
            return operations.enter_counts(
                actor=request.user,
                lines=lines,
                reason=given["reason"],
                dry_run=given["dry_run"],
                now=timezone.now(),
            )

        return sheet_page(
            self,
            request,
            form=CountsForm(request.POST or None, request.FILES or None),
            heads=("item", "warehouse", "on_hand", "counted"),
            enter=enter,
            back=reverse("admin:gifts_item_changelist"),
        )

    @action(description=_("Change the stock"), url_path="stock", icon="inventory_2")
    def change_stock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        item = row_or_404(self.get_queryset(request), object_id)
        form = StockForm(request.POST or None, houses=warehouse_queries.houses_of(item))
        if request.method == "POST" and form.is_valid() and form.carried_out(request.user, item):
            messages.success(request, form.told)
            return HttpResponseRedirect(reverse("admin:gifts_item_change", args=[item.pk]))
        return self._form_page(request, item, form)

    @action(description=_("Say where it stands"), url_path="shelf", icon="shelves")
    def place(self, request: HttpRequest, object_id: str) -> HttpResponse:
        item = row_or_404(self.get_queryset(request), object_id)
        form = ShelfForm(request.POST or None, initial={"shelf": item.shelf})
        if request.method == "POST" and form.is_valid() and form.carried_out(request.user, item):
            return HttpResponseRedirect(reverse("admin:gifts_item_change", args=[item.pk]))
        return self._form_page(request, item, form)

    def _form_page(self, request: HttpRequest, item: Item, form: forms.Form) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "form": form, "item": item, "opts": self.opts}
        return TemplateResponse(request, "admin/gifts/stock.html", {**context, "title": item.title})

    @action(description=_("Import codes"), url_path="codes", icon="password")
    def import_codes(self, request: HttpRequest, object_id: str) -> HttpResponse:
        item = row_or_404(self.get_queryset(request), object_id)
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
        return self._form_page(request, item, form)
