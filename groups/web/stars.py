"""The daily star: the group's stars, and the pages of whoever is asked."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.access import allow, may
from common.clock import db_now
from common.errors import NotFound
from common.web import ActionView, NonceForm, SignInRequired
from groups import operations, queries
from groups.models import StarInvitation
from groups.star_states import StarState
from groups.web.asking import Asking
from groups.web.frame import framed
from groups.web.star_forms import ApproveForm, StarAnswerForm, StarWordsForm, SwitchForm


def _star(public_id: str) -> str:
    return reverse("groups:star", args=[public_id])


class StarsView(SignInRequired, ActionView):
    """What the stars told; for stewards, who is asked, who is next, and the switch."""

    form_class = SwitchForm
    template_name = "groups/stars.html"
    done_message = _("Saved.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        group, who, now = page["group"], request.user, db_now()
        allow(who, "groups.read-board", group)
        keeps = may(who, "groups.keep-stars", group)
        return {
            **page,
            "posts": queries.stars_of(group=group, viewer=who),
            "may_keep": keeps,
            "planned": queries.planned_stars(group=group, viewer=who, now=now) if keeps else [],
            "in_line": queries.stars_in_line(group=group, viewer=who, now=now) if keeps else [],
        }

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        group = queries.group_of(kwargs["public_id"])
        return {"is_on": group is not None and queries.has_stars(group=group)}

    def act(self, request: HttpRequest, form: SwitchForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        group_id = queries.group_id_of(public_id)
        operations.switch_stars(actor=request.user, group_id=group_id, is_on=form.cleaned_data["is_on"])
        return reverse("groups:stars", args=[public_id])


class _OwnStarView(SignInRequired, ActionView):
    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        star = self._own(request, **kwargs)
        return {"star": star, "group": star.group, "is_asked": star.state == StarState.ASKED}

    def _own(self, request: HttpRequest, **kwargs: Any) -> StarInvitation:
        star = queries.star_by_id(kwargs["public_id"])
        allow(request.user, "groups.answer-star", star)
        if star is None:
            raise NotFound
        return star


class StarView(_OwnStarView):
    """The invitation: four answers, or where it stands."""

    form_class = StarAnswerForm
    template_name = "groups/star.html"

    def act(self, request: HttpRequest, form: StarAnswerForm, **kwargs: Any) -> str:
        given = form.cleaned_data
        star = operations.answer_star(
            actor=request.user,
            public_id=kwargs["public_id"],
            answer=given["answer"],
            on=given["on"],
            now=db_now(),
        )
        accepted = star.state == StarState.ACCEPTED
        return reverse("groups:star-words", args=[star.public_id]) if accepted else _star(star.public_id)


class StarWordsView(_OwnStarView):
    form_class = StarWordsForm
    template_name = "groups/star_words.html"

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        star = queries.star_by_id(kwargs["public_id"])
        if star is None or not may(request.user, "groups.answer-star", star):
            return {}
        answers = {f"answer_{number}": text for number, text in enumerate(star.answers, start=1)}
        return {"body": star.draft, **answers}

    def act(self, request: HttpRequest, form: StarWordsForm, **kwargs: Any) -> str:
        star = self._own(request, **kwargs)
        operations.write_star_words(
            actor=request.user,
            public_id=star.public_id,
            answers=form.answers if star.by_interview else None,
            body=form.cleaned_data.get("body", ""),
            now=db_now(),
        )
        return reverse("groups:star-approve", args=[star.public_id])

    def _show(self, request: HttpRequest, form: Any, status: int, **kwargs: Any) -> Any:
        form.keep_for(interview=self._own(request, **kwargs).by_interview)
        return super()._show(request, form, status, **kwargs)


class StarApproveView(Asking, _OwnStarView):
    form_class = ApproveForm
    template_name = "groups/star_approve.html"
    done_message = _("It appears on your day. Until the evening before you can step back.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        star = queries.star_by_id(kwargs["public_id"])
        return {"body": star.draft} if star and may(request.user, "groups.answer-star", star) else {}

    def act(self, request: HttpRequest, form: ApproveForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.approve_star_words(
            actor=request.user,
            public_id=public_id,
            body=form.cleaned_data["body"],
            as_is=form.cleaned_data["as_is"],
            now=db_now(),
        )
        return _star(public_id)


class StarWithdrawView(_OwnStarView):
    template_name = "groups/star_withdraw.html"
    done_message = _("Done. Nobody is told why.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.withdraw_star(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return _star(kwargs["public_id"])
