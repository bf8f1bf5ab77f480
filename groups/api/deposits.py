"""Deposits of events, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.access import allow
from common.api import OperationView, require_sign_in
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries
from groups.api.events import Body
from groups.deposit_states import DepositKind
from groups.models import DepositEntry


class DepositAskInput(serializers.Serializer[Any]):
    fen = serializers.IntegerField()
    hours = serializers.IntegerField(default=24)


class DepositAskOutput(serializers.Serializer[Any]):
    fen = serializers.IntegerField()
    hours = serializers.IntegerField()


class DepositRecordInput(serializers.Serializer[Any]):
    number = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(choices=DepositKind.choices)


class DepositOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=DepositKind.choices)
    fen = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class DepositBookOutput(serializers.Serializer[Any]):
    items = DepositOutput(many=True)
    received = serializers.IntegerField()
    returned = serializers.IntegerField()
    kept = serializers.IntegerField()
    held = serializers.IntegerField()


def _body(number: int, entry: DepositEntry) -> Body:
    at = entry.at.isoformat()
    return {"number": number, "kind": entry.kind, "fen": entry.fen, "reason": entry.reason, "at": at}


class EventDeposit(OperationView):
    input_serializer = DepositAskInput

    @extend_schema(request=DepositAskInput, responses=DepositAskOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ask whoever comes for a deposit, before anybody has answered; 0 asks for none."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        event = operations.ask_deposit(
            actor=request.user, event_id=event_id, fen=data["fen"], hours=data["hours"], now=db_now()
        )
        return 200, {"fen": event.deposit_fen, "hours": event.deposit_hours}


class EventDeposits(OperationView):
    input_serializer = DepositRecordInput

    @extend_schema(operation_id="event_deposits", responses=DepositBookOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """How each deposit stands, and the sums. For the host."""
        require_sign_in(request)
        event = queries.event_by_id(public_id)
        allow(request.user, "groups.change-event", event)
        if event is None:
            raise NotFound
        book = queries.deposit_book(event=event, viewer=request.user)
        sums = {name: getattr(book, name) for name in ("received", "returned", "kept", "held")}
        return Response({"items": [_body(row.number, row.last) for row in book.rows], **sums})

    @extend_schema(request=DepositRecordInput, responses=DepositOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Write down what became of one; the member is told."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        entry = operations.record_deposit(
            actor=request.user, event_id=event_id, number=data["number"], kind=data["kind"], now=db_now()
        )
        return 200, _body(data["number"], entry)
