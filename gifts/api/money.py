"""Money gifts for programs: where the recipient's own money is."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.errors import NotFound
from common.pagination import keyset
from gifts import money_queries, operations, queries
from gifts.api.views import CURSOR
from gifts.models import Transfer
from gifts.payer_words import reason_in_words
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


class BillAtDeskOutput(serializers.Serializer[dict[str, object]]):
    """``why``: the payer's reason in the reader's language; ``told_amount``: another than asked."""

    gift = serializers.CharField()
    state = serializers.ChoiceField(choices=TransferState.choices)
    amount = serializers.IntegerField()
    told_amount = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    why = serializers.CharField(allow_blank=True)
    is_taken_back = serializers.BooleanField()


class BillsAtDeskOutput(serializers.Serializer[dict[str, object]]):
    items = BillAtDeskOutput(many=True)
    next = serializers.CharField(allow_null=True)


class BillReasonInput(serializers.Serializer[dict[str, object]]):
    reason = serializers.CharField(max_length=200)


def _at_desk(bill: Transfer) -> dict[str, Any]:
    return {
        "gift": bill.gift.public_id,
        "state": bill.state,
        "amount": bill.amount,
        "told_amount": bill.told_amount,
        "currency": bill.currency,
        "reason": bill.reason,
        "why": reason_in_words(bill.reason),
        "is_taken_back": bill.cancel_asked_at is not None,
    }


class BillsAtDesk(APIView):
    @extend_schema(parameters=CURSOR, responses=BillsAtDeskOutput)
    def get(self, request: Request) -> Response:
        """Payments that wait for the desk: refused by the payer, or made with another amount."""
        allow(request.user, "gifts.view-packing-list")
        page = keyset(
            money_queries.bills_at_desk(request.user),
            order=["id"],
            cursor=request.query_params.get("cursor"),
            size=25,
        )
        return Response(page_body([_at_desk(bill) for bill in page.items], page.next_cursor))


class GiftTakeBack(OperationView):
    input_serializer = BillReasonInput

    @extend_schema(request=BillReasonInput, responses={202: BillAtDeskOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Have the payer take back a payment that nobody has confirmed; the payer's answer comes later."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        return 202, _act(operations.take_back_money, request, data, kwargs)


class GiftAskAnew(OperationView):
    input_serializer = BillReasonInput

    @extend_schema(request=BillReasonInput, responses={202: BillAtDeskOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Once what was wrong is mended: another payment for the same yes."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        return 202, _act(operations.ask_payer_anew, request, data, kwargs)


class GiftTakeAsPaid(OperationView):
    input_serializer = BillReasonInput

    @extend_schema(request=BillReasonInput, responses=BillAtDeskOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Another amount was paid, and that is left as it is."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        return 200, _act(operations.take_as_paid, request, data, kwargs)


def _act(
    operation: Callable[..., Transfer], request: Request, data: dict[str, Any], kwargs: dict[str, Any]
) -> dict[str, Any]:
    require_sign_in(request)
    gift_id = queries.gift_id_of(kwargs["public_id"])
    return _at_desk(operation(actor=request.user, gift_id=gift_id, reason=data["reason"], now=timezone.now()))


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
