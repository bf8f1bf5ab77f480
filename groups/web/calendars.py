"""Events for the calendars that people have already: a file per event, and an address that follows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from common.access import allow
from common.clock import db_now
from common.errors import NotFound, Refused
from common.web import ActionView, NonceForm, SignInRequired, refusal_page
from groups import ical, operations, queries
from groups.calendar_entries import meeting
from groups.models import RSVP
from groups.web.events import shown_event


def _taken_out(mine: RSVP, *, stamp: datetime) -> ical.Meeting:
    """What somebody who left the group may still be told of its event: that it is none of theirs."""
    known = meeting(mine.event, mine, stamp=stamp)
    gone = gettext("No event of yours any more")
    return replace(
        known,
        title=gone,
        about="",
        venue="",
        url=settings.SITE_URL,
        starts_at=mine.since,
        ends_at=mine.since,
        status="CANCELLED",
    )


class EventFileView(SignInRequired, View):
    """One event for a calendar; what was called off takes itself out again."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            event = shown_event(request, kwargs["public_id"])
        except Refused as refused:
            return refusal_page(request, refused)
        mine = queries.answers_of(events=[event], member_id=request.user.pk).get(event.pk)
        entry = meeting(event, mine, stamp=db_now())
        method = "CANCEL" if entry.status == "CANCELLED" else "PUBLISH"
        answer = _file(ical.calendar([entry], method=method))
        answer["Content-Disposition"] = 'attachment; filename="event.ics"'
        return answer


class CalendarFileView(View):
    """All of a member's events, for whoever has the secret address: no session, no cookie."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        link = queries.calendar_by_secret(kwargs["secret"])
        if link is None:
            return refusal_page(request, NotFound())
        now = db_now()
        rows = queries.meetings_of(member_id=link.member_id, now=now)
        with translation.override(link.member.locale):
            entries = [
                meeting(mine.event, mine, stamp=now) if is_fellow else _taken_out(mine, stamp=now)
                for mine, is_fellow in rows
            ]
            return _file(ical.calendar(entries, name=gettext("Events")))


class CalendarView(SignInRequired, ActionView):
    """The member's address: made, made anew, ended."""

    template_name = "groups/calendar.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        allow(request.user, "groups.keep-calendar")
        link = queries.calendar_link_of(request.user.pk or 0)
        path = reverse("groups:calendar-file", args=[link.secret]) if link else ""
        return {"link": link, "address": f"{settings.SITE_URL}{path}" if link else ""}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.make_calendar_link(actor=request.user, now=db_now())
        return reverse("groups:calendar")


class EndCalendarView(SignInRequired, ActionView):
    template_name = "groups/calendar_end.html"
    done_message = _("The address has ended.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.end_calendar_link(actor=request.user)
        return reverse("groups:calendar")


def _file(text: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
