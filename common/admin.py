"""Admin pages for looking and operating: nothing is typed over, actions call operations."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, TypeVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Field, JSONField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.forms import ActionForm
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from common.access import may, require_fresh_proof
from common.errors import NeedsFreshProof, Refused
from common.registries import scope_names
from common.texts import I18nField, I18nFormField, I18nWidget, in_language

_TYPED = "typed-before-a-proof"
_MOST_DIGITS = 18
Row = TypeVar("Row", bound=Model)


class Badges(dict[str, str | None]):
    """Colours of states for unfold's ``display(label=...)``; a state without one is plain, still in words."""

    def __missing__(self, state: str) -> None:
        return None


def row_or_404(rows: QuerySet[Row], number: str) -> Row:
    """By the number in an address. Letters, and more digits than rows have, are nobody's and no crash."""
    if not number.isdecimal() or len(number) > _MOST_DIGITS:
        raise Http404
    return get_object_or_404(rows, pk=number)


def titled(name: str, title: str | Promise) -> Callable[[Any], Any]:
    """A list's column for a plain field, under a heading in the reader's language."""

    @display(description=title, ordering=name)
    def column(row: Any) -> Any:
        in_words = getattr(row, f"get_{name}_display", None)
        return in_words() if in_words else getattr(row, name)

    column.__name__ = name
    return column  # type: ignore[no-any-return]


def state_column(colours: Mapping[str, str | None]) -> Callable[[Any], Any]:
    """The column ``state`` as a badge in words."""

    @display(description=gettext_lazy("State"), label=Badges(colours), ordering="state")
    def state_label(row: Any) -> tuple[str, str]:
        return row.state, row.get_state_display()

    return state_label  # type: ignore[no-any-return]


def text_column(path: str, title: str | Promise) -> Callable[[Any], Any]:
    """A text in several languages, of the row (``title``) or of what it hangs on (``event.title``)."""

    @display(description=title)
    def column(row: Any) -> str:
        return in_language(attrgetter(path)(row))

    column.__name__ = path.replace(".", "_")
    return column  # type: ignore[no-any-return]


@cache
def all_languages(field: I18nField) -> Callable[[Any], Any]:
    """A text of a row in every language that it has, one below the other."""

    @display(description=field.verbose_name)
    def column(row: Any) -> str:
        texts = getattr(row, field.name) or {}
        lines = [(code, name, texts[code]) for code, name in settings.LANGUAGES if texts.get(code)]
        return format_html_join("", '<p lang="{}"><small>{}</small> {}</p>', lines) or "–"

    column.__name__ = f"{field.name}_in_all_languages"
    return column  # type: ignore[no-any-return]


@cache
def as_written(field: JSONField) -> Callable[[Any], Any]:
    """What a row keeps as JSON, in the letters in which it was written."""

    @display(description=field.verbose_name)
    def column(row: Any) -> str:
        kept = getattr(row, field.name)
        if kept in (None, "", [], {}):
            return "–"
        text = json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True, cls=field.encoder)
        return format_html('<pre class="whitespace-pre-wrap break-words">{}</pre>', text)

    column.__name__ = f"{field.name}_as_written"
    return column  # type: ignore[no-any-return]


