"""Gifts for programs: the recipient's acts, the manager's stock, the clerk's desk."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import find_member_id
from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.api_filters import chosen, filters
from common.errors import NotFound
from gifts import exchange_queries, operations, queries
from gifts.address_rules import AddressInput
from gifts.api import serializers as shapes
from gifts.earmark_queries import OnShelf, on_shelf
from gifts.models import Gift, Item
from gifts.queries import GiftCard
from gifts.states import Fulfilment, GiftState, ItemKind, ItemState

CURSOR = [OpenApiParameter("cursor", str, description="From `next` of the page before.")]


def _cursor(request: Request) -> str | None:
    return request.query_params.get("cursor")


def _gift(card: GiftCard) -> dict[str, Any]:
    return {
        "public_id": card.public_id,
        "state": card.state,
        "item": card.item_name,
        "kind": card.item_kind,
        "reason": card.reason,
        "offered_at": card.offered_at,
        "expires_at": card.expires_at,
        "answered_at": card.answered_at,
        "needs_address": card.needs_address,
    }


def item_row(item: Item, there: OnShelf) -> dict[str, Any]:
    return {
        "public_id": item.public_id,
        "brand_ref": item.brand_ref,
        "name": item.name,
        "kind": item.kind,
        "state": item.state,
        "fulfilment": item.fulfilment,
        "value_fen": item.value_fen,
        "left": there.left,
        "promised": there.promised,
        "variant": item.variant,
        "low_stock": item.low_stock,
        "shelf": item.shelf,
    }


def _state(gift: Gift) -> dict[str, Any]:
    return {"public_id": gift.public_id, "state": gift.state}


# --- the recipient --------------------------------------------------------------------------------


class Gifts(APIView):
    @extend_schema(
        operation_id="gifts_list",
        parameters=[*CURSOR, *filters(kind=ItemKind.values)],
        responses=shapes.GiftsOutput,
    )
    def get(self, request: Request) -> Response:
        """My gifts, the newest first."""
        require_sign_in(request)
        cards, following = queries.gifts_of(
            member_id=request.user.pk or 0,
            item_kind=chosen(request, "kind", ItemKind.values),
            cursor=_cursor(request),
        )
        return Response(page_body([_gift(card) for card in cards], following))


class GiftDetail(APIView):
    @extend_schema(responses=shapes.GiftOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One of my gifts. After a no it stays as it was then, whatever becomes of it."""
        require_sign_in(request)
        return Response(_gift(queries.gift_card(public_id=public_id, member_id=request.user.pk or 0)))


