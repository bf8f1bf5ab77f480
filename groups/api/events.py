"""Events of groups, for programs."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.api_fields import WallField
from common.api_filters import is_asked
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries
from groups.access import shown_group
from groups.api.groups import CURSOR
from groups.event_rules import EventInput
from groups.event_states import EventState, QueueRule, RSVPState, SeenAs
from groups.models import RSVP, Event

Body = dict[str, Any]


class EventInputShape(serializers.Serializer[Any]):
    """``starts``: the clock on the wall where the group is at home, without a zone."""

    title = serializers.DictField(child=serializers.CharField(max_length=200, allow_blank=True))
    about = serializers.DictField(
        child=serializers.CharField(max_length=4000, allow_blank=True), required=False, default=dict
    )
    starts = WallField()
    hours = serializers.IntegerField()
    venue = serializers.CharField(max_length=300)
    map_url = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    capacity = serializers.IntegerField()
    max_party = serializers.IntegerField(default=1)
    queue_rule = serializers.ChoiceField(choices=QueueRule.choices, default=QueueRule.STRICT)
    offer_minutes = serializers.IntegerField(required=False, allow_null=True, default=None)


class EventChangeInput(EventInputShape):
    reconfirm = serializers.BooleanField(default=False)
    word = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class EventWordInput(serializers.Serializer[Any]):
    word = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class EventSeatsInput(serializers.Serializer[Any]):
    seats = serializers.IntegerField(default=1)
    agrees = serializers.BooleanField(default=False)
    seen_as = serializers.ChoiceField(
        choices=SeenAs.choices,
        default=None,
        allow_null=True,
        help_text="How I am shown among those who come; null leaves it as it is.",
    )


class EventOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    group = serializers.CharField()
    title = serializers.DictField(child=serializers.CharField())
    about = serializers.DictField(child=serializers.CharField())
    state = serializers.ChoiceField(choices=EventState.choices)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    starts_wall = serializers.CharField()
    time_zone = serializers.CharField()
    venue = serializers.CharField()
    map_url = serializers.CharField()
    capacity = serializers.IntegerField()
    places_taken = serializers.IntegerField()
    max_party = serializers.IntegerField()
    deposit_fen = serializers.IntegerField()
    deposit_hours = serializers.IntegerField()
    queue_rule = serializers.ChoiceField(choices=QueueRule.choices)
    offer_minutes = serializers.IntegerField(allow_null=True)
    sequence = serializers.IntegerField()
    word = serializers.CharField()
    my_state = serializers.ChoiceField(choices=RSVPState.choices, allow_null=True)


class EventDetailOutput(EventOutput):
    in_line = serializers.IntegerField()
    my_place_in_line = serializers.IntegerField(allow_null=True)
    my_number = serializers.IntegerField(allow_null=True)
    held_until = serializers.DateTimeField(allow_null=True)


class EventsOutput(serializers.Serializer[Any]):
    items = EventOutput(many=True)
    next = serializers.CharField(allow_null=True)


class EventStateOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(choices=EventState.choices)
    sequence = serializers.IntegerField()


class EventAnswerOutput(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=RSVPState.choices)
    seats = serializers.IntegerField()
    number = serializers.IntegerField()
    seen_as = serializers.ChoiceField(choices=SeenAs.choices)
    held_until = serializers.DateTimeField(allow_null=True)


_SAME = (
    *("public_id", "title", "about", "state", "starts_at", "ends_at", "starts_wall", "time_zone", "venue"),
    *("map_url", "capacity", "max_party", "queue_rule", "offer_minutes", "sequence", "word"),
    *("deposit_fen", "deposit_hours"),
)


def event_body(event: Event, mine: RSVP | None) -> Body:
    return {
        **{name: getattr(event, name) for name in _SAME},
        "group": event.group.public_id,
        "places_taken": event.seats_held,
        "my_state": mine.state if mine else None,
    }


def _state_body(event: Event) -> Body:
    return {"public_id": event.public_id, "state": event.state, "sequence": event.sequence}


def _answer_body(mine: RSVP) -> Body:
    until = mine.offer_expires_at
    return {
        "state": mine.state,
        "seats": mine.seats,
        "number": mine.seq,
        "seen_as": mine.seen_as,
        "held_until": until.isoformat() if until else None,
    }


def given_of(data: Body) -> EventInput:
    given = {name: data[name] for name in EventInput.__dataclass_fields__}
    return EventInput(**{**given, "starts": datetime.fromisoformat(data["starts"])})


class GroupEvents(OperationView):
    input_serializer = EventInputShape

    @extend_schema(
        operation_id="group_events_list",
        parameters=[*CURSOR, OpenApiParameter("past", bool, description="What is over, the latest first.")],
        responses=EventsOutput,
    )
    def get(self, request: Request, public_id: str) -> Response:
        """What is still to come in the group, the next one first."""
        require_sign_in(request)
        group = shown_group(request.user, public_id).group
        allow(request.user, "groups.read-board", group)
        page = queries.events_of(
            group=group,
            viewer=request.user,
            past=is_asked(request, "past"),
            cursor=request.query_params.get("cursor"),
        )
        mine = queries.answers_of(events=page.items, member_id=request.user.pk)
        for event in page.items:
            event.group = group
        items = [event_body(event, mine.get(event.pk)) for event in page.items]
        return Response(page_body(items, page.next_cursor))

    @extend_schema(request=EventInputShape, responses={201: EventStateOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Draft an event."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        group_id = queries.group_id_of(kwargs["public_id"])
        made = operations.draft_event(
            actor=request.user, group_id=group_id, given=given_of(data), now=db_now()
        )
        return 201, _state_body(made)


class OwnEvents(APIView):
    @extend_schema(operation_id="own_events", parameters=CURSOR, responses=EventsOutput)
    def get(self, request: Request) -> Response:
        """What is still to come in my groups, the next one first."""
        require_sign_in(request)
        page = queries.events_for(request.user, cursor=request.query_params.get("cursor"))
        mine = queries.answers_of(events=page.items, member_id=request.user.pk)
        items = [event_body(event, mine.get(event.pk)) for event in page.items]
        return Response(page_body(items, page.next_cursor))


class EventDetail(APIView):
    @extend_schema(responses=EventDetailOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One event, and how I stand to it."""
        require_sign_in(request)
        event = queries.event_by_id(public_id)
        allow(request.user, "groups.see-event", event)
        if event is None:
            raise NotFound
        card = queries.card_of_event(event=event, viewer=request.user)
        mine = card.mine
        waits = mine is not None and mine.state == RSVPState.WAITLISTED
        return Response(
            {
                **event_body(event, mine),
                "in_line": card.in_line,
                "my_place_in_line": card.place_in_line if waits else None,
                "my_number": mine.seq if mine else None,
                "held_until": mine.offer_expires_at if mine else None,
            }
        )


