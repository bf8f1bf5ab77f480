"""Notifications in the admin: the words of each kind with a preview and a test, and what became of messages.

The log has no words and no addresses; what failed or has an unknown outcome is a filter away.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from accounts import notification_queries as queries
from accounts.models import Delivery, NotificationText
from accounts.notification_queries import Words
from accounts.notification_states import DeliveryState
from accounts.notifications import kind_of
from accounts.operations import notifications
from accounts.operations.notifications.texts import check_text, preview
from common.access import may
from common.admin import Badges, OperatingAdmin, admin_texts, run_on_each, state_column
from common.errors import Refused

STATE_COLOURS = Badges(
    {
        DeliveryState.SENT: "success",
        DeliveryState.FAILED: "danger",
        DeliveryState.UNKNOWN: "warning",
    }
)


def _kinds() -> list[tuple[str, Any]]:
    return [(kind.key, kind.title) for kind in queries.all_kinds()]


class TextForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    kind = forms.ChoiceField(label=_("Kind"), choices=_kinds, widget=UnfoldAdminSelectWidget)
    subject = admin_texts(_("Subject"), max_length=120, required=False)
    body = admin_texts(_("Text"), multiline=True, max_length=1000, required=False)

    class Meta:
        model = NotificationText
        fields = ["kind", "subject", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].help_text = gettext("A language left empty has the product's own words.")
        kind = kind_of(self.instance.kind) if self.instance.pk else None
        if kind is not None:
            self.fields["kind"].disabled = True
            gaps = ", ".join(f"{{{name}}}: {label}" for name, label in kind.fields.items())
            self.fields["body"].help_text = gaps or gettext("This kind has no gaps.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            check_text(data.get("kind", ""), subject=data.get("subject") or {}, body=data.get("body") or {})
        except Refused as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.text)
        return data


@admin.register(NotificationText)
class NotificationTextAdmin(OperatingAdmin):
    view_verb = "accounts.edit-notification-texts"
    form = TextForm
    list_display = ["title", "kind", "changed_at", "changed_by"]
    list_select_related = ["changed_by"]
    ordering = ["kind"]
    actions = ["send_test"]

    @admin.display(description=_("What it tells"))
    def title(self, row: NotificationText) -> str:
        kind = kind_of(row.kind)
        return str(kind.title) if kind else row.kind

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "accounts.edit-notification-texts")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "accounts.edit-notification-texts")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["preview"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["kind", "subject", "body", "preview"] if obj else ["kind", "subject", "body"]

    @admin.display(description=_("Preview"))
    def preview(self, row: NotificationText) -> str:
        """As it is stored, in both languages, with an example."""
        kind = kind_of(row.kind)
        if kind is None:
            return ""
        shown = preview(kind, Words({row.kind: (row.subject, row.body)}))
        lines = ((language, subject, body) for language, (subject, body) in shown.items())
        return format_html_join("", '<p lang="{}"><strong>{}</strong><br>{}</p>', lines)

    def save_model(self, request: HttpRequest, obj: NotificationText, form: Any, change: bool) -> None:
        try:
            row = notifications.write_text(
                actor=request.user,
                kind_key=form.cleaned_data["kind"],
                subject=form.cleaned_data["subject"],
                body=form.cleaned_data["body"],
                now=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refused.text)
            return
        obj.pk = row.pk

    @admin.action(description=_("Send me a test"))
    def send_test(self, request: HttpRequest, queryset: QuerySet[NotificationText]) -> None:
        def operation(row: Any) -> None:
            notifications.send_test(actor=request.user, kind_key=row.kind, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("On its way to your own address"))


@admin.register(Delivery)
class DeliveryAdmin(OperatingAdmin):
    view_verb = "accounts.view-deliveries"
    list_display = [
        "public_id",
        "told",
        "channel",
        state_column(STATE_COLOURS),
        "reason",
        "planned_for",
        "done_at",
    ]
    list_filter = ["state", "channel", "reason"]
    list_select_related = ["notification"]
    search_fields = ["public_id", "ref", "notification__member__handle"]
    search_help_text = _("The message's id, the job's id or the member's handle")
    ordering = ["-pk"]
    fields = ["public_id", "told", "channel", "state", "reason", "planned_for", "done_at", "ref"]

    @admin.display(description=_("What it tells"))
    def told(self, row: Delivery) -> str:
        kind = kind_of(row.notification.kind)
        return str(kind.title) if kind else row.notification.kind

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)
