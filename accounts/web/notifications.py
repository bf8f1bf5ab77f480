"""A member's notifications: read, marked, filtered."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts import notification_queries as queries
from accounts.notification_states import MessageClass
from accounts.operations import notifications
from common.clock import db_now
from common.web import ActionView, NonceForm, PageView, SignInRequired

# The summary is sent, not listed.
LISTED = (MessageClass.TRANSACTIONAL, MessageClass.PERSONAL, MessageClass.ACTIVITY)


class ReadAllForm(NonceForm):
    until = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)


def shown(line: queries.Line, words: queries.Words) -> dict[str, Any]:
    """A line in the reader's language."""
    subject, body = words.filled(line.kind, line.sight.values)
    return {
        "public_id": line.public_id,
        "subject": subject,
        "body": body,
        "icon": line.kind.icon,
        "message_class": MessageClass(line.kind.message_class),
        "path": line.sight.path,
        "created_at": line.created_at,
        "is_unread": line.is_unread,
        "can_be_muted": line.can_be_muted,
    }


class NotificationsView(SignInRequired, PageView):
    template_name = "accounts/notifications.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return notifications_page(request)


def notifications_page(request: HttpRequest) -> dict[str, Any]:
    chosen = request.GET.get("class", "")
    lines, next_cursor = queries.lines_of(
        member_id=request.user.pk or 0, message_class=chosen, cursor=request.GET.get("cursor")
    )
    words = queries.words()
    return {
        "lines": [shown(line, words) for line in lines],
        "next_cursor": next_cursor,
        "classes": LISTED,
        "chosen": chosen if chosen in LISTED else "",
        "has_unread": any(line.is_unread for line in lines),
        "until": max((line.created_at for line in lines), default=None),
    }


class OpenView(SignInRequired, ActionView):
    """POST only: marks one notification read and leads to what it is about."""

    http_method_names = ["post"]
    template_name = "accounts/notifications.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return notifications_page(request)

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        notifications.mark_read(actor=request.user, public_id=public_id, now=db_now())
        path = queries.notification_path(member_id=request.user.pk or 0, public_id=public_id)
        return path or reverse("accounts:notifications")


class ReadAllView(SignInRequired, ActionView):
    http_method_names = ["post"]
    form_class = ReadAllForm
    template_name = "accounts/notifications.html"
    done_message = _("All read.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return notifications_page(request)

    def act(self, request: HttpRequest, form: ReadAllForm, **kwargs: Any) -> str:
        now = db_now()
        until = parse_datetime(form.cleaned_data["until"] or "") or now
        notifications.mark_all_read(actor=request.user, until=until, now=now)
        return reverse("accounts:notifications")


class MuteView(SignInRequired, ActionView):
    """POST only: nothing more about what this notification is about."""

    http_method_names = ["post"]
    template_name = "accounts/notifications.html"
    done_message = _("Muted. You can undo it in the settings.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return notifications_page(request)

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        notifications.mute_topic(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return reverse("accounts:notifications")
