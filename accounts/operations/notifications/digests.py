"""Summaries: planned when there is something, chosen when they leave, never empty.

A summary is a notification of its own kind, once per member and turn, so it goes the way of every message:
the same claim, the same shelf life, the same log. What is in it is looked up when it leaves.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import Delivery, Notification, NotificationSettings
from accounts.notification_queries import Reader, look, own_news, words
from accounts.notification_rules import next_slot, slot_on, wants
from accounts.notification_states import (
    DIGEST_LINES,
    DIGEST_PATIENCE_HOURS,
    DeliveryState,
    MessageChannel,
    MessageClass,
)
from accounts.operations.notifications.composing import Composed, Entry, absolute, entry_of
from accounts.operations.notifications.leaving import leave_path
from accounts.operations.notifications.planning import delivery_work
from outbox import jobs

DIGEST = "accounts.digest"
CLASSES = (MessageClass.PERSONAL, MessageClass.ACTIVITY)
# Without a summary so far, the first one looks back so far.
FIRST_LOOK = timedelta(days=8)


def is_for_summary(row: Notification, reader: Reader) -> bool:
    """What stands on the site and has no letter of its own."""
    if not row.in_app or row.message_class not in CLASSES or not reader.has_email:
        return False
    return wants(reader.choices, MessageClass.DIGEST, MessageChannel.EMAIL) and not wants(
        reader.choices, row.message_class, MessageChannel.EMAIL
    )


def plan_digests(members: Iterable[Reader], *, now: datetime) -> int:
    """One summary per member at the next turn; one that is planned already is not planned again."""
    rows = [_row(reader, now=now) for reader in {one.member_id: one for one in members}.values()]
    if not rows:
        return 0
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    fresh = list(Notification.objects.filter(public_id__in=[row.public_id for row in rows]))
    planned = [
        Delivery(notification=row, channel=MessageChannel.EMAIL, planned_for=row.created_at) for row in fresh
    ]
    Delivery.objects.bulk_create(planned)
    jobs.add([delivery_work(one, at=one.planned_for) for one in planned])
    return len(planned)


def _row(reader: Reader, *, now: datetime) -> Notification:
    slot = next_slot(now, reader.rhythm, reader.zone)
    return Notification(
        member_id=reader.member_id,
        kind=DIGEST,
        message_class=MessageClass.DIGEST,
        about=f"digest:{reader.rhythm}",
        local_on=slot.on,
        in_app=False,
        created_at=slot.at,
        expires_at=slot.at + timedelta(hours=DIGEST_PATIENCE_HOURS),
    )


def is_digest(row: Notification) -> bool:
    return row.kind == DIGEST


def is_its_turn(row: Notification, reader: Reader) -> bool:
    """The member may have chosen another rhythm since."""
    return row.about == f"digest:{reader.rhythm}"


def turn_of(row: Notification, reader: Reader) -> datetime:
    """When it is due by the member's present clock."""
    return slot_on(row.local_on, reader.zone).at


def compose_digest(row: Notification, reader: Reader, *, now: datetime) -> Composed | None:
    """What is unread, true and visible now, newest first; None when that is nothing.

    Up to when it looked stands in the row: the next one goes on from there.
    """
    found = content(reader.member_id, now=now)
    if not found:
        return None
    row.data = {"until": now.isoformat()}
    row.save(update_fields=["data"])
    with override(reader.locale), timezone.override(reader.zone):
        entries = _entries(found)
        return Composed(
            locale=reader.locale,
            subject=_("What is new for you"),
            entries=tuple(entries),
            home_url=absolute("/"),
            settings_url=absolute("/notifications/settings/"),
            leave_url=absolute(leave_path(row.member.public_id, MessageClass.DIGEST)),
        )


def _entries(rows: Sequence[Notification]) -> list[Entry]:
    texts, seen = words(), look(rows)
    entries = [entry_of(*seen[row.public_id], texts) for row in rows[:DIGEST_LINES]]
    more = len(rows) - len(entries)
    if more:
        text = ngettext("And one more.", "And %(count)d more.", more) % {"count": more}
        entries.append(Entry(subject=_("More"), body=text, url=absolute("/notifications/")))
    return entries


def content(member_id: int, *, now: datetime) -> list[Notification]:
    """Newest first, at most 100; what was mailed by itself is left out. A few statements."""
    kept = NotificationSettings.objects.filter(member_id=member_id).first()
    since = kept.digested_at if kept and kept.digested_at else now - FIRST_LOOK
    mailed = Delivery.objects.filter(
        notification_id=OuterRef("pk"), channel=MessageChannel.EMAIL, state=DeliveryState.SENT
    )
    rows = own_news(member_id).unread().filter(~Exists(mailed), message_class__in=CLASSES)
    rows = rows.filter(created_at__gt=since, created_at__lte=now).order_by("-created_at", "-pk")
    candidates = list(rows[:100])
    seen = look(candidates)
    return [row for row in candidates if row.public_id in seen and seen[row.public_id][1].is_news_at(now)]


@transaction.atomic
def note_digest(row: Notification) -> None:
    """It was sent: the next one begins where it ended."""
    until = datetime.fromisoformat(row.data["until"])
    NotificationSettings.objects.update_or_create(
        member_id=row.member_id, defaults={"digested_at": until}, create_defaults={"digested_at": until}
    )
