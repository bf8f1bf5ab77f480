"""The clerk's desk for programs: picking, labels, and parcels that did not arrive."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow, require_fresh_proof
from common.api import OperationView, page_body, require_sign_in
from common.errors import NotFound
from common.pagination import keyset
from gifts import mending_queries, operations, pick_queries, queries
from gifts.api import desk_shapes as shapes
from gifts.api.serializers import GiftStateOutput
from gifts.api.views import CURSOR
from gifts.labels import pdf_of
from gifts.models import DeadParcel, Gift, PickList


def _gift_ids(public_ids: Sequence[str]) -> list[int]:
    """Raises: NotFound, when one of them is nobody's."""
    found = queries.gift_ids_of(public_ids)
    if set(public_ids) - set(found):
        raise NotFound
    return list(found.values())


def _list(found: PickList) -> dict[str, Any]:
    """With the walk: what to fetch, by warehouse, shelf and item."""
    rows = pick_queries.rows_of(found.pk)
    items = queries.items_by_id(row.item_id for row in rows)
    walk = [
        {
            "warehouse": row.house,
            "shelf": row.shelf,
            "item": items[row.item_id].public_id,
            "name": row.item,
            "units": row.units,
            "picked": row.picked,
        }
        for row in rows
    ]
    return {**_head(found), "rows": walk}


def _head(found: PickList) -> dict[str, Any]:
    return {"public_id": found.public_id, "created_at": found.created_at.isoformat()}


class PickLists(OperationView):
    input_serializer = shapes.GiftsInput

    @extend_schema(operation_id="pick_lists_list", parameters=CURSOR, responses=shapes.PickListsOutput)
    def get(self, request: Request) -> Response:
        """Picking lists of my brands, the newest first."""
        allow(request.user, "gifts.walk-pick-list")
        page = keyset(
            pick_queries.pick_lists_of(request.user),
            order=["-id"],
            cursor=request.query_params.get("cursor"),
            size=25,
        )
        return Response(page_body([_head(found) for found in page.items], page.next_cursor))

    @extend_schema(request=shapes.GiftsInput, responses={201: shapes.PickListOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """One list over these gifts; what stands in a list already stays there."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        made = operations.make_pick_list(
            actor=request.user, gift_ids=_gift_ids(data["gifts"]), now=timezone.now()
        )
        return 201, _list(made)


class PickListDetail(APIView):
    @extend_schema(responses=shapes.PickListOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One list, in the order of the walk."""
        require_sign_in(request)
        return Response(_list(pick_queries.pick_list_of(request.user, public_id)))


class Picks(OperationView):
    input_serializer = shapes.PickMarkInput

    @extend_schema(request=shapes.PickMarkInput, responses=shapes.PickListOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Mark what was fetched from one place, or take the mark back."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        found = pick_queries.pick_list_of(request.user, kwargs["public_id"])
        item_id, house = queries.item_id_of(data["item"]), data["warehouse"]
        if data["picked"]:
            operations.pick_units(
                actor=request.user, list_id=found.pk, item_id=item_id, house=house, now=timezone.now()
            )
        else:
            operations.put_back_units(actor=request.user, list_id=found.pk, item_id=item_id, house=house)
        return 200, _list(found)


class PackingLabels(APIView):
    @extend_schema(request=shapes.GiftsInput, responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def post(self, request: Request) -> HttpResponse:
        """Labels as one PDF, kept nowhere; each reading of an address is written down.

        Several at once want a fresh proof.
        """
        require_sign_in(request)
        given = shapes.GiftsInput(data=request.data)
        given.is_valid(raise_exception=True)
        gift_ids = _gift_ids(given.validated_data["gifts"])
        if len(gift_ids) > 1:
            require_fresh_proof(request.user)
        body = pdf_of(operations.open_labels(actor=request.user, gift_ids=gift_ids))
        answer = HttpResponse(body, content_type="application/pdf")
        answer["Cache-Control"] = "no-store"
        return answer


class DeadParcels(APIView):
    @extend_schema(parameters=CURSOR, responses=shapes.DeadParcelsOutput)
    def get(self, request: Request) -> Response:
        """Parcels with a problem, refused, silent for a week, or back and not dealt with."""
        allow(request.user, "gifts.view-packing-list")
        page = keyset(
            mending_queries.dead_parcels(request.user).select_related("gift__item"),
            order=["id"],
            cursor=request.query_params.get("cursor"),
            size=25,
        )
        return Response(page_body([_dead(parcel) for parcel in page.items], page.next_cursor))


def _dead(parcel: DeadParcel) -> dict[str, Any]:
    return {
        "gift": parcel.gift.public_id,
        "item": parcel.gift.item.name,
        "carrier": parcel.carrier,
        "waybill_no": parcel.waybill_no,
        "state": parcel.state,
        "outcome": parcel.outcome,
        "created_at": parcel.created_at,
    }


def _state(gift: Gift) -> dict[str, Any]:
    return {"public_id": gift.public_id, "state": gift.state}


class GiftLoss(OperationView):
    input_serializer = shapes.LossInput

    @extend_schema(request=shapes.LossInput, responses=GiftStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Nobody expects this parcel any more."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        gift_id = queries.gift_id_of(kwargs["public_id"])
        operations.note_lost(actor=request.user, gift_id=gift_id, reason=data["reason"], now=timezone.now())
        return 200, {"public_id": kwargs["public_id"], "state": queries.state_of(gift_id)}


class GiftReturn(OperationView):
    input_serializer = shapes.ReturnInput

    @extend_schema(request=shapes.ReturnInput, responses=GiftStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A parcel that came back was opened: its unit goes to the shelf, or is written off."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        shipment = operations.settle_return(
            actor=request.user,
            gift_id=queries.gift_id_of(kwargs["public_id"]),
            outcome=data["outcome"],
            reason=data["reason"],
            now=timezone.now(),
        )
        return 200, _state(shipment.gift)


class GiftOfferAgain(OperationView):
    input_serializer = shapes.OfferAgainInput

    @extend_schema(request=shapes.OfferAgainInput, responses={201: GiftStateOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Another unit, or something else, held out to the same person. The answer is the new gift."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        gift = operations.offer_again(
            actor=request.user,
            gift_id=queries.gift_id_of(kwargs["public_id"]),
            item_id=queries.item_id_of(data["item"]) if data["item"] else None,
            now=timezone.now(),
        )
        return 201, _state(gift)
