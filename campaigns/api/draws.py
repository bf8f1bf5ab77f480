"""Draws for programs: the facts, the receipt, the caller's own proof. All of it is read-only."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.draw_download import receipt_response
from campaigns.draw_errors import NoDraw
from campaigns.draw_states import WITH_RECEIPT, WITH_ROOT, DrawMode, DrawState, SeedRule
from campaigns.models import Draw, DrawRoot
from campaigns.queries import draws as queries
from common.access import may
from common.api import require_sign_in

Shape = serializers.Serializer[Any]


class PrizeOutput(Shape):
    key = serializers.CharField()
    item = serializers.CharField()
    quantity = serializers.IntegerField()


class BeaconOutput(Shape):
    """``simulated``: a stand-in for development; its rounds prove nothing."""

    chain = serializers.CharField()
    simulated = serializers.BooleanField()
    round = serializers.IntegerField(allow_null=True)
    round_at = serializers.DateTimeField(allow_null=True)
    fallback_round = serializers.IntegerField(allow_null=True)
    fallback_at = serializers.DateTimeField(allow_null=True)


class RootOutput(Shape):
    root_hash = serializers.CharField()
    entry_count = serializers.IntegerField()
    total_weight = serializers.IntegerField()
    frozen_at = serializers.DateTimeField()


class PlaceOutput(Shape):
    place = serializers.IntegerField()
    entry_key = serializers.CharField()
    prize = serializers.CharField(allow_blank=True)


class ResultOutput(Shape):
    """``places``: the first hundred; the receipt has all of them."""

    seed = serializers.CharField()
    seed_rule = serializers.ChoiceField(SeedRule.choices)
    drawn_at = serializers.DateTimeField()
    receipt_sha256 = serializers.CharField()
    places = PlaceOutput(many=True)


class DrawOutput(Shape):
    public_id = serializers.CharField()
    campaign = serializers.CharField()
    state = serializers.ChoiceField(DrawState.choices)
    method = serializers.CharField()
    mode = serializers.ChoiceField(DrawMode.choices)
    commitment = serializers.CharField()
    committed_at = serializers.DateTimeField(allow_null=True)
    reserve_size = serializers.IntegerField()
    prizes = PrizeOutput(many=True)
    beacon = BeaconOutput(allow_null=True)
    frozen = RootOutput(allow_null=True)
    result = ResultOutput(allow_null=True)


class StepOutput(Shape):
    side = serializers.ChoiceField(["left", "right"])
    hash = serializers.CharField()


class ProofOutput(Shape):
    draw = serializers.CharField()
    entry_key = serializers.CharField()
    weight = serializers.IntegerField()
    leaf = serializers.CharField()
    root_hash = serializers.CharField()
    steps = StepOutput(many=True)


def _visible(request: Request, public_id: str) -> Draw:
    """Raises: NoDraw, the same whether it is hidden or does not exist."""
    draw = queries.draw_by_public_id(public_id)
    if not may(request.user, "campaigns.view-campaign", draw.campaign):
        raise NoDraw
    return draw


def _body(draw: Draw) -> dict[str, Any]:
    root = queries.root_of_draw(draw) if draw.state in WITH_ROOT else None
    return {
        "public_id": draw.public_id,
        "campaign": draw.campaign.slug,
        "state": draw.state,
        "method": draw.method,
        "mode": draw.mode,
        "commitment": draw.commitment,
        "committed_at": draw.committed_at,
        "reserve_size": draw.reserve_size,
        "prizes": [
            {"key": prize.key, "item": prize.item, "quantity": prize.quantity}
            for prize in queries.prizes_of(draw.pk)
        ],
        "beacon": _beacon(draw, root),
        "frozen": _frozen(root),
        "result": _result(draw, root),
    }


def _beacon(draw: Draw, root: DrawRoot | None) -> dict[str, Any] | None:
    if draw.mode != DrawMode.DRAND:
        return None
    return {
        "chain": draw.beacon_chain,
        "simulated": draw.beacon_simulated,
        "round": root.beacon_round if root else None,
        "round_at": root.beacon_at if root else None,
        "fallback_round": root.fallback_round if root else None,
        "fallback_at": root.fallback_at if root else None,
    }


def _frozen(root: DrawRoot | None) -> dict[str, Any] | None:
    if root is None:
        return None
    return {
        "root_hash": root.root,
        "entry_count": root.entry_count,
        "total_weight": root.total_weight,
        "frozen_at": root.frozen_at,
    }


def _result(draw: Draw, root: DrawRoot | None) -> dict[str, Any] | None:
    if root is None or draw.state not in WITH_RECEIPT:
        return None
    return {
        "seed": root.seed.seed,
        "seed_rule": root.seed.rule,
        "drawn_at": root.seed.drawn_at,
        "receipt_sha256": root.seed.receipt.sha256,
        "places": [
            {"place": place.place, "entry_key": place.entry_key, "prize": place.prize_key}
            for place in queries.places_of(draw.pk)
        ],
    }


class DrawDetail(APIView):
    @extend_schema(operation_id="draws_retrieve", responses=DrawOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """A draw: what was committed, frozen and drawn so far."""
        return Response(_body(_visible(request, public_id)))


class DrawReceiptDownload(APIView):
    @extend_schema(operation_id="draws_receipt", responses={(200, "application/json"): OpenApiTypes.OBJECT})
    def get(self, request: Request, public_id: str) -> Any:
        """The published receipt, byte for byte: feed it to the stand-alone verifier."""
        draw = _visible(request, public_id)
        return receipt_response(draw, queries.receipt_of_draw(draw))


class DrawProof(APIView):
    @extend_schema(operation_id="draws_proof", responses=ProofOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """The caller's own entry, and its path to the published root."""
        require_sign_in(request)
        draw = _visible(request, public_id)
        proof = queries.inclusion_proof(draw=draw, member_id=request.user.pk or 0)
        return Response(
            {
                "draw": proof.draw_id,
                "entry_key": proof.entry_key,
                "weight": proof.weight,
                "leaf": proof.leaf,
                "root_hash": proof.root,
                "steps": [{"side": step.side, "hash": step.hash.hex()} for step in proof.steps],
            }
        )
