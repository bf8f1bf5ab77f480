"""Showing a draft to one member first, the buddy's word about it, and putting it on the board."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people import people_seen_by
from accounts.queries import find_member_id
from common.access import allow
from common.clock import db_now
from common.errors import NotFound
from common.web import ActionView, NonceForm, SignInRequired
from groups import operations
from groups.board_states import POST_LIMIT
from groups.draft_states import ADVICE_LIMIT
from groups.models import BuddyDraft
from groups.queries import group_id_of
from groups.queries.drafts import buddies_for, draft_by_id, own_draft_in
from groups.web.asking import Asking, AskingForm
from groups.web.frame import framed


class ShowForm(NonceForm):
    body = forms.CharField(label=_("Your draft"), max_length=POST_LIMIT, widget=forms.Textarea({"rows": 6}))
    buddy = forms.CharField(
        label=_("To whom?"),
        max_length=40,
        widget=forms.Select,
        help_text=_("They see it for seven days at most. Nobody else does, the stewards neither."),
    )

    def offer(self, people: Any) -> None:
        widget = self.fields["buddy"].widget
        assert isinstance(widget, forms.Select)  # noqa: S101 - declared above
        widget.choices = [(one.public_id, one.name.text) for one in people]


class AnswerForm(NonceForm):
    advice = forms.CharField(
        label=_("A short word of advice"),
        max_length=ADVICE_LIMIT,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class PublishForm(AskingForm):
    body = forms.CharField(label=_("Your post"), max_length=POST_LIMIT, widget=forms.Textarea({"rows": 6}))


class ShowDraftView(SignInRequired, ActionView):
    """Whom to show it to; a draft that is shown already is one press away."""

    form_class = ShowForm
    template_name = "groups/draft_show.html"
    done_message = _("Shown. You hear of it when they have read it.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        group = page["group"]
        allow(request.user, "groups.post", group)
        shown = own_draft_in(group_id=group.pk, member_id=request.user.pk, now=db_now())
        people = [] if shown else buddies_for(request.user, group=group)
        return {**page, "shown": shown, "people": people}

    def _show(self, request: HttpRequest, form: ShowForm, status: int, **kwargs: Any) -> HttpResponse:
        page = self.context(request, **kwargs)
        form.offer(page["people"])
        return render(request, self.template_name, {"form": form, **page}, status=status)

    def act(self, request: HttpRequest, form: ShowForm, **kwargs: Any) -> str:
        made = operations.show_draft(
            actor=request.user,
            group_id=group_id_of(kwargs["public_id"]),
            buddy_id=find_member_id(form.cleaned_data["buddy"]) or 0,
            body=form.cleaned_data["body"],
            now=db_now(),
        )
        return reverse("groups:draft", args=[made.public_id])


def _seen(request: HttpRequest, public_id: str, verb: str) -> BuddyDraft:
    """Raises: NotFound, NeedsSignIn."""
    draft = draft_by_id(public_id)
    allow(request.user, verb, draft)
    if draft is None:
        raise NotFound
    return draft


class _DraftPage(SignInRequired, ActionView):
    """``act_verb``: who may press, where others may look."""

    template_name = "groups/draft.html"
    verb = act_verb = "groups.see-draft"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        draft = _seen(request, kwargs["public_id"], self.act_verb if request.method == "POST" else self.verb)
        is_own = draft.author_id == request.user.pk
        other = draft.buddy_id if is_own else draft.author_id
        return {
            "draft": draft,
            "group": draft.group,
            "is_own": is_own,
            "other": people_seen_by(request.user, [other]).get(other),
            "is_open": draft.is_open_at(db_now()),
        }


class DraftView(_DraftPage):
    """For the buddy the words and a form; for the author what the buddy says."""

    form_class = AnswerForm
    act_verb = "groups.answer-draft"
    done_message = _("They know what you think. What they do with it is theirs.")

    def act(self, request: HttpRequest, form: AnswerForm, **kwargs: Any) -> str:
        draft = operations.answer_draft(
            actor=request.user,
            public_id=kwargs["public_id"],
            is_good=request.POST.get("answer") == "good",
            advice=form.cleaned_data["advice"],
            now=db_now(),
        )
        return reverse("groups:draft", args=[draft.public_id])


class PublishDraftView(Asking, _DraftPage):
    form_class = PublishForm
    template_name = "groups/draft_publish.html"
    verb = act_verb = "groups.publish-draft"
    done_message = _("It stands on the board.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        draft = draft_by_id(kwargs["public_id"])
        return {"body": draft.body if draft and draft.author_id == request.user.pk else ""}

    def act(self, request: HttpRequest, form: PublishForm, **kwargs: Any) -> str:
        post = operations.publish_draft(
            actor=request.user,
            public_id=kwargs["public_id"],
            body=form.cleaned_data["body"],
            as_is=form.cleaned_data["as_is"],
            now=db_now(),
        )
        return reverse("groups:post", args=[post.public_id])


class EndDraftView(_DraftPage):
    verb = act_verb = "groups.end-draft"
    done_message = _("Taken back.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        draft = operations.end_draft(actor=request.user, public_id=kwargs["public_id"])
        return reverse("groups:board", args=[draft.group.public_id])
