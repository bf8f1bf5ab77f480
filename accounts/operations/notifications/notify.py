"""Telling members: one row of news, and one planned message per channel they want."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Delivery, Notification
from accounts.notification_queries import Reader, readers
from accounts.notification_rules import (
    local_day,
    next_allowed,
    waits_for_morning,
    wanted_channels,
    wants,
)
from accounts.notification_states import MessageChannel, MessageClass
from accounts.notifications import News, NotificationKind, kind_of
from accounts.operations.notifications.digests import is_for_summary, plan_digests
from accounts.operations.notifications.planning import delivery_work, possible_channels
from accounts.visibility import blocked_among, muters_among
from outbox import jobs


@transaction.atomic
def notify(news: Sequence[News], *, now: datetime, since: datetime | None = None) -> list[Notification]:
    """Write the news down and plan its messages; returns what was new.

    The same (member, kind, object, day) again changes nothing, however many do it at once. News about
    something muted is not written at all. ``since``: when it happened; what is older than its kind's shelf
    life is written down and not sent. A fixed number of statements however many members.
    """
    known = readers({item.member_id for item in news})
    unheard = _unheard(news)
    built = []
    for item in news:
        kind, reader = kind_of(item.kind), known.get(item.member_id)
        if kind is None or reader is None or not reader.is_active or not may_hear(kind, reader, item.topic):
            continue
        if (item.member_id, item.by_id) not in unheard:
            built.append(_row(kind, reader, item, happened_at=since or now))
    fresh = _insert(built)
    plan([(row, known[row.member_id]) for row in fresh], now=now)
    plan_digests(
        [known[row.member_id] for row in fresh if is_for_summary(row, known[row.member_id])], now=now
    )
    return fresh


def may_hear(kind: NotificationKind, reader: Reader, topic: str) -> bool:
    """What people need to know can't be muted."""
    return kind.message_class == MessageClass.TRANSACTIONAL or topic not in reader.muted


def _unheard(news: Sequence[News]) -> set[tuple[int, int]]:
    """(member, causer) pairs with a block between them, or a mute. Two statements per causer."""
    told: dict[int, set[int]] = defaultdict(set)
    for item in news:
        if item.by_id is not None:
            told[item.by_id].add(item.member_id)
    return {
        (member_id, by_id)
        for by_id, member_ids in told.items()
        for member_id in blocked_among(by_id, member_ids) | muters_among(by_id, member_ids)
    }


def _row(kind: NotificationKind, reader: Reader, item: News, *, happened_at: datetime) -> Notification:
    ends = happened_at + kind.shelf_life
    return Notification(
        member_id=reader.member_id,
        kind=kind.key,
        message_class=kind.message_class,
        about=item.about,
        topic=item.topic,
        caused_by_id=item.by_id,
        data=dict(item.data),
        local_on=item.on or local_day(happened_at, reader.zone),
        in_app=wants(reader.choices, kind.message_class, MessageChannel.IN_APP),
        created_at=happened_at,
        expires_at=min(ends, item.expires_at) if item.expires_at else ends,
    )


def _insert(built: Sequence[Notification]) -> list[Notification]:
    """Those that nobody wrote before; the unique key decides."""
    if not built:
        return []
    Notification.objects.bulk_create(built, ignore_conflicts=True)
    ours = [row.public_id for row in built]
    return list(Notification.objects.filter(public_id__in=ours).order_by("pk"))


def plan(rows: Iterable[tuple[Notification, Reader]], *, now: datetime) -> list[Delivery]:
    """One delivery and one job per channel; messages that would ring at night are planned for the morning."""
    planned = []
    for row, reader in rows:
        if now >= row.expires_at:
            continue
        for channel, target in _targets(row, reader):
            held_back = waits_for_morning(row.message_class, channel)
            at = next_allowed(now, reader.quiet, reader.zone) if held_back else now
            planned.append(Delivery(notification=row, channel=channel, target=target, planned_for=at))
    if not planned:
        return []
    Delivery.objects.bulk_create(planned)
    soon = now + timedelta(seconds=1)
    jobs.add([delivery_work(one, at=None if one.planned_for <= soon else one.planned_for) for one in planned])
    return planned


def _targets(row: Notification, reader: Reader) -> list[tuple[str, str]]:
    channels = wanted_channels(reader.choices, row.message_class, possible_channels(reader))
    return [
        (channel, target)
        for channel in channels
        for target in (reader.devices if channel == MessageChannel.PUSH else [""])
    ]
