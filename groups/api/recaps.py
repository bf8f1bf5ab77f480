"""What an event was like, for programs."""

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
from groups.board_states import POST_LIMIT
from groups.recap_rules import Marks
from groups.recap_states import Mark

Body = dict[str, Any]


class SummaryOutput(serializers.Serializer[Any]):
    """How many said yes to each."""

    answers = serializers.IntegerField()
    met = serializers.IntegerField()
    enjoyed = serializers.IntegerField()
    again = serializers.IntegerField()


class EventRecapOutput(serializers.Serializer[Any]):
    """``post`` is null until it is told, ``feedback`` until at least three have answered."""

    post = serializers.CharField(allow_null=True)
    came = serializers.IntegerField()
    feedback = SummaryOutput(allow_null=True)


class RecapInput(serializers.Serializer[Any]):
    """``photos``: those that everybody in them agreed to show to the whole group."""

    body = serializers.CharField(max_length=POST_LIMIT)
    photos = serializers.ListField(child=serializers.CharField(max_length=32), max_length=24, default=list)
    as_is = serializers.BooleanField(default=False)


class RecapToldOutput(serializers.Serializer[Any]):
    post = serializers.CharField()


class MarksInput(serializers.Serializer[Any]):
    met = serializers.ChoiceField(choices=Mark.choices)
    enjoyed = serializers.ChoiceField(choices=Mark.choices)
    again = serializers.ChoiceField(choices=Mark.choices)


class EventRecap(OperationView):
    input_serializer = RecapInput

    @extend_schema(operation_id="event_recap", responses=EventRecapOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """For whoever runs the event: whether it is told, and sums of what those who came thought."""
        require_sign_in(request)
        event = queries.event_by_id(public_id)
        allow(request.user, "groups.change-event", event)
        if event is None:
            raise NotFound
        told, found = queries.recap_of(event), queries.feedback_summary(event)
        names = ("answers", "met", "enjoyed", "again")
        return Response(
            {
                "post": told.post.public_id if told else None,
                "came": queries.evening_of(event).came,
                "feedback": {name: getattr(found, name) for name in names} if found else None,
            }
        )

    @extend_schema(request=RecapInput, responses=RecapToldOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Put words about it on the group's board."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        told = operations.publish_recap(
            actor=request.user,
            event_id=event_id,
            body=data["body"],
            photos=data["photos"],
            as_is=data["as_is"],
            now=db_now(),
        )
        return 200, {"post": told.post.public_id}


class EventFeedback(OperationView):
    input_serializer = MarksInput

    @extend_schema(request=MarksInput, responses=MarksInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Three taps of somebody who was seen there; again replaces them."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        given = operations.give_feedback(
            actor=request.user, event_id=event_id, marks=Marks(**data), now=db_now()
        )
        return 200, {"met": given.met, "enjoyed": given.enjoyed, "again": given.again}
