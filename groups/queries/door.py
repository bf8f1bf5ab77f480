"""Tickets as their owner sees them, and the door as its keeper does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from accounts.people import Person, people_seen_by
from common.access import Actor
from common.pagination import keyset
from groups.door_states import AttendanceState
from groups.event_states import RSVPState
from groups.models import RSVP, Attendance, CheckIn, Event, Ticket

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A ticket, and when it was let in."""

    ticket: Ticket
    check_in: CheckIn | None


def seats_of(rsvps: Iterable[RSVP]) -> dict[int, list[Seat]]:
    """{answer's id: its tickets that count, by number}. One statement."""
    rows = Ticket.objects.filter(rsvp__in=[one.pk for one in rsvps], voided_at__isnull=True)
    found: dict[int, list[Seat]] = {}
    for ticket in rows.select_related("check_in").order_by("rsvp_id", "number"):
        seat = Seat(ticket=ticket, check_in=getattr(ticket, "check_in", None))
        found.setdefault(ticket.rsvp_id, []).append(seat)
    return found


def ticket_by_id(public_id: str) -> Ticket | None:
    """With its event, group and answer. One statement. Not every reader may see it: ask ``allow``."""
    rows = Ticket.objects.select_related("event__group", "rsvp__member", "check_in")
    return rows.filter(public_id=public_id).first()


def attendance_of(*, event: Event, member_id: int | None) -> Attendance | None:
    """One statement."""
    return Attendance.objects.filter(rsvp__event=event, rsvp__member_id=member_id or 0).first()


def attendances_by_pair(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Attendance]:
    """{(event id, member id): attendance with its event}. One statement."""
    wanted = set(pairs)
    rows = Attendance.objects.select_related("rsvp__event").filter(
        rsvp__event_id__in={event_id for event_id, _member in wanted},
        rsvp__member_id__in={member_id for _event, member_id in wanted},
    )
    found = {(row.rsvp.event_id, row.rsvp.member_id): row for row in rows}
    return {pair: row for pair, row in found.items() if pair in wanted}


def was_at_event(member_id: int, *, since: datetime, until: datetime) -> bool:
    """Whether the member was there at an event that ran in this time. One statement."""
    there = Attendance.objects.filter(rsvp__member_id=member_id, state=AttendanceState.CAME)
    return there.filter(rsvp__event__starts_at__lt=until, rsvp__event__ends_at__gt=since).exists()


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody with a place. ``person`` is None where they show the viewer no page."""

    rsvp: RSVP
    person: Person | None
    seats: list[Seat]
    attendance: Attendance | None


@dataclass(frozen=True, kw_only=True)
class Door:
    """``expected`` and ``inside`` count seats, guests of guests too."""

    expected: int
    inside: int
    absent: int
    excused: int
    guests: list[Guest]
    next_cursor: str | None


def door_of(*, event: Event, viewer: Actor, cursor: str | None = None) -> Door:
    """Five statements, however many come."""
    coming = RSVP.objects.filter(event=event, state=RSVPState.GOING)
    page = keyset(coming.select_related("attendance"), order=("seq",), cursor=cursor, size=PAGE)
    people = people_seen_by(viewer, [one.member_id for one in page.items])
    seats = seats_of(page.items)
    inside = Count("check_in", filter=Q(check_in__isnull=False))
    numbers = Ticket.objects.filter(event=event, voided_at__isnull=True).aggregate(
        expected=Count("pk"), inside=inside
    )
    states = Attendance.objects.filter(rsvp__event=event).aggregate(
        absent=Count("pk", filter=Q(state=AttendanceState.ABSENT)),
        excused=Count("pk", filter=Q(state=AttendanceState.EXCUSED)),
    )
    return Door(
        **numbers,
        **states,
        guests=[
            Guest(
                rsvp=one,
                person=people.get(one.member_id),
                seats=seats.get(one.pk, []),
                attendance=getattr(one, "attendance", None),
            )
            for one in page.items
        ],
        next_cursor=page.next_cursor,
    )
