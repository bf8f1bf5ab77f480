"""Sites and their keys."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from common.access import may, require_fresh_proof
from common.admin import AddingAdmin, OperatingAdmin, row_or_404, run_on_each, titled
from common.errors import Refused
from common.web import NonceForm, only_once
from connect import operations, queries
from connect.admin.imports import EventFileForm
from connect.models import Site, SiteKey
from connect.operations.sites import MOST_KEY_DAYS, IssuedKey
from connect.states import SiteScope


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = Site
        fields = ["slug", "name", "brand_ref", "landing_url"]
        help_texts = {
            "slug": _("Campaigns name the source of an event by it. It can’t be changed later."),
            "landing_url": _("Members are led there with a token that names them to this site only."),
        }


class KeyForm(NonceForm):
    label = forms.CharField(
        label=_("Label"), max_length=60, required=False, widget=UnfoldAdminTextInputWidget
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=SiteScope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(
        label=_("Days until it ends"),
        min_value=1,
        max_value=MOST_KEY_DAYS,
        initial=365,
        widget=UnfoldAdminIntegerFieldWidget,
    )


@admin.register(Site)
class SiteAdmin(AddingAdmin):
    view_verb = "connect.view-sites"
    form = SiteForm
    list_display = ["name", titled("slug", _("Short name")), "landing_url", "created_at", "retired_at"]
    search_fields = ["public_id", "slug", "name"]
    ordering = ["-id"]
    actions = ["retire"]
    actions_detail = ["new_key", "import_events"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Site]:
        return queries.kept_by(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "connect.create-site")

    def create(self, request: HttpRequest, data: dict[str, Any]) -> Site:
        return operations.create_site(actor=request.user, now=timezone.now(), **data)

    @admin.action(description=_("Retire: its keys stop at once"))
    def retire(self, request: HttpRequest, queryset: QuerySet[Site]) -> None:
        def operation(site: Any) -> None:
            operations.retire_site(actor=request.user, site_id=site.pk, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("Retired"))

    @action(description=_("Make a key"), url_path="key", icon="key")
    def new_key(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The key stands on the answer's page, once; it is kept nowhere and in no message."""
        site = row_or_404(self.get_queryset(request), object_id)
        if may(request.user, "connect.issue-key", site):
            require_fresh_proof(request.user)
        form = KeyForm(request.POST or None)
        context = {**self.admin_site.each_context(request), "form": form, "site": site, "opts": self.opts}

        def issue() -> IssuedKey:
            return operations.issue_key(
                actor=request.user, site_id=site.pk, now=timezone.now(), **form.cleaned_data
            )

        if request.method == "POST" and form.is_valid():
            try:
                context["issued"] = only_once(request, issue)
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.text)
        return TemplateResponse(request, "admin/connect/new_key.html", {**context, "title": site.name})

    @action(description=_("Import events"), url_path="import", icon="upload_file")
    def import_events(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Looks only unless told otherwise; how far it is stands on the import's own page."""
        site = row_or_404(self.get_queryset(request), object_id)
        form = EventFileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                made = operations.start_event_import(
                    actor=request.user,
                    site_id=site.pk,
                    chunks=said["file"].chunks(),
                    format=said["format"],
                    dry_run=said["dry_run"],
                    now=timezone.now(),
                )
                return HttpResponseRedirect(reverse("admin:connect_eventimport_change", args=[made.pk]))
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.text)
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts}
        return TemplateResponse(request, "admin/connect/import.html", {**context, "title": site.name})


@admin.register(SiteKey)
class SiteKeyAdmin(OperatingAdmin):
    view_verb = "connect.view-sites"
    list_display = ["site", "label", "hint", "may", "created_at", "last_used_at", "expires_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["site"]
    search_fields = ["public_id", "label", "hint"]
    fields = [
        "public_id",
        "site",
        "label",
        "hint",
        "scopes",
        "created_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
    ]
    ordering = ["-created_at", "-pk"]
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SiteKey]:
        return SiteKey.objects.filter(site__in=queries.kept_by(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj.site if obj else None)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)

    @admin.display(description=_("May"))
    def may(self, key: SiteKey) -> str:
        return ", ".join(str(SiteScope(scope).label) for scope in key.scopes)

    @admin.action(description=_("Revoke the chosen keys"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[SiteKey]) -> None:
        def operation(key: Any) -> None:
            operations.revoke_key(actor=request.user, public_id=key.public_id, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("Revoked"))
