"""The host's side of an event: draft, change, publish, put off, call off."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.access import allow
from common.clock import db_now
from common.web import ActionView, NonceForm, SignInRequired
from groups import operations, queries
from groups.web.event_forms import EditEventForm, EventForm, WordForm
from groups.web.events import event_page, shown_event
from groups.web.frame import framed


class DraftEventView(SignInRequired, ActionView):
    form_class = EventForm
    template_name = "groups/event_form.html"
    done_message = _("Saved as a draft. Only you and the stewards see it until you open it.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        allow(request.user, "groups.host-event", page["group"])
        return page

    def act(self, request: HttpRequest, form: EventForm, **kwargs: Any) -> str:
        group_id = queries.group_id_of(kwargs["public_id"])
        made = operations.draft_event(actor=request.user, group_id=group_id, given=form.given, now=db_now())
        return event_page(made.public_id)


class HostView(SignInRequired, ActionView):
    """A page of the host's that asks once more before it acts."""

    verb = "groups.change-event"
    template_name = "groups/event_act.html"
    title: Any = ""
    hint: Any = ""
    button: Any = ""
    tone = "primary"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"], self.verb)
        words = {"title": self.title, "hint": self.hint, "button": self.button, "tone": self.tone}
        return {"event": event, "group": event.group, **words}


class EditEventView(HostView):
    form_class = EditEventForm
    template_name = "groups/event_form.html"
    done_message = _("Saved.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        event = queries.event_by_id(kwargs["public_id"])
        return EditEventForm.initial_of(event) if event else {}

    def act(self, request: HttpRequest, form: EditEventForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.change_event(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            given=form.given,
            reconfirm=form.cleaned_data["reconfirm"],
            word=form.cleaned_data["word"],
            now=db_now(),
        )
        return event_page(public_id)


class PublishEventView(HostView):
    title = _("Open it for answers")
    hint = _("Everybody in the group sees it and can come.")
    button = pgettext_lazy("event", "Open it")
    done_message = _("It is open.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        event_id = queries.event_id_of(public_id)
        operations.publish_event(actor=request.user, event_id=event_id, now=db_now())
        return event_page(public_id)


class PostponeEventView(HostView):
    form_class = WordForm
    title = _("Put it off")
    hint = _(
        "Places and the line stay. Everybody who answered is told now, and again once you set a new time."
    )
    button = _("Put it off")
    done_message = _("Put off. Set a new time when you know it.")

    def act(self, request: HttpRequest, form: WordForm, **kwargs: Any) -> str:
        public_id, word = kwargs["public_id"], form.cleaned_data["word"]
        event_id = queries.event_id_of(public_id)
        operations.postpone_event(actor=request.user, event_id=event_id, word=word, now=db_now())
        return event_page(public_id)


class CallOffEventView(HostView):
    form_class = WordForm
    title = pgettext_lazy("event", "Call it off")
    hint = _("It can’t be opened again. Everybody who answered is told.")
    button = pgettext_lazy("event", "Call it off")
    tone = "danger"
    done_message = _("Called off. Everybody who answered is told.")

    def act(self, request: HttpRequest, form: WordForm, **kwargs: Any) -> str:
        public_id, word = kwargs["public_id"], form.cleaned_data["word"]
        event_id = queries.event_id_of(public_id)
        operations.call_off_event(actor=request.user, event_id=event_id, word=word, now=db_now())
        return event_page(public_id)
