"""Webhooks, what was sent to them, and sending it again."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action, display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextInputWidget,
)

from common.access import may, require_fresh_proof
from common.admin import AddingAdmin, Badges, OperatingAdmin, row_or_404, run_on_each
from common.errors import Refused
from common.registries import scope_names
from common.web import NonceForm, only_once
from connect import operations
from connect.models import Attempt, Delivery, Endpoint
from connect.states import DeliveryState, EndpointState
from connect.webhook_queries import kept_endpoints, kinds_to_choose, sees_all


class EndpointForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    kinds = forms.MultipleChoiceField(
        label=_("News that it wants"), widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    of_a_brand: ClassVar[bool] = False

    class Meta:
        model = Endpoint
        fields = ["url", "description", "brand_ref", "lanes"]
        help_texts = {"brand_ref": _("Whose news it gets. Empty, for the operator alone: everybody’s.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("kinds")
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(kind, kind) for kind in kinds_to_choose(of_a_brand=self.of_a_brand)]


class ChangeForm(NonceForm):
    url = forms.CharField(
        label=pgettext_lazy("webhook", "Address"), max_length=500, widget=UnfoldAdminTextInputWidget
    )
    kinds = forms.MultipleChoiceField(
        label=_("News that it wants"), widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    def __init__(self, data: Any, *, of: Endpoint) -> None:
        now = {"url": of.url, "kinds": [one.kind for one in of.subscriptions.all()]}
        super().__init__(data, initial=now)
        choices = [(kind, kind) for kind in kinds_to_choose(of_a_brand=bool(of.brand_ref))]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]


class StretchForm(NonceForm):
    start = forms.SplitDateTimeField(
        label=pgettext_lazy("period", "From"), widget=UnfoldAdminSplitDateTimeWidget
    )
    end = forms.SplitDateTimeField(label=pgettext_lazy("period", "To"), widget=UnfoldAdminSplitDateTimeWidget)


@admin.register(Endpoint)
class EndpointAdmin(AddingAdmin):
    view_verb = "connect.see-webhooks"
    form = EndpointForm
    list_display = ["description", "url", "state_label", "failures", "failing_since", "open_until"]
    list_filter = ["state"]
    search_fields = ["public_id", "url", "description"]
    ordering = ["-id"]
    actions = ["pause", "resume", "test", "end"]
    actions_detail = ["change_address", "new_secret", "replay"]

    @display(
        description=_("State"),
        label=Badges({EndpointState.ACTIVE: "success", EndpointState.DISABLED: "danger"}),
    )
    def state_label(self, endpoint: Endpoint) -> tuple[str, str]:
        return endpoint.state, str(EndpointState(endpoint.state).label)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Endpoint]:
        """The pages of one endpoint look here first."""
        return kept_endpoints(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "connect.create-webhook")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The operator may leave the brand out: then it is everybody's news."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "brand_ref" and isinstance(field, forms.ChoiceField) and sees_all(request.user):
            field.choices = [("", _("Everybody’s news")), *scope_names(request.user).items()]
            field.required = False
        return field

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A manager is offered the news that a brand can have."""
        form: Any = super().get_form(request, *args, **kwargs)
        form.of_a_brand = not sees_all(request.user)
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["url", "description", "brand_ref", "lanes", "kinds"]
        hidden = {"secret_sealed", "former_sealed"}
        return [field.name for field in self.model._meta.fields if field.name not in hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.get_fields(request, obj)) if obj else []

    def create(self, request: HttpRequest, data: dict[str, Any]) -> Endpoint:
        return operations.create_endpoint(actor=request.user, now=timezone.now(), **data)

    @admin.action(description=_("Pause: collect, send nothing"))
    def pause(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        def operation(one: Any) -> None:
            operations.pause_endpoint(actor=request.user, endpoint_id=one.pk)

        run_on_each(request, queryset, operation, done=gettext("Paused"))

    @admin.action(description=_("Send again, at once"))
    def resume(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        def operation(one: Any) -> None:
            operations.resume_endpoint(actor=request.user, endpoint_id=one.pk, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("Active"))

    @admin.action(description=_("Send a test"))
    def test(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        def operation(one: Any) -> None:
            operations.send_test(actor=request.user, endpoint_id=one.pk, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("On its way"))

    @admin.action(description=_("Remove for good: nothing more is sent"))
    def end(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        def operation(one: Any) -> None:
            operations.end_endpoint(actor=request.user, endpoint_id=one.pk)

        run_on_each(request, queryset, operation, done=pgettext("webhook", "Removed"))

    @action(description=_("Change its address and kinds"), url_path="change-address", icon="edit")
    def change_address(self, request: HttpRequest, object_id: str) -> HttpResponse:
        endpoint = row_or_404(self.get_queryset(request), object_id)
        form = ChangeForm(request.POST or None, of=endpoint)
        if request.method == "POST" and form.is_valid():

            def change() -> Endpoint:
                return operations.change_endpoint(
                    actor=request.user, endpoint_id=endpoint.pk, **form.cleaned_data
                )

            try:
                only_once(request, change)
                messages.success(request, gettext("Changed"))
                return HttpResponseRedirect(reverse("admin:connect_endpoint_change", args=[endpoint.pk]))
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.text)
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts}
        return TemplateResponse(
            request, "admin/connect/change_webhook.html", {**context, "title": str(endpoint)}
        )

    @action(description=_("Make a new secret"), url_path="secret", icon="key")
    def new_secret(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """It stands on the answer's page, once."""
        endpoint = row_or_404(self.get_queryset(request), object_id)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": str(endpoint)}
        context["form"] = NonceForm(request.POST or None)

        def rotate() -> str:
            return operations.rotate_secret(actor=request.user, endpoint_id=endpoint.pk, now=timezone.now())

        if request.method == "POST":
            try:
                context["secret"] = only_once(request, rotate)
            except Refused as refused:
                context["problem"] = refused.text
        elif may(request.user, "connect.read-webhook-secret", endpoint):
            require_fresh_proof(request.user)
        return TemplateResponse(request, "admin/connect/new_secret.html", context)

    @action(description=_("Send a stretch of time again"), url_path="replay", icon="replay")
    def replay(self, request: HttpRequest, object_id: str) -> HttpResponse:
        endpoint = row_or_404(self.get_queryset(request), object_id)
        form = StretchForm(request.POST or None)
        if request.method == "POST" and form.is_valid():

            def send() -> int:
                return operations.replay_stretch(
                    actor=request.user, endpoint_id=endpoint.pk, now=timezone.now(), **form.cleaned_data
                )

            try:
                messages.success(request, gettext("On its way") + f" ({only_once(request, send)})")
                return HttpResponseRedirect(reverse("admin:connect_endpoint_change", args=[endpoint.pk]))
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.text)
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts}
        return TemplateResponse(request, "admin/connect/replay.html", {**context, "title": str(endpoint)})


class EndpointFilter(admin.RelatedFieldListFilter):
    """Names only those webhooks that the reader keeps."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        return [(str(one.pk), str(one)) for one in kept_endpoints(request.user).order_by("pk")]


class AttemptInline(TabularInline):
    model = Attempt
    fields = ["at", "status", "reason", "milliseconds", "excerpt"]
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


@admin.register(Delivery)
class DeliveryAdmin(OperatingAdmin):
    view_verb = "connect.see-webhooks"
    list_display = ["kind", "endpoint", "state_label", "attempts", "next_at", "delivered_at", "created_at"]
    list_filter = ["state", ("endpoint", EndpointFilter), "kind"]
    list_select_related = ["endpoint"]
    search_fields = ["fact_id", "subject"]
    ordering = ["-id"]
    inlines = [AttemptInline]
    actions = ["replay"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        rows: QuerySet[Delivery] = super().get_queryset(request)
        return rows if sees_all(request.user) else rows.filter(endpoint__in=kept_endpoints(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request)

    @display(
        description=_("State"),
        label=Badges({DeliveryState.DELIVERED: "success", DeliveryState.UNDELIVERED: "danger"}),
    )
    def state_label(self, delivery: Delivery) -> tuple[str, str]:
        return delivery.state, str(DeliveryState(delivery.state).label)

    @admin.action(description=_("Send again"))
    def replay(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        def operation(one: Any) -> None:
            operations.replay_delivery(actor=request.user, delivery_id=one.pk, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("On its way"))
