"""Tables out of the two desks and back in."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from common.admin import OperatingAdmin
from common.errors import Refused
from gifts.operations.sheets import SheetResult
from gifts.sheets import read_csv, to_csv

PROBLEMS_SHOWN = 50


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("Table (CSV in UTF-8)"),
        help_text=_("The table that this desk gives out, filled in; at most 1 MB."),
        widget=UnfoldAdminFileFieldWidget,
    )
    dry_run = forms.BooleanField(
        label=_("Only look: say what would be wrong"),
        required=False,
        initial=True,
        widget=UnfoldBooleanWidget,
    )


class CountsForm(SheetForm):
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=UnfoldAdminTextInputWidget)


def csv_answer(name: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> HttpResponse:
    answer = HttpResponse(to_csv(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def sheet_page(
    desk: OperatingAdmin,
    request: HttpRequest,
    *,
    form: SheetForm,
    heads: Sequence[str],
    enter: Callable[[Any, dict[str, Any]], SheetResult],
    back: str,
) -> HttpResponse:
    """Reads the file and has it entered; what is wrong is named by line, and then nothing was written."""
    if request.method == "POST" and form.is_valid():
        try:
            result = enter(read_csv(form.cleaned_data["file"].lines_of_text(), heads), form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.text)
        else:
            if not result.problems and not form.cleaned_data["dry_run"]:
                messages.success(request, f"{_now('Written down')}: {result.changed}")
                return HttpResponseRedirect(back)
            _tell(form, request, result)
    context = {**desk.admin_site.each_context(request), "form": form, "opts": desk.opts}
    return TemplateResponse(request, "admin/gifts/stock.html", {**context, "title": _("Bring a table in")})


def _tell(form: SheetForm, request: HttpRequest, result: SheetResult) -> None:
    for line, problem in result.problems[:PROBLEMS_SHOWN]:
        form.add_error(None, _now("Line %(line)s: %(problem)s") % {"line": line, "problem": problem})
    if not result.problems:
        told = _now("Nothing is wrong. %(count)s lines would change something; nothing was written yet.")
        messages.info(request, told % {"count": result.changed})
