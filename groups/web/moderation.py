"""Flagging something, the stewards' desk, and what was decided about whom."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.access import allow, may
from common.clock import db_now
from common.errors import NotFound
from common.web import ActionView, NonceForm, PageView, SignInRequired
from groups import operations, queries
from groups.models import Comment, ModerationAction, Post, ReviewCase
from groups.web.frame import framed
from groups.web.moderation_forms import AppealForm, DecideForm, FlagForm, JudgeForm, ReasonForm


class _FlagView(SignInRequired, ActionView):
    """What happens next, and the reasons to choose from."""

    form_class = FlagForm
    template_name = "groups/flag.html"
    done_message = _("Thank you. The stewards will look at it.")

    def words(self, public_id: str) -> Post | Comment | None:
        raise NotImplementedError

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        words = self.words(kwargs["public_id"])
        allow(request.user, "groups.flag", words)
        if words is None:
            raise NotFound
        post = words if isinstance(words, Post) else words.post
        is_known = queries.has_flagged(words, member_id=request.user.pk)
        return {"words": words, "post": post, "group": post.group, "is_known": is_known}

    def act(self, request: HttpRequest, form: FlagForm, **kwargs: Any) -> str:
        words = self.words(kwargs["public_id"])
        if form.cleaned_data["take_back"] and words is not None:
            operations.withdraw_flags(actor=request.user, words=words, now=db_now())
            post = words if isinstance(words, Post) else words.post
            return reverse("groups:post", args=[post.public_id])
        given = {name: form.cleaned_data[name] for name in ("reason", "note")}
        flag = self.flag(actor=request.user, public_id=kwargs["public_id"], now=db_now(), **given)
        return reverse("groups:post", args=[flag.case.page_post.public_id])

    flag: ClassVar[Any]


class FlagPostView(_FlagView):
    flag = staticmethod(operations.flag_post)

    def words(self, public_id: str) -> Post | None:
        return queries.post_by_id(public_id)


class FlagCommentView(_FlagView):
    flag = staticmethod(operations.flag_comment)

    def words(self, public_id: str) -> Comment | None:
        return queries.comment_by_id(public_id)


class DeskView(SignInRequired, PageView):
    """What waits for the stewards of a group, the oldest first."""

    template_name = "groups/desk.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        group = page["group"]
        allow(request.user, "groups.see-desk", group)
        cases = queries.cases_waiting(group=group, viewer=request.user, cursor=request.GET.get("cursor"))
        return {
            **page,
            "cases": cases.items,
            "next_cursor": cases.next_cursor,
            "complaints": queries.complaints_waiting(group=group, viewer=request.user),
            "spots": queries.radar_of(group=group),
            "brakes": queries.brakes_now(group_id=group.pk),
            "appeals": queries.appeals_waiting(group=group, viewer=request.user),
            "now": db_now(),
        }


class _CaseView(SignInRequired, ActionView):
    template_name = "groups/review_case.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        case = queries.case_by_id(kwargs["public_id"])
        allow(request.user, "groups.judge-case", case)
        if case is None:
            raise NotFound
        return {
            "case": case,
            "group": case.group,
            "is_mine": _is_held_by(case, request.user.pk),
            "flags": queries.flags_on(case),
            "photos": queries.photos_on_case(case),
            "earlier": queries.actions_about(group_id=case.group_id, member_id=case.author_id),
        }


class CaseView(_CaseView):
    """What was flagged, why, and the decision by whoever has taken it up."""

    form_class = DecideForm
    done_message = _("Decided. Whom it concerns is told.")

    def act(self, request: HttpRequest, form: DecideForm, **kwargs: Any) -> str:
        action = operations.decide_case(
            actor=request.user, public_id=kwargs["public_id"], given=form.given, now=db_now()
        )
        return _after(request, action.group)


class TakeCaseView(_CaseView):
    done_message = _("It is yours for half an hour.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        case = operations.claim_case(actor=request.user, public_id=kwargs["public_id"])
        return reverse("groups:review-case", args=[case.public_id])


class _ActionView(SignInRequired, ActionView):
    """``act_verb``: who may press; a page shown again after a refusal asks for it, too."""

    verb = act_verb = "groups.see-action"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        action = queries.action_by_id(kwargs["public_id"])
        allow(request.user, self.act_verb if request.method == "POST" else self.verb, action)
        if action is None:
            raise NotFound
        appeal = getattr(action, "appeal", None)
        is_own = action.member_id == request.user.pk
        return {
            "measure": action,
            "appeal": appeal,
            "group": action.group,
            "words": action.case.words,
            "is_own": is_own,
            "may_appeal": is_own and action.is_in_force and appeal is None,
            "may_judge": appeal is not None
            and appeal.judged_at is None
            and may(request.user, "groups.judge-appeal", action),
        }


class ActionPage(_ActionView):
    """A decision, for whom it is about and for the stewards: why, until when, and the appeal."""

    form_class = AppealForm
    template_name = "groups/moderation.html"
    done_message = _("Your appeal is on its way. Somebody else looks at it.")
    act_verb = "groups.appeal-action"

    def act(self, request: HttpRequest, form: AppealForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.appeal_action(
            actor=request.user, public_id=public_id, text=form.cleaned_data["text"], now=db_now()
        )
        return reverse("groups:moderation", args=[public_id])


class UndoView(_ActionView):
    form_class = ReasonForm
    template_name = "groups/moderation_undo.html"
    done_message = _("Taken back.")
    verb = act_verb = "groups.undo-action"

    def act(self, request: HttpRequest, form: ReasonForm, **kwargs: Any) -> str:
        action: ModerationAction = operations.undo_action(
            actor=request.user,
            public_id=kwargs["public_id"],
            reason=form.cleaned_data["text"],
            now=db_now(),
        )
        return reverse("groups:moderation", args=[action.public_id])


class JudgeView(_ActionView):
    form_class = JudgeForm
    template_name = "groups/moderation_judge.html"
    done_message = _("Answered. The member is told.")
    verb = act_verb = "groups.judge-appeal"

    def act(self, request: HttpRequest, form: JudgeForm, **kwargs: Any) -> str:
        appeal = operations.judge_appeal(
            actor=request.user,
            public_id=kwargs["public_id"],
            overturned=form.cleaned_data["overturned"],
            answer=form.cleaned_data["text"],
            now=db_now(),
        )
        return reverse("groups:moderation", args=[appeal.action.public_id])


def _is_held_by(case: ReviewCase, member_id: int | None) -> bool:
    held = case.holder_id is not None and case.holder_id == member_id
    return held and case.held_until is not None and case.held_until > db_now()


def _after(request: HttpRequest, group: Any) -> str:
    """Back to the desk; who looks after the whole community has none here."""
    page = "groups:desk" if may(request.user, "groups.see-desk", group) else "groups:list"
    return reverse(page, args=[group.public_id] if page == "groups:desk" else [])
