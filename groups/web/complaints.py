"""Complaining to the stewards, and the clock that both sides see."""

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
from groups.web.complaint_forms import ComplaintAnswerForm, ComplaintForm, HelpedForm
from groups.web.frame import framed


def _page(public_id: str) -> str:
    return reverse("groups:complaint", args=[public_id])


class ComplaintsView(SignInRequired, ActionView):
    """The member's own complaints here, and the form for a new one."""

    form_class = ComplaintForm
    template_name = "groups/complaints.html"
    done_message = _("The stewards have it. Their clock runs from now.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        allow(request.user, "groups.complain", page["group"])
        own = queries.complaints_of(
            group=page["group"], viewer=request.user, cursor=request.GET.get("cursor")
        )
        return {**page, "complaints": own.items, "next_cursor": own.next_cursor}

    def act(self, request: HttpRequest, form: ComplaintForm, **kwargs: Any) -> str:
        made = operations.complain(
            actor=request.user,
            group_id=queries.group_id_of(kwargs["public_id"]),
            now=db_now(),
            **form.given,
        )
        return _page(made.public_id)


class _ComplaintView(SignInRequired, ActionView):
    """``act_verb``: who may press; a page shown again after a refusal asks for it, too."""

    template_name = "groups/complaint.html"
    verb = act_verb = "groups.answer-complaint"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        made = queries.complaint_by_id(kwargs["public_id"])
        allow(request.user, self.act_verb if request.method == "POST" else self.verb, made)
        if made is None:
            raise NotFound
        return {
            "complaint": made,
            "group": made.group,
            "is_own": made.member_id == request.user.pk,
            "answers": made.is_running and may(request.user, "groups.answer-complaint", made),
            "is_late": made.is_running and made.answer_by_at <= db_now(),
        }


class ComplaintView(_ComplaintView):
    """One complaint: for whoever made it, whether the answer helps; for stewards, the answer."""

    form_class = HelpedForm
    done_message = _("Thank you for saying so.")
    verb = "groups.see-complaint"
    act_verb = "groups.confirm-complaint"

    def act(self, request: HttpRequest, form: HelpedForm, **kwargs: Any) -> str:
        act = operations.confirm_complaint if form.cleaned_data["helped"] else operations.reject_answer
        return _page(act(actor=request.user, public_id=kwargs["public_id"], now=db_now()).public_id)


class SeeComplaintView(_ComplaintView):
    done_message = _("Whoever complained knows now that you have seen it.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        made = operations.acknowledge_complaint(
            actor=request.user, public_id=kwargs["public_id"], now=db_now()
        )
        return _page(made.public_id)


class AnswerComplaintView(_ComplaintView):
    form_class = ComplaintAnswerForm
    template_name = "groups/complaint_answer.html"
    done_message = _("Answered. Whoever complained says whether it helps.")

    def act(self, request: HttpRequest, form: ComplaintAnswerForm, **kwargs: Any) -> str:
        made = operations.answer_complaint(
            actor=request.user,
            public_id=kwargs["public_id"],
            answer=form.cleaned_data["answer"],
            now=db_now(),
        )
        return _page(made.public_id)
