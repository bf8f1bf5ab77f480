"""The words of one message, in its reader's language and by their clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Notification
from accounts.notification_queries import Reader, Words, words
from accounts.notification_states import MessageClass
from accounts.notifications import CalendarPart, NotificationKind, Sight


@dataclass(frozen=True, kw_only=True)
class Entry:
    subject: str
    body: str
    url: str
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class Composed:
    """``entries``: one piece of news, or several in a summary. ``leave_url``: "" where it can't be turned
    off. ``tag``: replaces an earlier message of the same kind on a lock screen. ``at``: when it was written,
    by the reader's clock. ``invitation``: as in ``Sight``.
    """

    locale: str
    subject: str
    entries: tuple[Entry, ...]
    home_url: str
    settings_url: str
    leave_url: str = ""
    tag: str = ""
    invitation: Callable[[str], CalendarPart] | None = None
    at: datetime | None = None


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def compose(row: Notification, reader: Reader, kind: NotificationKind, sight: Sight) -> Composed:
    """Two statements at most."""
    from accounts.operations.notifications.leaving import leave_path

    with override(reader.locale), timezone.override(reader.zone):
        entry = entry_of(kind, sight, words())
        needed = kind.message_class == MessageClass.TRANSACTIONAL
        return Composed(
            locale=reader.locale,
            subject=entry.subject,
            entries=(entry,),
            home_url=absolute("/"),
            settings_url=absolute("/notifications/settings/"),
            leave_url="" if needed else absolute(leave_path(row.member.public_id, row.message_class)),
            tag=row.public_id,
            invitation=sight.invitation,
            at=timezone.localtime(row.created_at),
        )


def entry_of(kind: NotificationKind, sight: Sight, texts: Words) -> Entry:
    """In the language and time zone that are active."""
    subject, body = texts.filled(kind, sight.values)
    return Entry(subject=subject, body=body, url=absolute(sight.path), action=str(kind.action))
