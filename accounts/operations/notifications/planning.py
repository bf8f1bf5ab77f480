"""Which channels can reach somebody, and the job that sends one message."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import Delivery
from accounts.notification_queries import Reader
from accounts.notification_states import MessageChannel
from outbox.jobs import Work

JOBS: Mapping[str, str] = {
    MessageChannel.EMAIL: "accounts.deliver-by-mail",
    MessageChannel.PUSH: "accounts.deliver-by-push",
    MessageChannel.SMS: "accounts.deliver-by-sms",
    MessageChannel.WECHAT: "accounts.deliver-by-wechat",
}


def possible_channels(reader: Reader) -> list[str]:
    """Channels that have an address of this member and are switched on."""
    return [MessageChannel.EMAIL] if reader.has_email else []


def delivery_work(delivery: Delivery, *, at: datetime | None) -> Work:
    """Planned again for the same moment it is the same job."""
    return Work(
        kind=JOBS[delivery.channel],
        payload={"delivery": delivery.public_id},
        run_at=at,
        dedupe=f"deliver:{delivery.public_id}:{delivery.planned_for:%Y%m%d%H%M%S}",
        subject=f"message:{delivery.public_id}",
    )
