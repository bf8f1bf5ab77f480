"""What a manager can do to a row: each act is a page that asks, a form that acts, and one operation."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from common.errors import NotFound, Refused
from common.web import ActionView, NonceForm, refusal_page

Text = str | Promise
Run = Callable[[Any, int, str, datetime], object]


def _only_on_its_own_page(actor: Any, pk: int, reason: str, now: datetime) -> object:
    raise NotFound


@dataclass(frozen=True, kw_only=True)
class Act:
    """``states``: where it is offered; the operation has the last word. ``names_what_was_read``: the page of
    its own tells which revision of the row was read."""

    key: str
    label: Text
    explanation: Text
    done: Text
    states: Collection[str]
    run: Run = _only_on_its_own_page
    names_what_was_read: bool = False
    asks_reason: bool = False
    is_grave: bool = False


class ReasonForm(NonceForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The people concerned read it."),
        max_length=300,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class DeskPage(ActionView):
    """An action page inside the admin. ``find`` gives the row that the manager may see."""

    model_admin: ClassVar[Any] = None
    title: Text = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.row = self.find(request, **kwargs)
        except Refused as refused:
            return refusal_page(request, refused)
        return super().dispatch(request, *args, **kwargs)

    def find(self, request: HttpRequest, **kwargs: Any) -> Any:
        row = self.model_admin.get_queryset(request).filter(pk=kwargs["object_id"]).first()
        if row is None or not self.model_admin.has_view_permission(request):
            raise NotFound
        return row

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        request.current_app = self.model_admin.admin_site.name
        return {
            **self.model_admin.admin_site.each_context(request),
            "title": self.title or str(self.row),
            "opts": self.model_admin.opts,
            "row": self.row,
            "back": self.place(),
        }

    def place(self) -> str:
        """The row's own page."""
        opts = self.model_admin.opts
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[self.row.pk])


class ActPage(DeskPage):
    """GET asks, POST acts and returns to the row."""

    template_name = "admin/campaigns/act.html"
    form_class = ReasonForm
    acts: ClassVar[Mapping[str, Act]] = {}

    def find(self, request: HttpRequest, **kwargs: Any) -> Any:
        if kwargs["verb"] not in self.acts:
            raise NotFound
        return super().find(request, **kwargs)

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        act = self.acts[kwargs["verb"]]
        return {**super().context(request, **kwargs), "act": act, "title": act.label}

    def act(self, request: HttpRequest, form: ReasonForm, **kwargs: Any) -> str:
        act = self.acts[kwargs["verb"]]
        self.run(request, form, act)
        messages.success(request, str(act.done))
        return self.place()

    def run(self, request: HttpRequest, form: ReasonForm, act: Act) -> None:
        act.run(request.user, self.row.pk, form.cleaned_data["reason"], timezone.now())


def offered(acts: Mapping[str, Act], state: str) -> list[Act]:
    return [act for act in acts.values() if state in act.states]
