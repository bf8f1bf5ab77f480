"""What members are told, what became of each message, and what they chose to hear."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import (
    DELIVERY_MOVES,
    QUIET_FROM,
    QUIET_TO,
    DeliveryState,
    DigestRhythm,
    MessageChannel,
    MessageClass,
    Why,
)
from common.ids import PublicIdField
from common.moves import Moves
from common.texts import I18nField

OPEN_DELIVERIES = (DeliveryState.PLANNED, DeliveryState.SENDING)


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown_to(self, member_id: int) -> "NotificationQuerySet":
        return self.filter(member_id=member_id, in_app=True)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """One piece of news for one member: once per kind, object and day.

    ``about`` names the object, ``topic`` what can be muted; both are internal keys. ``data`` holds ids and
    numbers: names are looked up whenever it is shown, so that nobody reads what they may not see any more.
    """

    public_id = PublicIdField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=60)
    message_class = models.CharField(_("class"), max_length=14, choices=MessageClass)
    about = models.CharField(max_length=80)
    topic = models.CharField(max_length=80, blank=True)
    caused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    data = models.JSONField(default=dict)
    local_on = models.DateField()
    in_app = models.BooleanField(default=True)
    created_at = models.DateTimeField(_("written"))
    expires_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "about", "local_on"], name="notification_once_a_day"
            )
        ]
        indexes = [
            models.Index(
                "member",
                F("created_at").desc(),
                F("id").desc(),
                name="notification_newest",
                condition=Q(in_app=True),
            ),
            models.Index(
                fields=["member"],
                name="notification_unread",
                condition=Q(in_app=True, read_at__isnull=True),
            ),
            models.Index(fields=["created_at"], name="notification_by_age"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Delivery(models.Model):
    """One message of a notification through one channel. The log: no text and no address.

    ``target``: the public id of a device; otherwise empty. ``ref``: the job that sends or sent it.
    """

    MOVES: ClassVar[Moves] = DELIVERY_MOVES

    public_id = PublicIdField()
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    channel = models.CharField(_("channel"), max_length=8, choices=MessageChannel)
    target = models.CharField(max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=DeliveryState, default=DeliveryState.PLANNED)
    reason = models.CharField(_("reason"), max_length=14, choices=Why, blank=True)
    planned_for = models.DateTimeField(_("planned for"))
    ref = models.CharField(max_length=60, blank=True)
    done_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "channel", "target"], name="delivery_once_per_channel"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_DELIVERIES) ^ Q(done_at__isnull=False),
                name="delivery_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DeliveryState.DROPPED, DeliveryState.FAILED]) | ~Q(reason=""),
                name="delivery_unsent_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["planned_for"], name="delivery_open", condition=Q(state__in=OPEN_DELIVERIES)
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class NotificationSettings(models.Model):
    """When a member wants to be left alone. Who has no row has the defaults."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="notification_settings",
    )
    quiet_on = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=QUIET_FROM)
    quiet_to = models.TimeField(default=QUIET_TO)
    rhythm = models.CharField(max_length=8, choices=DigestRhythm, default=DigestRhythm.WEEKLY)
    digested_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.member_id)


class ChannelChoice(models.Model):
    """A member's own choice for one class and channel. Only they write it; nobody works on it for them."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="channel_choices", db_index=False
    )
    message_class = models.CharField(max_length=14, choices=MessageClass)
    channel = models.CharField(max_length=8, choices=MessageChannel)
    wanted = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "message_class", "channel"], name="channelchoice_one"),
            models.CheckConstraint(
                condition=~Q(
                    message_class=MessageClass.TRANSACTIONAL,
                    channel__in=[MessageChannel.IN_APP, MessageChannel.EMAIL],
                    wanted=False,
                ),
                name="channelchoice_needed_stays_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_class} {self.channel} {self.wanted}"


class TopicMute(models.Model):
    """One thing that a member wants to hear nothing more about."""

    public_id = PublicIdField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_mutes", db_index=False
    )
    topic = models.CharField(max_length=80)
    # The notification that it was muted from, for its words.
    kind = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="topicmute_one")]

    def __str__(self) -> str:
        return self.public_id


class PushDevice(models.Model):
    """A browser that may be woken. Its address is a secret and is sealed with its member's key."""

    public_id = PublicIdField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices"
    )
    endpoint_index = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    label = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public_id


class NotificationText(models.Model):
    """A manager's own words for a kind; a language left empty has the product's words."""

    kind = models.CharField(_("kind"), max_length=60, unique=True)
    subject = I18nField(_("subject"), blank=True)
    body = I18nField(_("text"), blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("notification text")
        verbose_name_plural = _("notification texts")

    def __str__(self) -> str:
        return self.kind
