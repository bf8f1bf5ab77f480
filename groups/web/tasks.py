"""Tasks of an event: the host picks, teams do, teammates confirm."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.access import allow, may
from common.clock import db_now
from common.errors import NotFound
from common.web import ActionView, NonceForm, PageView, SignInRequired
from groups import operations, queries
from groups.models import TaskCard
from groups.task_states import TaskNeed, TeamTaskState
from groups.web.events import shown_event
from groups.web.hosting import HostView
from groups.web.task_forms import ClaimForm, PickForm


def tasks_page(public_id: str) -> str:
    return reverse("groups:tasks", args=[public_id])


def shown_card(request: HttpRequest, public_id: str) -> TaskCard:
    """Raises: NotFound, NeedsSignIn."""
    card = queries.card_by_id(public_id)
    allow(request.user, "groups.do-task", card)
    if card is None:
        raise NotFound
    return card


class TasksView(SignInRequired, PageView):
    """The cards, how far my team is, and how far the others are."""

    template_name = "groups/tasks.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"])
        shown = queries.tasks_of(event=event, viewer=request.user)
        plan = queries.team_plan_of(event)
        return {
            "event": event,
            "shown": shown,
            "is_set": plan is not None and plan.state == "locked",
            "runs": may(request.user, "groups.keep-teams", event),
        }


class PickTasksView(HostView):
    verb = "groups.keep-teams"
    form_class = PickForm
    title = _("Pick tasks")
    hint = _("Small things that people do together. A team does them in any order, or leaves them out.")
    button = _("Save")
    done_message = _("Saved.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        event = queries.event_by_id(kwargs["public_id"])
        return {"tasks": [card.key for card in queries.cards_of(event)]} if event else {}

    def act(self, request: HttpRequest, form: PickForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.pick_tasks(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            keys=form.cleaned_data["tasks"],
            now=db_now(),
        )
        return tasks_page(public_id)


class TaskView(SignInRequired, ActionView):
    """One card: what to do, and saying that it happened."""

    form_class = ClaimForm
    template_name = "groups/task.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        card = shown_card(request, kwargs["public_id"])
        shown = queries.tasks_of(event=card.event, viewer=request.user)
        mine = next(one for one in shown.tasks if one.card.pk == card.pk)
        return {"event": card.event, "one": mine, "needs_letters": card.need == TaskNeed.PEERS}

    def _show(self, request: HttpRequest, form: ClaimForm, status: int, **kwargs: Any) -> HttpResponse:
        page = self.context(request, **kwargs)
        if page["needs_letters"]:
            form.ask_letters()
        return render(request, self.template_name, {"form": form, **page}, status=status)

    def act(self, request: HttpRequest, form: ClaimForm, **kwargs: Any) -> str:
        card = shown_card(request, kwargs["public_id"])
        task = operations.claim_task(
            actor=request.user, public_id=card.public_id, code=form.cleaned_data["code"], now=db_now()
        )
        if task.state == TeamTaskState.DONE:
            messages.success(request, gettext("Done, together."))
        else:
            messages.success(request, gettext("Your teammates are asked to say so, too."))
        return tasks_page(card.event.public_id)


class ConfirmTaskView(SignInRequired, ActionView):
    template_name = "groups/event_act.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        card = shown_card(request, kwargs["public_id"])
        return {
            "event": card.event,
            "group": card.event.group,
            "title": _("It happened"),
            "hint": _("You say that your team has done it. It counts because others were there, too."),
            "button": _("It happened"),
            "tone": "primary",
        }

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        card = shown_card(request, kwargs["public_id"])
        task = operations.confirm_task(actor=request.user, public_id=card.public_id, now=db_now())
        if task.state == TeamTaskState.DONE:
            messages.success(request, gettext("Done, together."))
        return tasks_page(card.event.public_id)
