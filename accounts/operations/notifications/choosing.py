"""What a member chooses to hear, and when. Only they write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from accounts import notification_errors as errors
from accounts import rules
from accounts.models import (
    ChannelChoice,
    Delivery,
    Member,
    Notification,
    NotificationSettings,
    TopicMute,
)
from accounts.notification_queries import Reader, readers
from accounts.notification_rules import is_locked, next_allowed, waits_for_morning, wants
from accounts.notification_states import (
    MOST_MUTES,
    OFFERED,
    DeliveryState,
    DigestRhythm,
    MessageClass,
)
from accounts.operations.notifications.digests import content, is_digest, is_for_summary, plan_digests
from accounts.operations.notifications.planning import delivery_work
from accounts.queries import as_member
from common.access import Actor, allow
from common.errors import Invalid, NotFound
from outbox import jobs


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """``wanted``: (class, channel) to yes or no; what is not named stays as it is."""

    wanted: Mapping[tuple[str, str], bool]
    quiet_on: bool
    quiet_from: time
    quiet_to: time
    rhythm: str
    time_zone: str


@transaction.atomic
def choose(*, actor: Actor, chosen: Chosen, now: datetime) -> None:
    """The member's choices from now on, also for messages that are planned. Repeating changes nothing.

    Raises: NeedsSignIn, NeededMessage, Invalid (an unknown class, channel, rhythm or zone).
    """
    member = as_member(actor)
    allow(member, "accounts.change-notifications", member)
    if chosen.rhythm not in DigestRhythm.values:
        raise Invalid(field="rhythm")
    zone = rules.check_time_zone(chosen.time_zone)
    NotificationSettings.objects.update_or_create(
        member_id=member.pk,
        defaults={
            "quiet_on": chosen.quiet_on,
            "quiet_from": chosen.quiet_from,
            "quiet_to": chosen.quiet_to,
            "rhythm": chosen.rhythm,
        },
    )
    Member.objects.filter(pk=member.pk).update(time_zone=zone)
    member.time_zone = zone
    _write_choices(member, chosen.wanted, now=now)
    reader = readers([member.pk])[member.pk]
    _bring_forward(member, reader, now=now)
    if any(is_for_summary(row, reader) for row in content(member.pk, now=now)):
        plan_digests([reader], now=now)


def _write_choices(member: Member, wanted: Mapping[tuple[str, str], bool], *, now: datetime) -> None:
    """A row only where the choice is another one than it was."""
    stored = ChannelChoice.objects.filter(member=member)
    present = {(row.message_class, row.channel): row.wanted for row in stored}
    for (message_class, channel), yes in wanted.items():
        if channel not in OFFERED.get(message_class, ()):
            raise Invalid(field=f"{message_class}-{channel}")
        if is_locked(message_class, channel):
            if not yes:
                raise errors.NeededMessage(field=f"{message_class}-{channel}")
            continue
        if wants(present, message_class, channel) != yes:
            ChannelChoice.objects.update_or_create(
                member=member,
                message_class=message_class,
                channel=channel,
                defaults={"wanted": yes, "changed_at": now},
            )


def _bring_forward(member: Member, reader: Reader, *, now: datetime) -> None:
    """Whoever changed the hours or the zone gets what may leave earlier now; what must wait, waits anyway."""
    waiting = Delivery.objects.filter(
        notification__member=member, state=DeliveryState.PLANNED, planned_for__gt=now
    ).select_related("notification")
    works = []
    for delivery in waiting[:200]:
        row = delivery.notification
        if is_digest(row) or not waits_for_morning(row.message_class, delivery.channel):
            continue
        at = next_allowed(now, reader.quiet, reader.zone)
        if at < delivery.planned_for:
            delivery.planned_for = at
            delivery.save(update_fields=["planned_for"])
            works.append(delivery_work(delivery, at=at if at > now else None))
    jobs.add(works)


@transaction.atomic
def mute_topic(*, actor: Actor, public_id: str, now: datetime) -> TopicMute:
    """No more news about what this notification is about. Again gives the same mute.

    Raises: NeedsSignIn, NotFound, NothingToMute, TooManyMutes.
    """
    member = as_member(actor)
    row = Notification.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    allow(member, "accounts.read-notification", row)
    if not row.topic or row.message_class == MessageClass.TRANSACTIONAL:
        raise errors.NothingToMute
    known = TopicMute.objects.filter(member=member, topic=row.topic).first()
    if known is not None:
        return known
    if TopicMute.objects.filter(member=member).count() >= MOST_MUTES:
        raise errors.TooManyMutes
    data = {**row.data, "about": row.about}
    mute, _created = TopicMute.objects.get_or_create(
        member=member, topic=row.topic, defaults={"kind": row.kind, "data": data, "created_at": now}
    )
    return mute


@transaction.atomic
def unmute_topic(*, actor: Actor, public_id: str) -> None:
    """Repeating changes nothing. Raises: NeedsSignIn."""
    member = as_member(actor)
    allow(member, "accounts.change-notifications", member)
    TopicMute.objects.filter(member=member, public_id=public_id).delete()
