"""Asking to be introduced, and the introductions that one takes part in."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people import people_seen_by, person_seen_by
from accounts.queries import find_member_id
from common.access import allow
from common.clock import db_now
from common.errors import NotFound
from common.web import ActionView, PageView, SignInRequired
from groups import operations, queries
from groups.web.introduction_forms import AnswerForm, AskForm


class AskIntroductionView(SignInRequired, ActionView):
    """Who could introduce me to somebody, and asking one of them."""

    form_class = AskForm
    template_name = "groups/introduction_ask.html"
    done_message = _("Asked. It takes up to 14 days; nobody has to say yes.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        person = person_seen_by(request.user, kwargs["public_id"])
        allow(request.user, "groups.ask-introduction", person.member_id)
        ids = queries.mutual_ids(asker_id=request.user.pk or 0, target_id=person.member_id)
        mutuals = list(people_seen_by(request.user, ids).values())
        return {"person": person, "mutuals": mutuals}

    def _show(self, request: HttpRequest, form: AskForm, status: int, **kwargs: Any) -> HttpResponse:
        page = self.context(request, **kwargs)
        form.offer((one.public_id, one.name.text) for one in page["mutuals"])
        return render(request, self.template_name, {"form": form, **page}, status=status)

    def act(self, request: HttpRequest, form: AskForm, **kwargs: Any) -> str:
        made = operations.ask_introduction(
            actor=request.user,
            target_id=find_member_id(kwargs["public_id"]) or 0,
            mutual_id=find_member_id(form.cleaned_data["mutual"]) or 0,
            why=form.cleaned_data["why"],
            contact=form.cleaned_data["contact"],
            now=db_now(),
        )
        return reverse("groups:introduction", args=[made.public_id])


class IntroductionsView(SignInRequired, PageView):
    template_name = "groups/introductions.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        rows = queries.introductions_of(request.user, now=db_now())
        return {
            "yours": [one for one in rows if one.standing == "yours"],
            "others": [one for one in rows if one.standing != "yours"],
        }


class IntroductionView(SignInRequired, ActionView):
    """One introduction as one of the three sees it; the form answers it, or takes it back."""

    form_class = AnswerForm
    template_name = "groups/introduction.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        one = queries.introduction_by_id(kwargs["public_id"])
        allow(request.user, "groups.see-introduction", one)
        if one is None:
            raise NotFound
        return {"shown": queries.show_introduction(one, viewer=request.user, now=db_now())}

    def _show(self, request: HttpRequest, form: AnswerForm, status: int, **kwargs: Any) -> HttpResponse:
        page = self.context(request, **kwargs)
        form.keep_for(page["shown"].role)
        return render(request, self.template_name, {"form": form, **page}, status=status)

    def act(self, request: HttpRequest, form: AnswerForm, **kwargs: Any) -> str:
        public_id, page = kwargs["public_id"], reverse("groups:introductions")
        if request.POST.get("answer") != "yes":
            operations.decline_introduction(actor=request.user, public_id=public_id)
            return page
        one = queries.introduction_by_id(public_id)
        if one is not None and queries.role_of(one, request.user.pk) == "target":
            contact = form.cleaned_data["contact"]
            operations.accept_introduction(
                actor=request.user, public_id=public_id, contact=contact, now=db_now()
            )
            return reverse("groups:introduction", args=[public_id])
        operations.pass_on_introduction(
            actor=request.user, public_id=public_id, sentence=form.cleaned_data["words"], now=db_now()
        )
        return page
