"""Tickets for those who come, the door for whoever keeps it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.people import people_seen_by
from common.access import allow
from common.clock import db_now
from common.errors import NotFound
from common.web import ActionView, NonceForm, PageView, SignInRequired
from groups import operations, queries
from groups.door_rules import TAKES_UNTIL
from groups.door_states import CheckInMethod, ScanOutcome
from groups.models import Ticket
from groups.operations.door import Admission, Scanned
from groups.web.door_forms import CodeForm, ExcuseForm, LaterForm
from groups.web.events import event_page, on_the_wall, shown_event


def scan_address(ticket: Ticket) -> str:
    """What the QR code says: the page where whoever keeps the door lets somebody in."""
    return f"{settings.SITE_URL}{reverse('groups:scan', args=[ticket.public_id])}"


class TicketView(SignInRequired, PageView):
    """The member's own tickets: a code to show and letters to read out."""

    template_name = "groups/ticket.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"])
        mine = queries.answers_of(events=[event], member_id=request.user.pk).get(event.pk)
        seats = queries.seats_of([mine]).get(mine.pk, []) if mine is not None else []
        return {
            "event": event,
            "wall": on_the_wall(event),
            "attendance": queries.attendance_of(event=event, member_id=request.user.pk),
            "seats": [{"seat": seat, "address": scan_address(seat.ticket)} for seat in seats],
        }


class ExcuseView(SignInRequired, ActionView):
    form_class = ExcuseForm
    template_name = "groups/event_act.html"
    done_message = _("Thank you for saying so.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"])
        return {
            "event": event,
            "group": event.group,
            "title": _("You were missed"),
            "hint": _("Only the host and the stewards read it. Nobody else learns that you were not there."),
            "button": _("Say why"),
            "tone": "primary",
        }

    def act(self, request: HttpRequest, form: ExcuseForm, **kwargs: Any) -> str:
        public_id, word = kwargs["public_id"], form.cleaned_data["word"]
        event_id = queries.event_id_of(public_id)
        operations.excuse_absence(actor=request.user, event_id=event_id, word=word, now=db_now())
        return event_page(public_id)


class DoorView(SignInRequired, ActionView):
    """Who is expected and who is inside; letters and the list let in. Works without scripts."""

    form_class = CodeForm
    template_name = "groups/door.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"], "groups.keep-door")
        door = queries.door_of(event=event, viewer=request.user, cursor=request.GET.get("cursor"))
        kept_until = (event.ends_at + TAKES_UNTIL).isoformat()
        return {"event": event, "door": door, "kept_until": kept_until, "now": db_now().isoformat()}

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"method": CheckInMethod.CODE}

    def act(self, request: HttpRequest, form: CodeForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        done = operations.admit(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            code=form.cleaned_data["code"],
            method=form.cleaned_data["method"],
            now=db_now(),
        )
        _say(request, done)
        return reverse("groups:door", args=[public_id])


class ScanView(SignInRequired, ActionView):
    """Where the QR code leads. Only whoever keeps this door finds anything, and a look changes nothing."""

    template_name = "groups/scan.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        ticket = _ticket(request, kwargs["public_id"])
        people = people_seen_by(request.user, [ticket.rsvp.member_id])
        return {
            "ticket": ticket,
            "event": ticket.event,
            "person": people.get(ticket.rsvp.member_id),
            "check_in": getattr(ticket, "check_in", None),
        }

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        ticket = _ticket(request, public_id)
        done = operations.admit(
            actor=request.user,
            event_id=ticket.event_id,
            code=public_id,
            method=CheckInMethod.SCAN,
            now=db_now(),
        )
        _say(request, done)
        return reverse("groups:door", args=[ticket.event.public_id])


class LaterView(SignInRequired, ActionView):
    """What was written down while there was no connection."""

    form_class = LaterForm
    template_name = "groups/door_later.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"event": shown_event(request, kwargs["public_id"], "groups.keep-door")}

    def act(self, request: HttpRequest, form: LaterForm, **kwargs: Any) -> str:
        event = shown_event(request, kwargs["public_id"], "groups.keep-door")
        now = db_now()
        scans = form.scans_at(event, now=now)
        done = operations.admit_later(actor=request.user, event_id=event.pk, scans=scans, now=now)
        _say_all(request, done, names={scan.key: scan.code for scan in scans})
        return reverse("groups:door", args=[event.public_id])


def _ticket(request: HttpRequest, public_id: str) -> Ticket:
    """Raises: NotFound."""
    ticket = queries.ticket_by_id(public_id)
    allow(request.user, "groups.keep-door", ticket.event if ticket else None)
    if ticket is None:
        raise NotFound
    return ticket


def _say(request: HttpRequest, done: Admission) -> None:
    if done.is_new:
        messages.success(request, gettext("%(code)s is in. Welcome!") % {"code": done.ticket.code})
    else:
        words = gettext("%(code)s was let in already. One ticket lets in once.")
        messages.warning(request, words % {"code": done.ticket.code})


def _say_all(request: HttpRequest, done: list[Scanned], *, names: Mapping[str, str]) -> None:
    inside = sum(1 for one in done if one.outcome == ScanOutcome.ADMITTED)
    words = ngettext("%(count)s ticket is in.", "%(count)s tickets are in.", inside)
    messages.success(request, words % {"count": inside})
    for one in done:
        if one.outcome != ScanOutcome.ADMITTED:
            messages.warning(request, f"{names[one.key][:20]}: {ScanOutcome(one.outcome).label}")