def readable(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """The column that shows what a field stores otherwise than people read it; None for most fields."""
    if isinstance(field, I18nField):
        return all_languages(field)
    return as_written(field) if isinstance(field, JSONField) else None


class AdminTexts(I18nWidget):
    """One input per language in the admin's own dress."""

    template_name = "admin/common/texts.html"

    def __init__(self, *, multiline: bool = False) -> None:
        super().__init__(multiline=multiline)
        kind = UnfoldAdminTextareaWidget if multiline else UnfoldAdminTextInputWidget
        for widget, language in zip(self.widgets, self.languages, strict=True):
            widget.attrs.update(kind(attrs={"rows": 3} if multiline else None).attrs)
            widget.attrs["lang"] = language


def admin_texts(label: Any, *, multiline: bool = False, **more: Any) -> I18nFormField:
    """A text in every language, for the admin's forms."""
    return I18nFormField(label=label, multiline=multiline, widget=AdminTexts(multiline=multiline), **more)


class OperatingAdmin(ModelAdmin):
    """Read-only by default. ``view_verb``: the verb (``access.py``) that opens the list."""

    view_verb: ClassVar[str] = ""
    compressed_fields = True
    show_full_result_count = False
    list_per_page = 50

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The act and reason that had to wait for a proof are there again.

        PostgreSQL can't be asked for a NUL; Django sends whoever asks for nonsense to the plain list, too.
        """
        if any("\0" in value for name in request.GET for value in request.GET.getlist(name)):
            return HttpResponseRedirect(request.path)
        if not all(map(self._may_be_a_row, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            messages.warning(request, _("These rows are not there. Nothing was changed."))
            return HttpResponseRedirect(request.get_full_path())
        response: HttpResponse = super().changelist_view(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("action_form")
        if form:
            form.initial = request.session.pop(_TYPED, {})
        return response

    def _may_be_a_row(self, value: str) -> bool:
        """Whether the database can be asked for a row of this number or name at all."""
        try:
            self.model._meta.pk.run_validators(self.model._meta.pk.to_python(value))
        except ValidationError:
            return False
        return "\0" not in value

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not request.user.is_active or not request.user.is_staff:
            return False
        return request.user.is_superuser or bool(self.view_verb and may(request.user, self.view_verb, obj))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Django looks for the row first, and so tells whoever may not look whether it exists."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        answer: HttpResponse = super().history_view(request, object_id, extra_context)
        return answer

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [readable(field) or field.name for field in self.model._meta.fields]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A page that names its fields shows them as readably."""
        named = super().get_fields(request, obj)
        if obj is None:
            return named
        columns = {field.name: readable(field) for field in self.model._meta.fields}
        return [(columns.get(one) or one) if isinstance(one, str) else one for one in named]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """Texts and JSON stand there readably, not a second time as they are stored."""
        texts = [field.name for field in self.model._meta.fields if readable(field)]
        return [*(super().get_exclude(request, obj) or ()), *texts]


class AddingAdmin(OperatingAdmin):
    """A page whose "add" calls one operation: its refusal stands beside the field, nothing typed is lost."""

    def create(self, request: HttpRequest, data: dict[str, Any]) -> Model:
        """Call the operation with what the form found; returns the new row. May raise ``Refused``."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = self.create(request, form.cleaned_data).pk

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """The refusal undoes the transaction of the first look; the second one shows it in the form."""
        view: Callable[..., HttpResponse] = super().changeform_view
        try:
            return view(request, object_id, form_url, extra_context)
        except Refused as refused:
            request._refused = refused  # type: ignore[attr-defined]
            return view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refused: Refused | None = getattr(request, "_refused", None)
        return form if refused is None else type(form.__name__, (_RefusedForm, form), {"refused": refused})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return super().get_readonly_fields(request, obj) if obj else []

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_exclude(request, obj) if obj else self.exclude

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The manager's own brands by name; a free reference where no brand is known."""
        names = scope_names(request.user) if db_field.name == "brand_ref" else {}
        if not names:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        choices = list(names.items())
        return forms.ChoiceField(label=gettext_lazy("Brand"), choices=choices, widget=UnfoldAdminSelectWidget)


class _RefusedForm(forms.BaseForm):
    """Laid before a form whose operation has refused."""

    refused: ClassVar[Refused]

    def clean(self) -> Any:
        cleaned = super().clean()
        named = self.refused.field in self.fields
        self.add_error(self.refused.field if named else None, self.refused.text)
        return cleaned


class ReasonActionForm(ActionForm):
    """Beside the choice of an act: why. The operation refuses an empty one."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )


def run_on_each(
    request: HttpRequest, rows: "QuerySet[Any]", operation: Callable[[Model], object], *, done: str
) -> None:
    """Call ``operation`` on each row; refusals become messages, the rest goes on.

    Raises: NeedsFreshProof, before the first one, when there are several. What was typed is kept for the way
    back.
    """
    chosen = list(rows)
    try:
        if len(chosen) > 1:
            require_fresh_proof(request.user)
        count = sum(_did(request, row, operation) for row in chosen)
    except NeedsFreshProof:
        request.session[_TYPED] = {name: request.POST.get(name, "") for name in ("action", "reason")}
        raise
    if count:
        messages.success(request, f"{done} ({count})")


def _did(request: HttpRequest, row: Model, operation: Callable[[Model], object]) -> bool:
    try:
        operation(row)
    except Refused as refused:
        messages.warning(request, _("%(row)s: %(reason)s") % {"row": row, "reason": refused.text})
        return False
    return True