class GiftTracking(APIView):
    @extend_schema(responses=shapes.TrackingOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """The way of my parcel, the newest step first."""
        require_sign_in(request)
        card = queries.gift_card(public_id=public_id, member_id=request.user.pk or 0)
        mine = card.state not in (GiftState.DECLINED, GiftState.EXPIRED)
        tracking = queries.tracking_of(gift_id=card.gift_id) if mine else None
        if tracking is None:
            return Response({"carrier": None, "waybill_no": None, "state": None, "steps": []})
        steps = [
            {"happened_at": line.happened_at, "state": line.state, "text": line.text}
            for line in tracking.lines
        ]
        return Response(
            {
                "carrier": tracking.carrier,
                "waybill_no": tracking.waybill_no,
                "state": tracking.state,
                "steps": steps,
            }
        )


class GiftAccept(OperationView):
    input_serializer = shapes.AcceptInput

    @extend_schema(request=shapes.AcceptInput, responses=shapes.GiftStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say yes; a parcel needs the address in the same act."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        given = data.get("address")
        gift = operations.accept_gift(
            actor=request.user,
            gift_id=queries.gift_id_of(kwargs["public_id"]),
            address=AddressInput(**given) if given else None,
            item_id=queries.item_id_of(data["item"]) if data.get("item") else None,
            remember=data["remember"],
            now=timezone.now(),
        )
        return 200, _state(gift)


class GiftDecline(OperationView):
    input_serializer = shapes.DeclineInput

    @extend_schema(request=shapes.DeclineInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say no, silently or with one of the stock phrases."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        operations.decline_gift(
            actor=request.user,
            gift_id=queries.gift_id_of(kwargs["public_id"]),
            phrase=data["phrase"],
            now=timezone.now(),
        )
        return 204, {}


class GiftExchanges(APIView):
    @extend_schema(responses=shapes.ExchangesOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What I may have instead of an open offer: its sizes and colours, and things of equal value."""
        require_sign_in(request)
        card = queries.gift_card(public_id=public_id, member_id=request.user.pk or 0)
        found = exchange_queries.exchanges_for(card) if card.is_open else []
        rows = [
            {"item": one.public_id, "name": one.name, "variant": one.variant, "is_variant": one.is_variant}
            for one in found
        ]
        return Response(page_body(rows, None))


class GiftSwap(OperationView):
    input_serializer = shapes.SwapInput

    @extend_schema(request=shapes.SwapInput, responses=shapes.GiftStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take another item instead. The answer is the gift that is offered in its place."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        gift = operations.swap_gift(
            actor=request.user,
            gift_id=queries.gift_id_of(kwargs["public_id"]),
            item_id=queries.item_ids_of([data["item"]]).get(data["item"], 0),
            now=timezone.now(),
        )
        return 200, _state(gift)


class GiftPassOn(OperationView):
    input_serializer = shapes.PassOnInput

    @extend_schema(request=shapes.PassOnInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Let a fellow member have it, once; they are asked as I was."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        to_id = find_member_id(data["to"])
        if to_id is None:
            raise NotFound
        operations.pass_on_gift(
            actor=request.user,
            gift_id=queries.gift_id_of(kwargs["public_id"]),
            to_id=to_id,
            now=timezone.now(),
        )
        return 204, {}


class GiftReveal(OperationView):
    """A code must not reach the idempotency table; each look is written down, so it repeats by itself."""

    idempotent = False

    @extend_schema(request=None, responses=shapes.CodeOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The code of a gift that I accepted. Every look is written down."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        code = operations.reveal_code(
            actor=request.user, gift_id=queries.gift_id_of(kwargs["public_id"]), now=timezone.now()
        )
        return 200, {"code": code}


# --- the manager ----------------------------------------------------------------------------------


class Items(OperationView):
    input_serializer = shapes.ItemInput

    @extend_schema(
        parameters=[*CURSOR, *filters(state=ItemState.values, kind=ItemKind.values)],
        responses=shapes.ItemsOutput,
    )
    def get(self, request: Request) -> Response:
        """Items of my brands with what is left of each, the newest first."""
        allow(request.user, "gifts.view-items")
        page = queries.items_of(
            request.user,
            state=chosen(request, "state", ItemState.values),
            kind=chosen(request, "kind", ItemKind.values),
            cursor=_cursor(request),
        )
        there = on_shelf(item.pk for item in page.items)
        return Response(page_body([item_row(item, there[item.pk]) for item in page.items], page.next_cursor))

    @extend_schema(request=shapes.ItemInput, responses={201: shapes.ItemOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A new item with empty stock."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        first = data.pop("variant_of", "")
        variant_of_id = queries.item_id_of(first) if first else None
        item = operations.create_item(
            actor=request.user, variant_of_id=variant_of_id, now=timezone.now(), **data
        )
        return 201, item_row(item, OnShelf())


# --- the clerk ------------------------------------------------------------------------------------


class PackingList(APIView):
    @extend_schema(parameters=CURSOR, responses=shapes.PackingListOutput)
    def get(self, request: Request) -> Response:
        """Accepted gifts to pack, the longest waiting first. Addresses are read one by one at the desk."""
        allow(request.user, "gifts.view-packing-list")
        page = queries.packing_list(request.user, cursor=_cursor(request))
        return Response(page_body([_to_pack(gift) for gift in page.items], page.next_cursor))


def _to_pack(gift: Gift) -> dict[str, Any]:
    waits = gift.item.fulfilment == Fulfilment.DESK and gift.handed_over_at is None
    return {
        "public_id": gift.public_id,
        "state": gift.state,
        "item": gift.item.name,
        "accepted_at": gift.accepted_at,
        "waits_for_clerk": waits,
    }


class GiftHandOver(OperationView):
    @extend_schema(request=None, responses=shapes.GiftStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The parcel is packed, the carrier may be called; or the gift was given by hand."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        gift = operations.hand_over_gift(
            actor=request.user, gift_id=queries.gift_id_of(kwargs["public_id"]), now=timezone.now()
        )
        return 200, _state(gift)


class GiftWaybill(OperationView):
    input_serializer = shapes.WaybillInput

    @extend_schema(request=shapes.WaybillInput, responses=shapes.GiftStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A person handed the parcel in: this is its number."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        shipment = operations.type_waybill(
            actor=request.user, gift_id=queries.gift_id_of(kwargs["public_id"]), now=timezone.now(), **data
        )
        return 200, _state(shipment.gift)


class GiftArrival(OperationView):
    @extend_schema(request=None, responses=shapes.GiftStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A parcel with a typed number has arrived."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        gift_id = queries.gift_id_of(kwargs["public_id"])
        operations.note_arrival(actor=request.user, gift_id=gift_id, now=timezone.now())
        return 200, {"public_id": kwargs["public_id"], "state": GiftState.DELIVERED}
