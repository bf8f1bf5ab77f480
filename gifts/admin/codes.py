"""Importing codes, and how far each import is."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from common.admin import OperatingAdmin, state_column, titled
from gifts import code_rules, queries
from gifts.models import CodeImport
from gifts.states import ImportState

PROBLEMS = {
    code_rules.KNOWN: _("stands in the pool already"),
    code_rules.REPEATED: _("stands in this file before"),
    code_rules.TOO_LONG: _("is longer than 120 characters"),
    code_rules.UNPRINTABLE: _("has characters that can't be printed"),
}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File of codes"),
        help_text=_("Text or CSV in UTF-8, one code per line in the first column, at most 10 MB."),
        widget=UnfoldAdminFileFieldWidget,
    )
    dry_run = forms.BooleanField(
        label=_("Only look: count and name what would be wrong"),
        required=False,
        initial=True,
        widget=UnfoldBooleanWidget,
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=UnfoldAdminTextInputWidget)


@admin.register(CodeImport)
class CodeImportAdmin(OperatingAdmin):
    view_verb = "gifts.view-code-imports"
    list_display = [
        titled("created_at", _("Made")),
        "item",
        state_column({ImportState.DONE: "success", ImportState.FAILED: "danger"}),
        "progress",
        titled("lines", _("Lines")),
        titled("added", pgettext_lazy("code", "Added")),
        titled("dry_run", _("Only looked")),
    ]
    list_filter = ["state", "dry_run"]
    list_select_related = ["pool__item"]
    ordering = ["-id"]
    fields = [
        "item",
        "state",
        "progress",
        "dry_run",
        "reason",
        "actor",
        "lines",
        "added",
        "known",
        "repeated",
        "unusable",
        "problems",
    ]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[CodeImport]:
        return queries.code_imports_of(request.user)

    @display(description=_("Item"))
    def item(self, source: CodeImport) -> str:
        return str(source.pool.item)

    @display(description=_("Progress"))
    def progress(self, source: CodeImport) -> str:
        return f"{100 * source.parts_done // max(1, source.parts_total)} %"

    @display(description=_("What was wrong, by line"))
    def problems(self, source: CodeImport) -> Any:
        rows = ((line, ending, PROBLEMS[problem]) for line, problem, ending in source.told)
        return format_html_join("\n", "<p>{} ({}): {}</p>", rows) or "–"
