"""Money gifts for programs: where the recipient's own money is."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api import require_sign_in
from common.errors import NotFound
from gifts import money_queries, queries
from gifts.states import TransferState


class MoneyStepOutput(serializers.Serializer[dict[str, object]]):
    happened_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=TransferState.choices)


class TransferOutput(serializers.Serializer[dict[str, object]]):
    """``amount``: in minor units. ``package``: opens the confirmation, while that waits."""

    state = serializers.ChoiceField(choices=TransferState.choices)
    amount = serializers.IntegerField()
    currency = serializers.CharField()
    confirm_by = serializers.DateTimeField(allow_null=True)
    package = serializers.CharField(allow_blank=True)
    steps = MoneyStepOutput(many=True)


class GiftTransfer(APIView):
    @extend_schema(responses=TransferOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """Where my money is, the newest step first. A gift that is not money, or not accepted, has none."""
        require_sign_in(request)
        card = queries.gift_card(public_id=public_id, member_id=request.user.pk or 0)
        money = money_queries.money_of(gift_id=card.gift_id, member_id=request.user.pk or 0)
        if money is None:
            raise NotFound
        steps = [{"happened_at": step.happened_at, "state": step.state} for step in money.steps]
        response = Response(
            {
                "state": money.state,
                "amount": money.amount,
                "currency": money.currency,
                "confirm_by": money.confirm_by,
                "package": money.package,
                "steps": steps,
            }
        )
        response["Cache-Control"] = "no-store"
        return response
