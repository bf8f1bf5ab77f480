"""Houses beside the first one."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from common.access import may
from common.admin import OperatingAdmin, titled
from common.errors import Refused
from common.registries import scope_names
from gifts import operations, warehouse_queries
from gifts.models import Warehouse


@admin.register(Warehouse)
class WarehouseAdmin(OperatingAdmin):
    view_verb = "gifts.view-items"
    list_display = [titled("name", pgettext_lazy("warehouse", "Name")), titled("created_at", _("Made"))]
    search_fields = ["name"]
    ordering = ["-id"]
    fields = ["brand_ref", "name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Warehouse]:
        return warehouse_queries.kept_by(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "gifts.view-items")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return super().get_readonly_fields(request, obj) if obj else []

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The manager's own brands by name; a free reference where no brand is known."""
        names = scope_names(request.user) if db_field.name == "brand_ref" else {}
        if not names:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(
            label=_("Brand"), choices=list(names.items()), widget=UnfoldAdminSelectWidget
        )

    def save_model(self, request: HttpRequest, obj: Warehouse, form: Any, change: bool) -> None:
        try:
            made = operations.open_warehouse(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            messages.error(request, refused.text)
            return
        obj.pk = made.pk
