"""Series of events, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import OperationView, require_sign_in
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries, series_errors
from groups.api.events import Body, EventChangeInput, EventWordInput, given_of
from groups.event_states import EventState
from groups.models import EventSeries
from groups.series_states import Ending, Rhythm, SeriesState, Span


class EventRepeatInput(serializers.Serializer[Any]):
    rhythm = serializers.ChoiceField(choices=Rhythm.choices)
    until = serializers.DateField(required=False, allow_null=True, default=None)


class SeriesChangeInput(EventChangeInput):
    span = serializers.ChoiceField(choices=Span.choices)


class SeriesEndInput(EventWordInput):
    how = serializers.ChoiceField(choices=Ending.choices)


class SeriesOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    rhythm = serializers.ChoiceField(choices=Rhythm.choices)
    until = serializers.DateField(allow_null=True)
    time_zone = serializers.CharField()
    state = serializers.ChoiceField(choices=SeriesState.choices)


class SeriesEventOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    starts_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=EventState.choices)
    is_apart = serializers.BooleanField()


class SeriesDetailOutput(SeriesOutput):
    upcoming = SeriesEventOutput(many=True)


class SeriesChangedOutput(serializers.Serializer[Any]):
    changed = serializers.IntegerField()


def _body(series: EventSeries) -> Body:
    same = ("public_id", "rhythm", "until", "time_zone", "state")
    return {name: getattr(series, name) for name in same}


class EventSeriesView(APIView):
    @extend_schema(operation_id="event_series", responses=SeriesDetailOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """The series of an event, and which of it are open."""
        require_sign_in(request)
        event = queries.event_by_id(public_id)
        allow(request.user, "groups.see-event", event)
        if event is None:
            raise NotFound
        found = queries.series_of(event, now=db_now())
        if found is None:
            raise series_errors.DoesNotRepeat
        shown = ("public_id", "starts_at", "state", "is_apart")
        upcoming = [{name: getattr(one, name) for name in shown} for one in found.upcoming]
        return Response({**_body(found.series), "upcoming": upcoming})


class EventRepeat(OperationView):
    input_serializer = EventRepeatInput

    @extend_schema(request=EventRepeatInput, responses={201: SeriesOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Let it be the first of a series."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        series = operations.repeat_event(
            actor=request.user, event_id=event_id, rhythm=data["rhythm"], until=data["until"], now=db_now()
        )
        return 201, _body(series)


class EventSeriesChange(OperationView):
    input_serializer = SeriesChangeInput

    @extend_schema(request=SeriesChangeInput, responses=SeriesChangedOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Type over an event and those that follow, or all that are still to come."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        changed = operations.change_series(
            actor=request.user,
            event_id=queries.event_id_of(kwargs["public_id"]),
            given=given_of(data),
            span=data["span"],
            reconfirm=data["reconfirm"],
            word=data["word"],
            now=db_now(),
        )
        return 200, {"changed": len(changed)}


class EventSeriesEnd(OperationView):
    input_serializer = SeriesEndInput

    @extend_schema(request=SeriesEndInput, responses=SeriesOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Plan no more of it; and call off those that are open, if asked."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        series = operations.end_series(
            actor=request.user,
            event_id=queries.event_id_of(kwargs["public_id"]),
            how=data["how"],
            word=data["word"],
            now=db_now(),
        )
        return 200, _body(series)
