"""What reaches a member, and when, for programs that speak for them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import notification_queries as queries
from accounts.models import Member
from accounts.notification_rules import is_locked, wants
from accounts.notification_states import OFFERED, DigestRhythm, MessageChannel, MessageClass
from accounts.operations import notifications
from accounts.operations.notifications.choosing import Chosen
from accounts.operations.notifications.planning import channels_on
from accounts.providers.push import Subscription, current_push
from accounts.queries import as_member
from common.api import OperationView, page_body
from common.api_fields import ClockField
from common.clock import db_now

Shape = serializers.Serializer[Any]


class ChoiceInput(Shape):
    message_class = serializers.ChoiceField(choices=MessageClass.choices)
    channel = serializers.ChoiceField(choices=MessageChannel.choices)
    wanted = serializers.BooleanField()


class ChoiceOutput(ChoiceInput):
    is_locked = serializers.BooleanField(help_text="Always on: what the member needs to know.")
    is_set_up = serializers.BooleanField(help_text="Whether this installation can send on this way.")


class SettingsInput(Shape):
    choices = ChoiceInput(many=True, help_text="Those that are not named stay as they are.")
    quiet_on = serializers.BooleanField()
    quiet_from = ClockField()
    quiet_to = ClockField()
    rhythm = serializers.ChoiceField(choices=DigestRhythm.choices)
    time_zone = serializers.CharField(max_length=40)


class SettingsOutput(SettingsInput):
    choices = ChoiceOutput(many=True)
    push_key = serializers.CharField(help_text="For the browser's subscription; empty while push is off.")
    wechat_left = serializers.IntegerField(
        allow_null=True,
        help_text="Messages that WeChat may still bring; null while it is off or doesn't know the member.",
    )


class DeviceInput(Shape):
    endpoint = serializers.CharField(max_length=800)
    p256dh = serializers.CharField(max_length=120)
    auth = serializers.CharField(max_length=60)
    label = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")  # type: ignore[assignment]


class DeviceOutput(Shape):
    public_id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    created_at = serializers.DateTimeField()


class DevicesOutput(Shape):
    items = DeviceOutput(many=True)
    next = serializers.CharField(allow_null=True)


class MuteOutput(Shape):
    public_id = serializers.CharField()
    text = serializers.CharField(required=False)
    created_at = serializers.DateTimeField()


class MutesOutput(Shape):
    items = MuteOutput(many=True)
    next = serializers.CharField(allow_null=True)


def settings_body(member: Member) -> dict[str, Any]:
    reader = queries.readers([member.pk])[member.pk]
    kept = queries.settings_of(member)
    on = channels_on()
    return {
        "choices": [
            {
                "message_class": message_class,
                "channel": channel,
                "wanted": wants(reader.choices, message_class, channel),
                "is_locked": is_locked(message_class, channel),
                "is_set_up": channel in on,
            }
            for message_class, channels in OFFERED.items()
            for channel in channels
        ],
        "quiet_on": kept.quiet_on,
        "quiet_from": kept.quiet_from.isoformat(timespec="minutes"),
        "quiet_to": kept.quiet_to.isoformat(timespec="minutes"),
        "rhythm": kept.rhythm,
        "time_zone": member.time_zone,
        "push_key": current_push().public_key,
        "wechat_left": reader.wechat_left if reader.has_wechat else None,
    }


class NotificationSettings(OperationView):
    http_method_names = ["get", "put", "head", "options"]
    input_serializer = SettingsInput

    @extend_schema(operation_id="notification_settings", responses=SettingsOutput)
    def get(self, request: Request) -> Response:
        """What reaches me, and when."""
        return Response(settings_body(as_member(request.user)))

    @extend_schema(
        operation_id="notification_settings_change", request=SettingsInput, responses=SettingsOutput
    )
    def put(self, request: Request, **kwargs: Any) -> Response:
        """Change it. What a member needs to know can't be turned off: 422."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        member = as_member(request.user)
        chosen = Chosen(
            wanted={(row["message_class"], row["channel"]): row["wanted"] for row in data["choices"]},
            quiet_on=data["quiet_on"],
            quiet_from=data["quiet_from"],
            quiet_to=data["quiet_to"],
            rhythm=data["rhythm"],
            time_zone=data["time_zone"],
        )
        notifications.choose(actor=member, chosen=chosen, now=db_now())
        return 200, settings_body(Member.objects.get(pk=member.pk))


class PushDevices(OperationView):
    input_serializer = DeviceInput

    @extend_schema(operation_id="push_devices", responses=DevicesOutput)
    def get(self, request: Request) -> Response:
        """My devices, newest first; at most ten. Their addresses are told to nobody."""
        rows = queries.devices_of(as_member(request.user).pk)
        items = [
            {"public_id": row.public_id, "label": row.label, "created_at": row.created_at} for row in rows
        ]
        return Response(page_body(items, None))

    @extend_schema(operation_id="push_device_add", request=DeviceInput, responses={201: DeviceOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Let a browser be woken, with what its own subscription says."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        label = data.pop("label")
        row = notifications.add_device(
            actor=request.user, subscription=Subscription(**data), label=label, now=db_now()
        )
        created_at = row.created_at.isoformat()
        return 201, {"public_id": row.public_id, "label": row.label, "created_at": created_at}


class PushDevice(OperationView):
    http_method_names = ["delete", "options"]

    @extend_schema(operation_id="push_device_remove", request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Stop waking it. Repeating changes nothing."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        notifications.remove_device(actor=request.user, public_id=kwargs["public_id"])
        return 204, {}


class MutedTopics(APIView):
    @extend_schema(operation_id="muted_topics", responses=MutesOutput)
    def get(self, request: Request) -> Response:
        """What I have muted, newest first."""
        words = queries.words()
        items = [
            {
                "public_id": mute.public_id,
                "text": words.filled(mute.kind, mute.values)[1],
                "created_at": mute.created_at,
            }
            for mute in queries.mutes_of(as_member(request.user).pk)
        ]
        return Response(page_body(items, None))


class MutedTopic(OperationView):
    http_method_names = ["delete", "options"]

    @extend_schema(operation_id="muted_topic_remove", request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Hear of it again. Repeating changes nothing."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        notifications.unmute_topic(actor=request.user, public_id=kwargs["public_id"])
        return 204, {}


class MuteTopic(OperationView):
    @extend_schema(operation_id="notification_mute", request=None, responses={201: MuteOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """No more news about what this notification is about. Again gives the same mute."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        mute = notifications.mute_topic(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return 201, {"public_id": mute.public_id, "created_at": mute.created_at.isoformat()}
