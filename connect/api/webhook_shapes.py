"""Shapes of the calls about webhooks."""

from typing import Any

from rest_framework import serializers

from connect.states import MOST_LANES, DeliveryState, EndpointState

Shape = serializers.Serializer[Any]


class KindsOutput(Shape):
    items = serializers.ListField(child=serializers.CharField())


class WebhookInput(Shape):
    url = serializers.CharField(max_length=500, help_text="https, and reachable from here.")
    kinds = serializers.ListField(
        child=serializers.CharField(max_length=80),
        min_length=1,
        max_length=200,
        help_text="Of webhook-kinds.",
    )
    description = serializers.CharField(max_length=120, default="", allow_blank=True)
    brand_ref = serializers.CharField(
        max_length=64,
        default="",
        allow_blank=True,
        help_text="`brand:` and its public id: whose news it gets. Empty is everybody's, for the operator.",
    )
    lanes = serializers.IntegerField(
        min_value=1, max_value=MOST_LANES, default=2, help_text="Calls at once; one object keeps its order."
    )


class WebhookChange(Shape):
    url = serializers.CharField(max_length=500, required=False, help_text="https, and reachable from here.")
    kinds = serializers.ListField(
        child=serializers.CharField(max_length=80),
        min_length=1,
        max_length=200,
        required=False,
        help_text="Of webhook-kinds: all that it wants from now on.",
    )


class WebhookOutput(Shape):
    public_id = serializers.CharField()
    brand_ref = serializers.CharField(help_text="Empty: the operator's.")
    url = serializers.CharField()
    description = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField())
    lanes = serializers.IntegerField()
    state = serializers.ChoiceField(choices=EndpointState.choices)
    failures = serializers.IntegerField(help_text="In a row.")
    failing_since = serializers.DateTimeField(allow_null=True)
    open_until = serializers.DateTimeField(allow_null=True, help_text="Left alone until then.")
    former_until = serializers.DateTimeField(
        allow_null=True, help_text="So long the former secret signs along."
    )


class WebhooksPageOutput(Shape):
    items = WebhookOutput(many=True)
    next = serializers.CharField(allow_null=True)


class SecretOutput(Shape):
    secret = serializers.CharField(help_text="Shown this once.")


class TryOutput(Shape):
    at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True, help_text="Null: no answer came; see `reason`.")
    reason = serializers.CharField()
    milliseconds = serializers.IntegerField()
    excerpt = serializers.CharField(help_text="Of a refusal, without what looks like a key or a contact.")


class DeliveryOutput(Shape):
    message = serializers.UUIDField(help_text="The webhook-id that the receiver sees.")
    kind = serializers.CharField()
    object = serializers.CharField()
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    attempts = serializers.IntegerField()
    replay = serializers.IntegerField(help_text="How often it was sent again on purpose.")
    happened_at = serializers.DateTimeField()
    next_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    tries = TryOutput(many=True, help_text="The log, newest first.")


class DeliveriesPageOutput(Shape):
    items = DeliveryOutput(many=True)
    next = serializers.CharField(allow_null=True)


class MessageInput(Shape):
    message = serializers.UUIDField()


class StretchInput(Shape):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()


class ReplayedOutput(Shape):
    messages = serializers.IntegerField()
