"""The desk's page in the admin: take a case, see the declared name, decide. Buttons call operations."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import db_now
from common.errors import Refused
from trust import operations, queries
from trust.models import Case
from trust.operations import ClaimView
from trust.states import Outcome, ReasonCode

TEMPLATE = "admin/trust/case/desk.html"


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons (the applicant reads them)"),
        choices=ReasonCode.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=gettext_lazy("Note for colleagues"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "class": "border border-base-200 rounded-default w-full p-2"}),
    )


def desk_page(request: HttpRequest, case: Case) -> HttpResponse:
    """GET shows the case without the name; every button is a POST, and so is looking at the name."""
    if request.method != "POST":
        return _draw(request, case, DecisionForm())
    acts = {"take": _take, "show": _show, "give-back": _give_back, "decide": _decide}
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        return HttpResponseRedirect(request.path)
    try:
        return act(request, case)
    except Refused as refused:
        messages.error(request, refused.text)
        return HttpResponseRedirect(request.path)


def _take(request: HttpRequest, case: Case) -> HttpResponse:
    operations.lease_task(actor=request.user, case_id=case.pk, now=timezone.now())
    return _show(request, case)


def _show(request: HttpRequest, case: Case) -> HttpResponse:
    claim = operations.read_claim(actor=request.user, case_id=case.pk)
    return _draw(request, case, DecisionForm(), claim=claim)


def _give_back(request: HttpRequest, case: Case) -> HttpResponse:
    operations.release_task(actor=request.user, case_id=case.pk, now=timezone.now())
    messages.success(request, _("The case is back in the queue."))
    return HttpResponseRedirect(_queue())


def _decide(request: HttpRequest, case: Case) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _draw(request, case, form, status=422)
    operations.decide_case(
        actor=request.user,
        case_id=case.pk,
        outcome=form.cleaned_data["outcome"],
        reasons=form.cleaned_data["reasons"],
        note=form.cleaned_data["note"],
        now=timezone.now(),
    )
    messages.success(request, _("Decided. The applicant is told."))
    return HttpResponseRedirect(_queue())


def _queue() -> str:
    return reverse("admin:trust_case_changelist")


def _draw(
    request: HttpRequest, case: Case, form: DecisionForm, *, claim: ClaimView | None = None, status: int = 200
) -> HttpResponse:
    case.refresh_from_db()
    task = queries.live_task(case.pk)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Case %(case)s") % {"case": case.public_id},
        "opts": Case._meta,
        "case": case,
        "applicant": case.member,
        "checks": case.checks.filter(round=case.round).order_by("-is_flag", "code"),
        "decisions": [
            (decision, [ReasonCode(code).label for code in decision.reasons])
            for decision in case.decisions.select_related("reviewer").order_by("-pk")
        ],
        "task": task,
        "mine": bool(task and task.is_held_by(request.user.pk, at=db_now())),
        "claim": claim,
        "form": form,
    }
    return render(request, TEMPLATE, context, status=status)
