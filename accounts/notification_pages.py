"""What notifications contribute to shared pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.notification_queries import unread_count
from common.registries import Bell, MeEntry, WorkerPart, bells, me_entries, worker_parts


def _unread(member: Any) -> int:
    return unread_count(member.pk)


def register() -> None:
    worker_parts.register(WorkerPart(key="accounts.push", path="accounts/js/push-worker.js"))
    bells.register(
        Bell(
            key="notifications",
            label=_("Notifications"),
            url_name="accounts:notifications",
            icon="bell",
            count=_unread,
        )
    )
    me_entries.register(
        MeEntry(
            key="accounts.notifications",
            label=_("What reaches you, and when"),
            hint=_("Ways, quiet hours, summary, devices"),
            url_name="accounts:notification-settings",
            icon="bell",
            order=30,
        )
    )
