"""The words of notifications: classes, channels, what became of a message."""

from collections.abc import Mapping
from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

QUIET_FROM = time(22, 0)
QUIET_TO = time(8, 0)
DIGEST_HOUR = 8
# A digest that is so late waits for its next turn.
DIGEST_PATIENCE_HOURS = 2
DIGEST_LINES = 12
MOST_DEVICES = 10
MOST_MUTES = 200
KEEP_DAYS = 180


class MessageClass(models.TextChoices):
    """What kind of news it is; members choose channels per class."""

    TRANSACTIONAL = "transactional", _("What you need to know")
    PERSONAL = "personal", _("What concerns you")
    ACTIVITY = "activity", _("What goes on")
    DIGEST = "digest", pgettext_lazy("notification", "Summary")


class MessageChannel(models.TextChoices):
    IN_APP = "in_app", _("On this site")
    EMAIL = "email", _("E-mail")
    PUSH = "push", _("Devices")
    SMS = "sms", _("Text message")
    WECHAT = "wechat", _("WeChat")


# What can be chosen at all.
OFFERED: Mapping[str, tuple[MessageChannel, ...]] = {
    MessageClass.TRANSACTIONAL: tuple(MessageChannel),
    MessageClass.PERSONAL: tuple(MessageChannel),
    MessageClass.ACTIVITY: (MessageChannel.IN_APP, MessageChannel.EMAIL, MessageChannel.PUSH),
    MessageClass.DIGEST: (MessageChannel.EMAIL,),
}
# What holds until the member chooses.
ON_BY_DEFAULT: Mapping[str, frozenset[str]] = {
    MessageClass.TRANSACTIONAL: frozenset({MessageChannel.IN_APP, MessageChannel.EMAIL, MessageChannel.PUSH}),
    MessageClass.PERSONAL: frozenset({MessageChannel.IN_APP, MessageChannel.EMAIL, MessageChannel.PUSH}),
    MessageClass.ACTIVITY: frozenset({MessageChannel.IN_APP}),
    MessageClass.DIGEST: frozenset({MessageChannel.EMAIL}),
}
# What nobody can turn off: a gift that waits for an answer, a decision about oneself.
ALWAYS_ON: Mapping[str, frozenset[str]] = {
    MessageClass.TRANSACTIONAL: frozenset({MessageChannel.IN_APP, MessageChannel.EMAIL}),
}


class DeliveryState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("message", "planned")
    SENDING = "sending", pgettext_lazy("message", "being sent")
    SENT = "sent", pgettext_lazy("message", "sent")
    DROPPED = "dropped", pgettext_lazy("message", "not sent")
    FAILED = "failed", pgettext_lazy("message", "could not be sent")
    UNKNOWN = "unknown", pgettext_lazy("message", "outcome unknown")


DELIVERY_MOVES: Moves = {
    DeliveryState.PLANNED: frozenset({DeliveryState.SENDING, DeliveryState.DROPPED, DeliveryState.FAILED}),
    DeliveryState.SENDING: frozenset(
        {DeliveryState.PLANNED, DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN}
    ),
    DeliveryState.SENT: frozenset(),
    DeliveryState.DROPPED: frozenset(),
    DeliveryState.FAILED: frozenset(),
    DeliveryState.UNKNOWN: frozenset(),
}


class Why(models.TextChoices):
    """Why a message was not sent."""

    STALE = "stale", pgettext_lazy("message", "too late")
    UNTRUE = "untrue", pgettext_lazy("message", "no longer true")
    UNWANTED = "unwanted", pgettext_lazy("message", "not wanted any more")
    MUTED = "muted", pgettext_lazy("message", "muted or blocked")
    READ = "read", pgettext_lazy("message", "already read")
    EMPTY = "empty", pgettext_lazy("message", "nothing to say")
    NO_ADDRESS = "no-address", pgettext_lazy("message", "no address")
    MEMBER_GONE = "member-gone", pgettext_lazy("message", "account closed or suspended")
    DEVICE_GONE = "device-gone", pgettext_lazy("message", "device gone")
    REFUSED = "refused", pgettext_lazy("message", "refused by the receiver")
    GAVE_UP = "gave-up", pgettext_lazy("message", "tried too often")
    CHANNEL_OFF = "channel-off", pgettext_lazy("message", "channel switched off")
    NO_PERMISSION = "no-permission", pgettext_lazy("message", "no permission left")
    UNKNOWN_KIND = "unknown-kind", pgettext_lazy("message", "unknown kind")


class DigestRhythm(models.TextChoices):
    DAILY = "daily", pgettext_lazy("summary", "every morning")
    WEEKLY = "weekly", pgettext_lazy("summary", "every Monday morning")
