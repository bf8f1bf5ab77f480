"""An event that is over: the host tells of it, those who came say how it was."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.clock import db_now
from common.texts import in_language
from common.web import ActionView, SignInRequired
from groups import operations, queries
from groups.models import Event
from groups.web.albums import thumbnail
from groups.web.asking import Asking
from groups.web.events import event_page, shown_event
from groups.web.hosting import HostView
from groups.web.recap_forms import FeedbackForm, RecapForm


def draft_words(event: Event) -> str:
    """What happened, in the reader's language, to begin with. Names nobody."""
    evening = queries.evening_of(event)
    lines = [in_language(event.title)]
    if evening.came:
        words = ngettext("%(count)s of us was there.", "%(count)s of us were there.", evening.came)
        lines.append(words % {"count": evening.came})
    if evening.tasks:
        lines.append(gettext("What we did together:"))
    for title, teams in evening.tasks:
        words = ngettext("– %(task)s (%(count)s team)", "– %(task)s (%(count)s teams)", teams)
        lines.append(words % {"task": in_language(title), "count": teams})
    return "\n".join(lines)


class RecapView(Asking, HostView):
    """The draft and what those who came thought, for whoever runs the event."""

    form_class = RecapForm
    template_name = "groups/recap.html"
    title = _("Tell the group")
    done_message = _("It is on the group’s board.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = super().context(request, **kwargs)
        event = page["event"]
        return {**page, "recap": queries.recap_of(event), "summary": queries.feedback_summary(event)}

    def _show(self, request: HttpRequest, form: RecapForm, status: int, **kwargs: Any) -> HttpResponse:
        page = self.context(request, **kwargs)
        rows = queries.photos_for_recap(event=page["event"], viewer=request.user)
        form.offer((one.public_id, thumbnail(one, number)) for number, one in enumerate(rows, start=1))
        return render(request, self.template_name, {"form": form, **page}, status=status)

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        event = queries.event_by_id(kwargs["public_id"])
        return {"body": draft_words(event)} if event else {}

    def act(self, request: HttpRequest, form: RecapForm, **kwargs: Any) -> str:
        public_id, body = kwargs["public_id"], form.cleaned_data["body"]
        told = operations.publish_recap(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            body=body,
            photos=form.cleaned_data.get("photos", []),
            as_is=form.cleaned_data["as_is"],
            now=db_now(),
        )
        return reverse("groups:post", args=[told.post.public_id])


class FeedbackView(SignInRequired, ActionView):
    form_class = FeedbackForm
    template_name = "groups/event_act.html"
    done_message = _("Thank you.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"])
        return {
            "event": event,
            "group": event.group,
            "title": _("How was it?"),
            "hint": _("Three taps. The host sees only sums, and only once at least three have answered."),
            "button": _("Send"),
            "tone": "primary",
        }

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        event = queries.event_by_id(kwargs["public_id"])
        mine = queries.feedback_by(event=event, member_id=request.user.pk) if event else None
        return {"met": mine.met, "enjoyed": mine.enjoyed, "again": mine.again} if mine else {}

    def act(self, request: HttpRequest, form: FeedbackForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        event_id = queries.event_id_of(public_id)
        operations.give_feedback(actor=request.user, event_id=event_id, marks=form.given, now=db_now())
        return event_page(public_id)