class EventChange(OperationView):
    input_serializer = EventChangeInput

    @extend_schema(request=EventChangeInput, responses=EventStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Type it over; what was put off opens again. Another time or place is told."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event = operations.change_event(
            actor=request.user,
            event_id=queries.event_id_of(kwargs["public_id"]),
            given=given_of(data),
            reconfirm=data["reconfirm"],
            word=data["word"],
            now=db_now(),
        )
        return 200, _state_body(event)


class EventPublish(OperationView):
    @extend_schema(request=None, responses=EventStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Open it for answers."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        return 200, _state_body(operations.publish_event(actor=request.user, event_id=event_id, now=db_now()))


class EventPostpone(OperationView):
    input_serializer = EventWordInput

    @extend_schema(request=EventWordInput, responses=EventStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Put it off: places and the line stay."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        event = operations.postpone_event(
            actor=request.user, event_id=event_id, word=data["word"], now=db_now()
        )
        return 200, _state_body(event)


class EventCallOff(OperationView):
    input_serializer = EventWordInput

    @extend_schema(request=EventWordInput, responses=EventStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Call it off for good."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        event = operations.call_off_event(
            actor=request.user, event_id=event_id, word=data["word"], now=db_now()
        )
        return 200, _state_body(event)


class EventAnswer(OperationView):
    input_serializer = EventSeatsInput

    @extend_schema(request=EventSeatsInput, responses=EventAnswerOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Come, or stand in line."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        mine = operations.answer_event(
            actor=request.user,
            event_id=event_id,
            seats=data["seats"],
            agrees=data["agrees"],
            seen_as=data["seen_as"],
            now=db_now(),
        )
        return 200, _answer_body(mine)


class EventAccept(OperationView):
    @extend_schema(request=None, responses=EventAnswerOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take the place that is held for me."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        return 200, _answer_body(operations.accept_place(actor=request.user, event_id=event_id, now=db_now()))


class EventCancel(OperationView):
    @extend_schema(request=None, responses=EventAnswerOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Not come after all, or leave the line."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        return 200, _answer_body(
            operations.cancel_answer(actor=request.user, event_id=event_id, now=db_now())
        )
