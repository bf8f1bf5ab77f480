"""Shapes of the clerk's desk. They never save."""

from rest_framework import serializers

from gifts.api.serializers import Shape
from gifts.states import ReturnOutcome, ShipmentState


class GiftsInput(Shape):
    gifts = serializers.ListField(
        child=serializers.CharField(max_length=40), allow_empty=False, max_length=200, help_text="Public ids."
    )


class PickRowOutput(Shape):
    warehouse = serializers.CharField(help_text="Its name; empty is the first house.")
    shelf = serializers.CharField()
    item = serializers.CharField(help_text="Its public id.")
    name = serializers.CharField()
    units = serializers.IntegerField()
    picked = serializers.IntegerField()


class PickListHead(Shape):
    public_id = serializers.CharField()
    created_at = serializers.DateTimeField()


class PickListOutput(PickListHead):
    rows = PickRowOutput(many=True)


class PickListsOutput(Shape):
    items = PickListHead(many=True)
    next = serializers.CharField(allow_null=True)


class PickMarkInput(Shape):
    item = serializers.CharField(max_length=40)
    warehouse = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")
    picked = serializers.BooleanField(default=True)


class LossInput(Shape):
    reason = serializers.CharField(max_length=200)


class OfferAgainInput(Shape):
    item = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        default="",
        help_text="Something else of the same brand instead.",
    )


class ReturnInput(LossInput):
    outcome = serializers.ChoiceField(choices=ReturnOutcome.choices)


class DeadParcelOutput(Shape):
    gift = serializers.CharField()
    item = serializers.DictField(child=serializers.CharField())
    carrier = serializers.CharField()
    waybill_no = serializers.CharField()
    state = serializers.ChoiceField(choices=ShipmentState.choices)
    outcome = serializers.ChoiceField(choices=ReturnOutcome.choices, allow_blank=True)
    created_at = serializers.DateTimeField()


class DeadParcelsOutput(Shape):
    items = DeadParcelOutput(many=True)
    next = serializers.CharField(allow_null=True)
