"""Shapes of what comes in and goes out. They never save."""

from typing import Any

from rest_framework import serializers

from gifts.address_rules import ADDRESS_LIMITS, OPTIONAL_PARTS
from gifts.code_rules import KNOWN, REPEATED, TOO_LONG, UNPRINTABLE
from gifts.rules import MAX_SLOTS
from gifts.states import (
    BookKind,
    Fulfilment,
    GiftState,
    ImportState,
    ItemKind,
    ItemState,
    PresentState,
    ShipmentState,
)

Shape = serializers.Serializer[Any]


class TextsField(serializers.DictField):
    """``{"en": ..., "zh-hans": ...}``."""

    child = serializers.CharField(allow_blank=True, max_length=2000)


class AddressInput(Shape):
    """Lengths are judged by the operation, so that API and page refuse with the same codes."""

    def get_fields(self) -> dict[str, Any]:
        return {
            part: serializers.CharField(
                required=part not in OPTIONAL_PARTS, allow_blank=True, max_length=1000
            )
            for part in ADDRESS_LIMITS
        }


class AcceptInput(Shape):
    address = AddressInput(required=False, allow_null=True)
    remember = serializers.BooleanField(default=False, help_text="Keep the address in my address book.")
    item = serializers.CharField(
        required=False, allow_blank=True, max_length=40, default="", help_text="Another size or colour."
    )


class SwapInput(Shape):
    item = serializers.CharField(max_length=40)


class PassOnInput(Shape):
    to = serializers.CharField(max_length=40, help_text="The public id of a fellow member.")


class ExchangeOutput(Shape):
    item = serializers.CharField()
    name = TextsField()
    variant = TextsField()
    is_variant = serializers.BooleanField()


class ExchangesOutput(Shape):
    items = ExchangeOutput(many=True)
    next = serializers.CharField(allow_null=True)


class DeclineInput(Shape):
    phrase = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")


class ItemInput(Shape):
    brand_ref = serializers.CharField(max_length=64)
    name = TextsField()
    description = TextsField(required=False)
    kind = serializers.ChoiceField(ItemKind.choices, default=ItemKind.PHYSICAL)
    fulfilment = serializers.ChoiceField(Fulfilment.choices, default=Fulfilment.AUTO)
    value_fen = serializers.IntegerField(min_value=0, max_value=100_000_000, default=0)
    slots = serializers.IntegerField(min_value=1, max_value=MAX_SLOTS, default=16)
    variant_of = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    variant = TextsField(required=False)
    low_stock = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class GiftOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(GiftState.choices)
    item = TextsField()
    kind = serializers.ChoiceField(ItemKind.choices)
    reason = TextsField()
    offered_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    needs_address = serializers.BooleanField()


class GiftsOutput(Shape):
    items = GiftOutput(many=True)
    next = serializers.CharField(allow_null=True)


class GiftStateOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(GiftState.choices)


class WaybillInput(Shape):
    carrier = serializers.CharField(max_length=32)
    number = serializers.CharField(max_length=40)


class TrackingStepOutput(Shape):
    happened_at = serializers.DateTimeField()
    state = serializers.ChoiceField(ShipmentState.choices)
    text = serializers.CharField()


class TrackingOutput(Shape):
    """All empty while there is no parcel."""

    carrier = serializers.CharField(allow_null=True)
    waybill_no = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(ShipmentState.choices, allow_null=True)
    steps = TrackingStepOutput(many=True)


class ItemOutput(Shape):
    public_id = serializers.CharField()
    brand_ref = serializers.CharField()
    name = TextsField()
    kind = serializers.ChoiceField(ItemKind.choices)
    state = serializers.ChoiceField(ItemState.choices)
    fulfilment = serializers.ChoiceField(Fulfilment.choices)
    value_fen = serializers.IntegerField()
    left = serializers.IntegerField()
    promised = serializers.IntegerField(help_text="Kept back for campaigns; not in `left`.")
    variant = TextsField()
    low_stock = serializers.IntegerField()
    shelf = serializers.CharField()


class ItemsOutput(Shape):
    items = ItemOutput(many=True)
    next = serializers.CharField(allow_null=True)


class PackingOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(GiftState.choices)
    item = TextsField()
    accepted_at = serializers.DateTimeField()
    waits_for_clerk = serializers.BooleanField()


class PackingListOutput(Shape):
    items = PackingOutput(many=True)
    next = serializers.CharField(allow_null=True)


class CodeOutput(Shape):
    code = serializers.CharField()


class CodeImportInput(Shape):
    codes = serializers.ListField(
        child=serializers.CharField(max_length=400), min_length=1, max_length=10_000
    )
    dry_run = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=200)


class CodeProblemOutput(Shape):
    line = serializers.IntegerField()
    problem = serializers.ChoiceField([KNOWN, REPEATED, TOO_LONG, UNPRINTABLE])


class CodeImportOutput(Shape):
    """Counts are lines. ``parts_done`` of ``parts_total`` is the progress."""

    public_id = serializers.CharField()
    state = serializers.ChoiceField(ImportState.choices)
    dry_run = serializers.BooleanField()
    parts_total = serializers.IntegerField()
    parts_done = serializers.IntegerField()
    lines = serializers.IntegerField()
    added = serializers.IntegerField()
    known = serializers.IntegerField()
    repeated = serializers.IntegerField()
    unusable = serializers.IntegerField()
    problems = CodeProblemOutput(many=True)


class CatalogueItemOutput(Shape):
    public_id = serializers.CharField()
    name = TextsField()
    description = TextsField()
    kind = serializers.ChoiceField(ItemKind.choices)


class CatalogueOutput(Shape):
    items = CatalogueItemOutput(many=True)
    next = serializers.CharField(allow_null=True)


class PresentInput(Shape):
    recipient = serializers.CharField(max_length=40)
    item = serializers.CharField(max_length=40)
    card = serializers.CharField(allow_blank=True, default="", max_length=2000)
    send_at = serializers.DateTimeField(allow_null=True, default=None)


class PresentStateOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(PresentState.choices)


class PresentOutput(Shape):
    """``state``: scheduled, called_off, not_taken, or that of the gift."""

    public_id = serializers.CharField()
    recipient_name = serializers.CharField()
    item = TextsField()
    state = serializers.CharField()
    send_at = serializers.DateTimeField()
    card = serializers.CharField()
    thanks = serializers.CharField()


class PresentsOutput(Shape):
    items = PresentOutput(many=True)
    next = serializers.CharField(allow_null=True)


class ThanksInput(Shape):
    text = serializers.CharField(max_length=2000)


class BookLineOutput(Shape):
    giver = serializers.CharField()
    kind = serializers.ChoiceField(BookKind.choices)
    happened_at = serializers.DateTimeField()


class BookOutput(Shape):
    items = BookLineOutput(many=True)
    next = serializers.CharField(allow_null=True)
