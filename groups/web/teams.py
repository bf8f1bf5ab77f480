"""Teams of an event: the host mixes and sets them, a member sees theirs and asks for company."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.queries import find_member_id
from common.clock import db_now
from common.web import ActionView, NonceForm, SignInRequired
from groups import operations, queries
from groups.team_states import Relaxed
from groups.web.events import shown_event
from groups.web.hosting import HostView
from groups.web.team_forms import MixForm, WishForm


def teams_page(public_id: str) -> str:
    return reverse("groups:teams", args=[public_id])


class TeamsView(SignInRequired, ActionView):
    """The host's: mix, look, mix again."""

    form_class = MixForm
    template_name = "groups/teams.html"
    done_message = _("Mixed. Look at the teams, mix them again, or set them.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"], "groups.keep-teams")
        shown = queries.teams_of(event=event, viewer=request.user)
        given_up = [Relaxed(name).label for name in shown.plan.relaxed] if shown.plan else []
        return {"event": event, "shown": shown, "given_up": given_up}

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        event = queries.event_by_id(kwargs["public_id"])
        plan = queries.team_plan_of(event) if event else None
        return {"size": plan.size, "keeps_wishes": plan.keeps_wishes} if plan else {}

    def act(self, request: HttpRequest, form: MixForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.mix_teams(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            size=form.cleaned_data["size"],
            keeps_wishes=form.cleaned_data["keeps_wishes"],
            now=db_now(),
        )
        return teams_page(public_id)


class LockTeamsView(HostView):
    verb = "groups.keep-teams"
    title = _("Set the teams")
    hint = _("Everybody is told who is with them. The teams can’t be mixed anew after that.")
    button = _("Set the teams")
    done_message = _("Set. Everybody is told.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        event_id = queries.event_id_of(public_id)
        operations.lock_teams(actor=request.user, event_id=event_id, now=db_now())
        return teams_page(public_id)


class LatecomersView(HostView):
    verb = "groups.keep-teams"
    title = _("Take latecomers in")
    hint = _("Whoever comes and has no team goes to the smallest one that suits. The other teams stay.")
    button = _("Take them in")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        event_id = queries.event_id_of(public_id)
        count = operations.place_latecomers(actor=request.user, event_id=event_id, now=db_now())
        words = ngettext("%(count)s person has a team now.", "%(count)s people have a team now.", count)
        messages.success(request, words % {"count": count})
        return teams_page(public_id)


class TeamView(SignInRequired, ActionView):
    """The member's own team; until it is set, whom they would like to be with."""

    form_class = WishForm
    template_name = "groups/team.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"])
        own = queries.own_team(event=event, viewer=request.user)
        answer = queries.answers_of(events=[event], member_id=request.user.pk).get(event.pk)
        return {"event": event, "own": own, "answer": answer}

    def act(self, request: HttpRequest, form: WishForm, **kwargs: Any) -> str:
        public_id, other = kwargs["public_id"], form.cleaned_data["other"]
        operations.wish_for(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            other_id=(find_member_id(other) or 0) if other else None,
            now=db_now(),
        )
        return reverse("groups:team", args=[public_id])
