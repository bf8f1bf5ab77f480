"""Unsubscribing by a link: one press, signed out, for good until the member says otherwise.

The link says who, which class and which channel, and is signed; it opens nothing else. Nobody but the
member can undo it: choices have no other writer.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import transaction

from accounts.models import ChannelChoice, Member
from accounts.notification_rules import is_locked
from accounts.notification_states import OFFERED, MessageChannel, MessageClass
from accounts.states import MemberState
from common.errors import NotFound

_SALT = "accounts.leave"


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """What a link would turn off."""

    member_id: int
    message_class: MessageClass
    channel: MessageChannel


def leave_path(member_ref: str, message_class: str, channel: str = MessageChannel.EMAIL) -> str:
    token = signing.dumps([member_ref, str(message_class), str(channel)], salt=_SALT)
    return f"/unsubscribe/{token}/"


def read_leave_token(token: str) -> Leaving:
    """One statement. Raises: NotFound for a forged or damaged one."""
    try:
        ref, message_class, channel = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise NotFound from error
    member_id = (
        Member.objects.filter(public_id=ref)
        .exclude(state=MemberState.ERASED)
        .values_list("pk", flat=True)
        .first()
    )
    offered = OFFERED.get(message_class, ())
    if member_id is None or channel not in offered or is_locked(message_class, channel):
        raise NotFound
    return Leaving(
        member_id=member_id,
        message_class=MessageClass(message_class),
        channel=MessageChannel(channel),
    )


@transaction.atomic
def leave(*, token: str, now: datetime) -> Leaving:
    """Turn it off. Repeating changes nothing. Raises: NotFound."""
    leaving = read_leave_token(token)
    ChannelChoice.objects.update_or_create(
        member_id=leaving.member_id,
        message_class=leaving.message_class,
        channel=leaving.channel,
        defaults={"wanted": False, "changed_at": now},
    )
    return leaving
