"""One message on its way: looked at again when it leaves, claimed once, written down.

A delivery is claimed by compare-and-set before the call, under the reference of the job that sends it. Ten
jobs of one delivery send it once; what nobody saw the end of is never sent again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models, transaction

from accounts.models import Delivery, Notification
from accounts.notification_queries import Reader, look, readers
from accounts.notification_rules import next_allowed, waits_for_morning, wants
from accounts.notification_states import (
    DIGEST_PATIENCE_HOURS,
    DeliveryState,
    MessageChannel,
    MessageClass,
    Why,
)
from accounts.notifications import NotificationKind, Sight
from accounts.operations.notifications import digests
from accounts.operations.notifications.composing import Composed, compose
from accounts.operations.notifications.notify import may_hear
from accounts.operations.notifications.planning import address_of, delivery_work
from accounts.visibility import blocked_among, muters_among
from accounts.wechat_messages import current_wechat
from outbox import jobs

# Providers that know our references may be asked again under the same one.
REPEATABLE = frozenset({MessageChannel.SMS})
# Between two looks at the clock: a message planned for eight o'clock leaves at eight.
_GRACE = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """``address``: an e-mail, a phone, or what a device gave us; in memory only."""

    delivery: str
    channel: str
    target: str
    address: str = field(repr=False)
    composed: Composed = field(repr=False)


@transaction.atomic
def prepare_delivery(*, public_id: str, now: datetime) -> Outgoing | None:
    """What to send, or None: it was sent, or is not to be sent any more (and why is written down), or it
    waits for the morning (then a later job is written).
    """
    delivery = (
        Delivery.objects.select_related("notification__member__data_key").filter(public_id=public_id).first()
    )
    if delivery is None or not _may_go(delivery):
        return None
    row = delivery.notification
    reader = readers([row.member_id]).get(row.member_id)
    if digests.is_digest(row):
        return _prepare_digest(delivery, reader, now=now)
    why, found = judge(row, reader, delivery.channel, now=now)
    if why or reader is None or found is None:
        drop(delivery, why or Why.MEMBER_GONE, now=now)
        return None
    at = next_allowed(now, reader.quiet, reader.zone)
    if at > now + _GRACE and waits_for_morning(row.message_class, delivery.channel):
        _postpone(delivery, at, now=now)
        return None
    address = address_of(row.member, delivery.channel, delivery.target)
    if not address:
        gone = Why.DEVICE_GONE if delivery.channel == MessageChannel.PUSH else Why.NO_ADDRESS
        drop(delivery, gone, now=now)
        return None
    return Outgoing(
        delivery=delivery.public_id,
        channel=delivery.channel,
        target=delivery.target,
        address=address,
        composed=compose(row, reader, *found),
    )


def _prepare_digest(delivery: Delivery, reader: Reader | None, *, now: datetime) -> Outgoing | None:
    row = delivery.notification
    if reader is None or not reader.is_active:
        drop(delivery, Why.MEMBER_GONE, now=now)
        return None
    if not wants(reader.choices, MessageClass.DIGEST, delivery.channel) or not digests.is_its_turn(
        row, reader
    ):
        drop(delivery, Why.UNWANTED, now=now)
        return None
    due = digests.turn_of(row, reader)
    if due > now + _GRACE:
        row.expires_at = due + timedelta(hours=DIGEST_PATIENCE_HOURS)
        row.save(update_fields=["expires_at"])
        _postpone(delivery, due, now=now)
        return None
    if now >= due + timedelta(hours=DIGEST_PATIENCE_HOURS):
        drop(delivery, Why.STALE, now=now)
        digests.plan_digests([reader], now=now)
        return None
    address = address_of(row.member, delivery.channel, delivery.target)
    composed = digests.compose_digest(row, reader, now=now) if address else None
    if composed is None:
        drop(delivery, Why.EMPTY if address else Why.NO_ADDRESS, now=now)
        return None
    return Outgoing(
        delivery=delivery.public_id,
        channel=delivery.channel,
        target=delivery.target,
        address=address,
        composed=composed,
    )


def _may_go(delivery: Delivery) -> bool:
    if delivery.state == DeliveryState.PLANNED:
        return True
    return delivery.state == DeliveryState.SENDING and delivery.channel in REPEATABLE


def judge(
    row: Notification, reader: Reader | None, channel: str, *, now: datetime
) -> tuple[Why | None, tuple[NotificationKind, Sight] | None]:
    """(why it must not be sent, what may be said). Everything is looked up as it is now."""
    if reader is None or not reader.is_active:
        return Why.MEMBER_GONE, None
    if now >= row.expires_at:
        return Why.STALE, None
    if not wants(reader.choices, row.message_class, channel):
        return Why.UNWANTED, None
    if row.read_at is not None and row.message_class != MessageClass.TRANSACTIONAL:
        return Why.READ, None
    found = look([row]).get(row.public_id)
    if found is None:
        return Why.UNTRUE, None
    kind, sight = found
    if not may_hear(kind, reader, row.topic) or _are_apart(row):
        return Why.MUTED, None
    return (None, found) if sight.is_news_at(now) else (Why.UNTRUE, None)


def _are_apart(row: Notification) -> bool:
    """A block between the member and who caused the news, or a mute."""
    if row.caused_by_id is None:
        return False
    member = {row.member_id}
    return bool(blocked_among(row.caused_by_id, member) or muters_among(row.caused_by_id, member))


def _postpone(delivery: Delivery, at: datetime, *, now: datetime) -> None:
    if at >= delivery.notification.expires_at:
        drop(delivery, Why.STALE, now=now)
        return
    delivery.planned_for = at
    Delivery.objects.filter(pk=delivery.pk).update(planned_for=at)
    jobs.add([delivery_work(delivery, at=at)])


def drop(delivery: Delivery, why: Why, *, now: datetime) -> None:
    """Not sent, and why. One that may have been sent already ends as unknown."""
    ends = Delivery.objects.filter(pk=delivery.pk)
    dropped = ends.filter(state=DeliveryState.PLANNED)
    if dropped.update(state=DeliveryState.DROPPED, reason=why, done_at=now):
        _give_back([delivery], now=now)
    ends.filter(state=DeliveryState.SENDING).update(state=DeliveryState.UNKNOWN, reason=why, done_at=now)


def _give_back(unsent: Iterable[Delivery], *, now: datetime) -> None:
    """A try before this one may have taken a permission of WeChat that was not used after all."""
    for delivery in unsent:
        if delivery.channel == MessageChannel.WECHAT:
            current_wechat().give_back(ref=delivery.public_id, now=now)


@transaction.atomic
def begin_delivery(*, public_id: str, ref: str) -> bool:
    """Claim it for the job ``ref``; False when another job has it or had it."""
    mine = Delivery.objects.filter(public_id=public_id)
    if mine.filter(state=DeliveryState.PLANNED).update(state=DeliveryState.SENDING, ref=ref):
        return True
    return mine.filter(state=DeliveryState.SENDING, ref=ref, channel__in=REPEATABLE).exists()


@transaction.atomic
def release_delivery(*, public_id: str, ref: str) -> None:
    """Certainly nothing was sent: it may be tried again."""
    _claimed(public_id, ref).update(state=DeliveryState.PLANNED, ref="")


@transaction.atomic
def end_delivery(*, public_id: str, ref: str, state: str, reason: str = "", now: datetime) -> bool:
    """Written by the job that claimed it; repeating changes nothing and is False."""
    ended = _claimed(public_id, ref).select_related("notification").first()
    if ended is None or not _claimed(public_id, ref).update(state=state, reason=reason, done_at=now):
        return False
    if state == DeliveryState.SENT and digests.is_digest(ended.notification):
        digests.note_digest(ended.notification)
    return True


def _claimed(public_id: str, ref: str) -> models.QuerySet[Delivery]:
    return Delivery.objects.filter(public_id=public_id, state=DeliveryState.SENDING, ref=ref)


@transaction.atomic
def close_left_deliveries(*, now: datetime) -> int:
    """End what stayed open long after it was news: its job died, or nobody saw how the call ended.

    Returns how many.
    """
    left = Delivery.objects.filter(
        notification__expires_at__lt=now - timedelta(hours=1), planned_for__lt=now - timedelta(hours=1)
    )
    planned = left.filter(state=DeliveryState.PLANNED)
    unsent = list(planned.filter(channel=MessageChannel.WECHAT).select_for_update(of=("self",)))
    gave_up = planned.update(state=DeliveryState.FAILED, reason=Why.GAVE_UP, done_at=now)
    _give_back(unsent, now=now)
    unseen = left.filter(state=DeliveryState.SENDING).update(state=DeliveryState.UNKNOWN, done_at=now)
    return gave_up + unseen
