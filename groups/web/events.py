"""Events of a group: the list, the page of one, its line, and a member's answer."""

from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.access import allow, may
from common.clock import db_now
from common.errors import NotFound
from common.placeholders import written
from common.web import ActionView, NonceForm, PageView, SignInRequired
from groups import operations, queries
from groups.event_states import LIVE, TO_COME, EventState
from groups.models import Event
from groups.posters import EVENT
from groups.web.event_forms import AgreedSeatsForm, SeatsForm, SeenForm
from groups.web.frame import framed


def event_page(public_id: str) -> str:
    return reverse("groups:event", args=[public_id])


def shown_event(request: HttpRequest, public_id: str, verb: str = "groups.see-event") -> Event:
    """Raises: NotFound, NeedsSignIn."""
    event = queries.event_by_id(public_id)
    allow(request.user, verb, event)
    if event is None:
        raise NotFound
    return event


def on_the_wall(event: Event) -> str:
    """When it starts by the clock there; empty where the reader's clock shows the same."""
    there = event.starts_at.astimezone(ZoneInfo(event.time_zone))
    here = timezone.localtime(event.starts_at)
    return "" if there.utcoffset() == here.utcoffset() else written(there)


class EventsView(SignInRequired, PageView):
    """What is still to come in the group, or with ``?past`` what is over."""

    template_name = "groups/events.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        group = page["group"]
        allow(request.user, "groups.read-board", group)
        past = "past" in request.GET
        found = queries.events_of(
            group=group, viewer=request.user, past=past, cursor=request.GET.get("cursor")
        )
        mine = queries.answers_of(events=found.items, member_id=request.user.pk)
        return {
            **page,
            "past": past,
            "rows": [{"event": event, "mine": mine.get(event.pk)} for event in found.items],
            "next_cursor": found.next_cursor,
            "may_host": may(request.user, "groups.host-event", group),
        }


class OwnEventsView(SignInRequired, PageView):
    """What is still to come in all of the member's groups."""

    template_name = "groups/own_events.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        found = queries.events_for(request.user, cursor=request.GET.get("cursor"))
        mine = queries.answers_of(events=found.items, member_id=request.user.pk)
        rows = [{"event": event, "mine": mine.get(event.pk)} for event in found.items]
        return {"rows": rows, "next_cursor": found.next_cursor}


class EventView(SignInRequired, PageView):
    """For the group's people; whoever comes by a poster or a friend's message gets to the group first."""

    template_name = "groups/event.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = super().get(request, **kwargs)
        door = (
            queries.group_before(kwargs["public_id"], viewer=request.user)
            if answer.status_code == 404
            else ""
        )
        if not door:
            return answer
        messages.info(request, _("This event is for the people of this group. Come in, then you can see it."))
        return redirect("groups:detail", door)

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"])
        runs = may(request.user, "groups.change-event", event)
        waits = event.state in (EventState.DRAFT, EventState.POSTPONED)
        is_passed_on = event.host_id == request.user.pk and event.state in TO_COME
        return {
            "card": queries.card_of_event(event=event, viewer=request.user),
            "event": event,
            "group": event.group,
            "wall": on_the_wall(event),
            "takes_answers": event.takes_answers_at(db_now()),
            "poster": f"{EVENT}-{event.pk}" if is_passed_on else "",
            "runs": runs,
            "opens": runs and waits and may(request.user, "groups.host-event", event.group),
        }


class LineView(SignInRequired, PageView):
    """Every move of the line by number, so that anybody can check that nobody was passed over."""

    template_name = "groups/event_line.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"])
        page = queries.line_of(event=event, cursor=request.GET.get("cursor"))
        mine = queries.answers_of(events=[event], member_id=request.user.pk).get(event.pk)
        return {"event": event, "moves": page.items, "next_cursor": page.next_cursor, "mine": mine}


class _AnswerView(SignInRequired, ActionView):
    template_name = "groups/event_act.html"
    title: Any = ""
    hint: Any = ""
    button: Any = ""
    tone = "primary"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"])
        words = {"title": self.title, "hint": self.hint, "button": self.button, "tone": self.tone}
        return {"event": event, "group": event.group, **words}


class AnswerEventView(_AnswerView):
    form_class: ClassVar[type[NonceForm]] = SeatsForm
    template_name = "groups/event_answer.html"
    title: Any = _("Come along")
    hint: Any = _("If no place is free you get a number in line, and we tell you when it is your turn.")
    button = _("I’d like to come")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Whoever answers an event that asks for a deposit has to agree to it; who has answered already only
        says how they are shown.
        """
        super().setup(request, *args, **kwargs)
        event = queries.event_by_id(kwargs["public_id"])
        self.mine = None
        if event is not None:
            self.mine = queries.answers_of(events=[event], member_id=request.user.pk).get(event.pk)
        if self.mine is not None and self.mine.state in LIVE:
            self.form_class = SeenForm  # type: ignore[misc]
            self.title, self.hint, self.button = _("How you are shown"), "", _("Save")
        elif event is not None and event.deposit_fen:
            self.form_class = AgreedSeatsForm  # type: ignore[misc]

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        if self.mine is None:
            return {}
        return {"seen_as": self.mine.seen_as, "seats": self.mine.seats}

    def act(self, request: HttpRequest, form: SeenForm, **kwargs: Any) -> str:
        public_id, seats = kwargs["public_id"], form.cleaned_data["seats"]
        event_id = queries.event_id_of(public_id)
        agrees = form.cleaned_data.get("agrees", False)
        operations.answer_event(
            actor=request.user,
            event_id=event_id,
            seats=seats,
            agrees=agrees,
            seen_as=form.cleaned_data["seen_as"] or None,
            now=db_now(),
        )
        return event_page(public_id)


class AcceptPlaceView(_AnswerView):
    title = _("Take the place")
    hint = _("The place is held for you. Once you take it, it is yours.")
    button = _("Take the place")
    done_message = _("The place is yours.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        event_id = queries.event_id_of(public_id)
        operations.accept_place(actor=request.user, event_id=event_id, now=db_now())
        return event_page(public_id)


class CancelAnswerView(_AnswerView):
    title = _("Not coming after all")
    hint = _("Your place or your number goes to the next in line at once. You can come back at its end.")
    button = _("I can’t come")
    tone = "danger"
    done_message = _("Thank you for saying so. The place goes to the next in line.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        event_id = queries.event_id_of(public_id)
        operations.cancel_answer(actor=request.user, event_id=event_id, now=db_now())
        return event_page(public_id)
