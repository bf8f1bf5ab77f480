"""Tickets and the door, for programs. A device at the door keeps scans and sends them later."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries
from groups.api.groups import CURSOR
from groups.door_rules import MOST_SCANS, Scan
from groups.door_states import AttendanceState, CheckInMethod, ScanOutcome
from groups.models import Event, Ticket
from groups.operations.door import Admission, Scanned

Body = dict[str, Any]


class TicketOutput(serializers.Serializer[Any]):
    """``public_id`` is what the QR code's address ends with."""

    public_id = serializers.CharField()
    number = serializers.IntegerField()
    code = serializers.CharField()
    let_in_at = serializers.DateTimeField(allow_null=True)


class TicketsOutput(serializers.Serializer[Any]):
    attendance = serializers.ChoiceField(choices=AttendanceState.choices, allow_null=True)
    tickets = TicketOutput(many=True)


class GuestOutput(serializers.Serializer[Any]):
    """``person`` is null where they show the caller no page."""

    person = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    seats = serializers.IntegerField()
    attendance = serializers.ChoiceField(choices=AttendanceState.choices, allow_null=True)
    tickets = TicketOutput(many=True)


class DoorOutput(serializers.Serializer[Any]):
    expected = serializers.IntegerField()
    inside = serializers.IntegerField()
    absent = serializers.IntegerField()
    excused = serializers.IntegerField()
    items = GuestOutput(many=True)
    next = serializers.CharField(allow_null=True)


class AdmitInput(serializers.Serializer[Any]):
    """``code``: the letters, the ticket's id, or the whole address from the QR code."""

    code = serializers.CharField(max_length=200)
    method = serializers.ChoiceField(
        choices=[(one.value, one.label) for one in CheckInMethod if one != CheckInMethod.LATER],
        default=CheckInMethod.CODE.value,
    )


class AdmittedOutput(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=ScanOutcome.choices)
    code = serializers.CharField()
    number = serializers.IntegerField()
    let_in_at = serializers.DateTimeField()


class ScanInput(serializers.Serializer[Any]):
    """``key``: the device's own name of this scan, the same in every upload of it."""

    key = serializers.RegexField(r"^[\w-]{8,64}$")
    code = serializers.CharField(max_length=200)
    at = serializers.DateTimeField()


class ScansInput(serializers.Serializer[Any]):
    scans = serializers.ListField(child=ScanInput(), max_length=MOST_SCANS)


class ScannedOutput(serializers.Serializer[Any]):
    key = serializers.CharField()
    outcome = serializers.ChoiceField(choices=ScanOutcome.choices)
    let_in_at = serializers.DateTimeField(allow_null=True)


class ScansOutput(serializers.Serializer[Any]):
    scans = ScannedOutput(many=True)


class ExcuseInput(serializers.Serializer[Any]):
    word = serializers.CharField(max_length=1000, allow_blank=True)


class ExcusedOutput(serializers.Serializer[Any]):
    attendance = serializers.ChoiceField(choices=AttendanceState.choices)


def _shown(request: Request, public_id: str, verb: str) -> Event:
    """Raises: NotFound, NeedsSignIn."""
    require_sign_in(request)
    event = queries.event_by_id(public_id)
    allow(request.user, verb, event)
    if event is None:
        raise NotFound
    return event


def _seat_body(seat: queries.Seat) -> Body:
    ticket: Ticket = seat.ticket
    return {
        "public_id": ticket.public_id,
        "number": ticket.number,
        "code": ticket.code,
        "let_in_at": seat.check_in.at if seat.check_in else None,
    }


def _admitted(done: Admission) -> Body:
    return {
        "outcome": ScanOutcome.ADMITTED.value if done.is_new else ScanOutcome.AGAIN.value,
        "code": done.ticket.code,
        "number": done.ticket.number,
        "let_in_at": done.check_in.at.isoformat(),
    }


def _scanned(one: Scanned) -> Body:
    at = one.admission.check_in.at.isoformat() if one.admission else None
    return {"key": one.key, "outcome": str(one.outcome), "let_in_at": at}


class EventTickets(APIView):
    @extend_schema(responses=TicketsOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """My tickets, and whether I was seen there."""
        event = _shown(request, public_id, "groups.see-event")
        mine = queries.answers_of(events=[event], member_id=request.user.pk).get(event.pk)
        seats = queries.seats_of([mine]).get(mine.pk, []) if mine is not None else []
        known = queries.attendance_of(event=event, member_id=request.user.pk)
        return Response(
            {
                "attendance": known.state if known else None,
                "tickets": [_seat_body(seat) for seat in seats],
            }
        )


class EventDoor(OperationView):
    input_serializer = AdmitInput

    @extend_schema(operation_id="event_door", parameters=CURSOR, responses=DoorOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """Who is expected and who is inside, by the numbers of the line."""
        event = _shown(request, public_id, "groups.keep-door")
        cursor = request.query_params.get("cursor")
        door = queries.door_of(event=event, viewer=request.user, cursor=cursor)
        guests = [
            {
                "person": guest.person.public_id if guest.person else None,
                "name": guest.person.name.text if guest.person else "",
                "seats": guest.rsvp.seats,
                "attendance": guest.attendance.state if guest.attendance else None,
                "tickets": [_seat_body(seat) for seat in guest.seats],
            }
            for guest in door.guests
        ]
        numbers = {name: getattr(door, name) for name in ("expected", "inside", "absent", "excused")}
        return Response({**numbers, **page_body(guests, door.next_cursor)})

    @extend_schema(request=AdmitInput, responses=AdmittedOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Let somebody in. A second time says when the first was."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        done = operations.admit(
            actor=request.user,
            event_id=queries.event_id_of(kwargs["public_id"]),
            code=data["code"],
            method=data["method"],
            now=db_now(),
        )
        return 200, _admitted(done)


class EventScans(OperationView):
    input_serializer = ScansInput

    @extend_schema(request=ScansInput, responses=ScansOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """What a device kept without a connection. Sending it again changes nothing."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        done = operations.admit_later(
            actor=request.user,
            event_id=queries.event_id_of(kwargs["public_id"]),
            scans=[Scan(**one) for one in data["scans"]],
            now=db_now(),
        )
        return 200, {"scans": [_scanned(one) for one in done]}


class EventExcuse(OperationView):
    input_serializer = ExcuseInput

    @extend_schema(request=ExcuseInput, responses=ExcusedOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say why I was not there."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        missed = operations.excuse_absence(
            actor=request.user, event_id=event_id, word=data["word"], now=db_now()
        )
        return 200, {"attendance": missed.state}
