"""What members are told, and what they choose to hear."""

from accounts.operations.notifications.choosing import choose, mute_topic, unmute_topic
from accounts.operations.notifications.devices import add_device, forget_gone_device, remove_device
from accounts.operations.notifications.leaving import leave
from accounts.operations.notifications.notify import notify
from accounts.operations.notifications.permitted import begin_permitted, end_permitted
from accounts.operations.notifications.reading import mark_all_read, mark_read
from accounts.operations.notifications.sending import (
    begin_delivery,
    close_left_deliveries,
    end_delivery,
    prepare_delivery,
    release_delivery,
)
from accounts.operations.notifications.texts import send_test, write_test_letter, write_text
from accounts.operations.notifications.tidying import purge_notifications

__all__ = [
    "add_device",
    "begin_delivery",
    "begin_permitted",
    "choose",
    "close_left_deliveries",
    "end_delivery",
    "end_permitted",
    "forget_gone_device",
    "leave",
    "mark_all_read",
    "mark_read",
    "mute_topic",
    "notify",
    "prepare_delivery",
    "purge_notifications",
    "release_delivery",
    "remove_device",
    "send_test",
    "unmute_topic",
    "write_test_letter",
    "write_text",
]
