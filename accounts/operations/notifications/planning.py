"""Which channels can reach somebody, at which address, and the job that sends one message."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import Delivery, Member, PushDevice
from accounts.notification_queries import Reader
from accounts.notification_states import MessageChannel
from accounts.providers.push import current_push
from accounts.providers.sms import current_sms
from accounts.queries import contacts_of, wechat_reader_of
from accounts.states import ContactKind
from accounts.wechat_messages import current_wechat
from common.crypto import CannotDecrypt, KeyShredded
from outbox.jobs import Work

JOBS: Mapping[str, str] = {
    MessageChannel.EMAIL: "accounts.deliver-by-mail",
    MessageChannel.PUSH: "accounts.deliver-by-push",
    MessageChannel.SMS: "accounts.deliver-by-sms",
    MessageChannel.WECHAT: "accounts.deliver-by-wechat",
}


def channels_on() -> frozenset[MessageChannel]:
    """Channels that this installation has set up. No statement."""
    found = {MessageChannel.IN_APP, MessageChannel.EMAIL}
    if current_push().is_on:
        found.add(MessageChannel.PUSH)
    if current_sms().is_on:
        found.add(MessageChannel.SMS)
    if current_wechat().is_on:
        found.add(MessageChannel.WECHAT)
    return frozenset(found)


def possible_channels(reader: Reader) -> list[str]:
    """Channels that are set up and have an address of this member; WeChat while a message is permitted."""
    reachable = {
        MessageChannel.EMAIL: reader.has_email,
        MessageChannel.PUSH: bool(reader.devices),
        MessageChannel.SMS: reader.has_phone,
        MessageChannel.WECHAT: reader.wechat_left > 0,
    }
    on = channels_on()
    return [channel for channel, has_address in reachable.items() if has_address and channel in on]


def address_of(member: Member, channel: str, target: str) -> str:
    """Decrypted, in memory only; "" when there is none any more. At most two statements."""
    if channel == MessageChannel.PUSH:
        return _device(member, target)
    if channel == MessageChannel.WECHAT:
        return wechat_reader_of(member.pk)
    kind = ContactKind.EMAIL if channel == MessageChannel.EMAIL else ContactKind.PHONE
    return next((contact.value for contact in contacts_of(member) if contact.kind == kind), "")


def _device(member: Member, target: str) -> str:
    device = PushDevice.objects.filter(member_id=member.pk, public_id=target).first()
    if device is None or member.data_key is None:
        return ""
    try:
        return member.data_key.decrypt(device.sealed, aad=device_place(device.endpoint_index))
    except (KeyShredded, CannotDecrypt):
        return ""


def device_place(endpoint_index: str) -> str:
    """What a sealed device is bound to (``aad``)."""
    return f"device:{endpoint_index}"


def delivery_work(delivery: Delivery, *, at: datetime | None) -> Work:
    """Planned again for the same moment it is the same job."""
    return Work(
        kind=JOBS[delivery.channel],
        payload={"delivery": delivery.public_id},
        run_at=at,
        dedupe=f"deliver:{delivery.public_id}:{delivery.planned_for:%Y%m%d%H%M%S}",
        subject=f"message:{delivery.public_id}",
    )
