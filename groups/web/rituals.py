"""A group's rituals: what it asks today, its rhythm, answering, and setting them up."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.access import allow, may
from common.clock import db_now
from common.errors import NotFound
from common.web import ActionView, PageView, SignInRequired
from groups import operations, queries
from groups.models import Prompt
from groups.ritual_states import RitualKind
from groups.web.asking import Asking
from groups.web.frame import framed
from groups.web.ritual_forms import PromptForm, RestDayForm, RitualForm, typed


def _rituals(public_id: str) -> str:
    return reverse("groups:rituals", args=[public_id])


class RitualsView(SignInRequired, PageView):
    """What can be answered now, the group's last four weeks, and what it asks regularly."""

    template_name = "groups/rituals.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        group = page["group"]
        allow(request.user, "groups.read-board", group)
        now = db_now()
        return {
            **page,
            "prompts": queries.open_prompts_of(group=group, viewer=request.user, now=now),
            "dots": queries.rhythm_of(group=group, viewer=request.user, now=now),
            "rituals": queries.rituals_of(group=group),
            "may_keep": may(request.user, "groups.keep-rituals", group),
        }


class NewRitualView(SignInRequired, ActionView):
    form_class = RitualForm
    template_name = "groups/ritual.html"
    done_message = _("It begins at its next time.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        allow(request.user, "groups.keep-rituals", page["group"])
        return page

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        days = [str(day) for day in range(7)]
        return {"weekdays": days, "local_time": "08:00", "kind": RitualKind.QUESTION, "is_on": True}

    def act(self, request: HttpRequest, form: RitualForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        group_id = queries.group_id_of(public_id)
        operations.add_ritual(actor=request.user, group_id=group_id, given=form.given, now=db_now())
        return _rituals(public_id)


class RitualView(SignInRequired, ActionView):
    form_class = RitualForm
    template_name = "groups/ritual.html"
    done_message = _("Saved.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        ritual = queries.ritual_by_id(kwargs["public_id"])
        allow(request.user, "groups.change-ritual", ritual)
        if ritual is None:
            raise NotFound
        return {"ritual": ritual, "group": ritual.group}

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        ritual = queries.ritual_by_id(kwargs["public_id"])
        return typed(ritual) if may(request.user, "groups.change-ritual", ritual) and ritual else {}

    def act(self, request: HttpRequest, form: RitualForm, **kwargs: Any) -> str:
        ritual = operations.change_ritual(
            actor=request.user, public_id=kwargs["public_id"], given=form.given, now=db_now()
        )
        return _rituals(ritual.group.public_id)


class RestDaysView(SignInRequired, ActionView):
    form_class = RestDayForm
    template_name = "groups/rest_days.html"
    done_message = _("Saved.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        allow(request.user, "groups.keep-rituals", page["group"])
        return {**page, "days": queries.rest_days_of(group=page["group"], now=db_now())}

    def act(self, request: HttpRequest, form: RestDayForm, **kwargs: Any) -> str:
        public_id, given = kwargs["public_id"], form.cleaned_data
        operations.set_rest_day(
            actor=request.user,
            group_id=queries.group_id_of(public_id),
            on=given["on"],
            rests=given["rests"],
            now=db_now(),
        )
        return reverse("groups:rest-days", args=[public_id])


class PromptView(Asking, SignInRequired, ActionView):
    """One day: the question, one's own answer, and then the others'."""

    form_class = PromptForm
    template_name = "groups/prompt.html"
    done_message = _("Thank you. Your answer stands on the board.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        prompt = self._prompt(request, **kwargs)
        shown = queries.shown_prompt(prompt, request.user, now=db_now())
        return {
            "shown": shown,
            "prompt": prompt,
            "group": prompt.group,
            "posts": [] if shown.hides else queries.answers_to(prompt=prompt, viewer=request.user),
            "may_answer": not shown.mine and may(request.user, "groups.answer-prompt", prompt),
        }

    def act(self, request: HttpRequest, form: PromptForm, **kwargs: Any) -> str:
        prompt = queries.prompt_by_id(kwargs["public_id"])
        writes_deeds = prompt is not None and prompt.kind == RitualKind.DEEDS
        operations.answer_prompt(
            actor=request.user,
            public_id=kwargs["public_id"],
            body=form.cleaned_data.get("body", ""),
            deeds=form.deeds if writes_deeds else None,
            as_is=form.cleaned_data["as_is"],
            **(form.pictures if prompt is not None and prompt.kind == RitualKind.WEEKEND else {}),
            now=db_now(),
        )
        return reverse("groups:prompt", args=[kwargs["public_id"]])

    def _show(self, request: HttpRequest, form: Any, status: int, **kwargs: Any) -> Any:
        form.keep_for(self._prompt(request, **kwargs).kind)
        return super()._show(request, form, status, **kwargs)

    def _prompt(self, request: HttpRequest, **kwargs: Any) -> Prompt:
        prompt = queries.prompt_by_id(kwargs["public_id"])
        allow(request.user, "groups.see-prompt", prompt)
        if prompt is None:
            raise NotFound
        return prompt
