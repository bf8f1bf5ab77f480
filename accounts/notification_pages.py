"""What notifications contribute to shared pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.notification_queries import unread_count
from common.registries import Bell, bells


def _unread(member: Any) -> int:
    return unread_count(member.pk)


def register() -> None:
    bells.register(
        Bell(
            key="notifications",
            label=_("Notifications"),
            url_name="accounts:notifications",
            icon="bell",
            count=_unread,
        )
    )
