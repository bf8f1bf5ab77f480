"""Stock for programs: what came, where it stands, what was counted."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from gifts import operations, queries, warehouse_queries
from gifts.api import stock_shapes as shapes
from gifts.api.serializers import ItemOutput
from gifts.api.views import CURSOR, item_row
from gifts.earmark_queries import on_shelf
from gifts.models import Item, Warehouse
from gifts.warehouse_queries import warehouse_id_of


def _told(item: Item) -> dict[str, Any]:
    return item_row(item, on_shelf([item.pk])[item.pk])


class StockReceipts(OperationView):
    input_serializer = shapes.StockReceiptInput

    @extend_schema(request=shapes.StockReceiptInput, responses={201: ItemOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """More units of an item."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        item = operations.receive_stock(
            actor=request.user,
            item_id=queries.item_id_of(kwargs["public_id"]),
            quantity=data["quantity"],
            reason=data["reason"],
            warehouse_id=warehouse_id_of(data["warehouse"]),
            now=timezone.now(),
        )
        return 201, _told(item)


class StockWriteOffs(OperationView):
    input_serializer = shapes.WriteOffInput

    @extend_schema(request=shapes.WriteOffInput, responses={201: ItemOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Fewer units of an item: broken, lost."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        item = operations.write_off_stock(
            actor=request.user,
            item_id=queries.item_id_of(kwargs["public_id"]),
            quantity=data["quantity"],
            reason=data["reason"],
            warehouse_id=warehouse_id_of(data["warehouse"]),
            now=timezone.now(),
        )
        return 201, _told(item)


class ItemShelf(OperationView):
    input_serializer = shapes.ShelfInput

    @extend_schema(request=shapes.ShelfInput, responses=ItemOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Where the item stands; picking goes along the shelves."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        item_id = queries.item_id_of(kwargs["public_id"])
        return 200, _told(operations.place_item(actor=request.user, item_id=item_id, shelf=data["shelf"]))


class ItemRetire(OperationView):
    input_serializer = shapes.ItemReasonInput

    @extend_schema(request=shapes.ItemReasonInput, responses=ItemOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """No new gifts of it; those on their way stay."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        item_id = queries.item_id_of(kwargs["public_id"])
        return 200, _told(operations.retire_item(actor=request.user, item_id=item_id, reason=data["reason"]))


class ItemBringBack(OperationView):
    input_serializer = shapes.ItemReasonInput

    @extend_schema(request=shapes.ItemReasonInput, responses=ItemOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A retired item may be given again."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        item_id = queries.item_id_of(kwargs["public_id"])
        item = operations.bring_back_item(actor=request.user, item_id=item_id, reason=data["reason"])
        return 200, _told(item)


class ItemPresentChoice(OperationView):
    input_serializer = shapes.PresentChoiceInput

    @extend_schema(request=shapes.PresentChoiceInput, responses=ItemOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Whether members may give it to each other."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        item_id = queries.item_id_of(kwargs["public_id"])
        item = operations.open_to_presents(actor=request.user, item_id=item_id, is_open=data["is_open"])
        return 200, _told(item)


class StockMoves(OperationView):
    input_serializer = shapes.StockMoveInput

    @extend_schema(request=shapes.StockMoveInput, responses={201: ItemOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Free units from one warehouse to another; without a name it is the first house."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        item = operations.move_stock(
            actor=request.user,
            item_id=queries.item_id_of(kwargs["public_id"]),
            quantity=data["quantity"],
            from_id=warehouse_id_of(data["from_warehouse"]),
            to_id=warehouse_id_of(data["to_warehouse"]),
            reason=data["reason"],
            now=timezone.now(),
        )
        return 201, _told(item)


class StockCounts(OperationView):
    input_serializer = shapes.StockCountInput

    @extend_schema(request=shapes.StockCountInput, responses={201: shapes.StockCountOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Make the book agree with what was counted in one house."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        difference = operations.count_stock(
            actor=request.user,
            item_id=queries.item_id_of(kwargs["public_id"]),
            warehouse_id=warehouse_id_of(data["warehouse"]),
            counted=data["counted"],
            reason=data["reason"],
            now=timezone.now(),
        )
        return 201, {"difference": difference}


class Warehouses(OperationView):
    input_serializer = shapes.WarehouseInput

    @extend_schema(parameters=CURSOR, responses=shapes.WarehousesOutput)
    def get(self, request: Request) -> Response:
        """Warehouses of my brands beside the first house, the newest first."""
        allow(request.user, "gifts.view-items")
        page = warehouse_queries.warehouses_of(request.user, cursor=request.query_params.get("cursor"))
        return Response(page_body([_row(house) for house in page.items], page.next_cursor))

    @extend_schema(request=shapes.WarehouseInput, responses={201: shapes.WarehouseOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """One more warehouse of a brand."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        return 201, _row(operations.open_warehouse(actor=request.user, now=timezone.now(), **data))


def _row(house: Warehouse) -> dict[str, Any]:
    return {"public_id": house.public_id, "brand_ref": house.brand_ref, "name": house.name}
