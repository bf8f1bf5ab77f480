"""Shapes of stock and warehouses. They never save."""

from rest_framework import serializers

from gifts.api.serializers import Shape

_HOUSE = "The public id of a warehouse; empty is the first house."


def _warehouse() -> serializers.CharField:
    return serializers.CharField(
        required=False, allow_blank=True, max_length=40, default="", help_text=_HOUSE
    )


class StockReceiptInput(Shape):
    quantity = serializers.IntegerField()
    reason = serializers.CharField(max_length=200)
    warehouse = _warehouse()


class WriteOffInput(StockReceiptInput):
    """Only free units; of codes, the oldest become void."""


class ShelfInput(Shape):
    shelf = serializers.CharField(max_length=200, allow_blank=True)


class ItemReasonInput(Shape):
    reason = serializers.CharField(max_length=200)


class PresentChoiceInput(Shape):
    is_open = serializers.BooleanField()


class StockMoveInput(Shape):
    quantity = serializers.IntegerField()
    reason = serializers.CharField(max_length=200)
    from_warehouse = _warehouse()
    to_warehouse = _warehouse()


class StockCountInput(Shape):
    counted = serializers.IntegerField()
    reason = serializers.CharField(max_length=200)
    warehouse = _warehouse()


class StockCountOutput(Shape):
    difference = serializers.IntegerField(help_text="What the book was short of (+) or had too many (-).")


class WarehouseInput(Shape):
    brand_ref = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=200)


class WarehouseOutput(Shape):
    public_id = serializers.CharField()
    brand_ref = serializers.CharField()
    name = serializers.CharField()


class WarehousesOutput(Shape):
    items = WarehouseOutput(many=True)
    next = serializers.CharField(allow_null=True)
