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
from trust import agreement_queries, evidence_queries, linkedin_queries, operations, queries, register_queries
from trust.evidence_queries import appeal_text
from trust.models import Case, Evidence, ReviewTask
from trust.operations import ClaimView
from trust.states import REASONS_BY_KIND, CaseKind, Outcome, ReasonCode, Stage

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


def _form_for(case: Case, data: Any = None) -> DecisionForm:
    """Only the reasons that such a case can have."""
    form = DecisionForm(data)
    field = form.fields["reasons"]
    field.choices = [(code, code.label) for code in REASONS_BY_KIND[CaseKind(case.kind)]]  # type: ignore[attr-defined]
    return form


def desk_page(request: HttpRequest, case: Case) -> HttpResponse:
    """GET shows the case without the name; every button is a POST, and so is looking at the name."""
    if request.method != "POST":
        return _draw(request, case, _form_for(case))
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
    rows = evidence_queries.seen_evidence(case.pk)
    proofs = [_opened(request, case, one, number) for number, one in enumerate(rows, start=1)]
    return _draw(request, case, _form_for(case), claim=claim, proofs=proofs)


def _opened(request: HttpRequest, case: Case, one: Evidence, number: int) -> dict[str, Any]:
    """A proof with its picture's link, which works once; opening it is a line in the member's access log."""
    link = ""
    if one.file_id:
        opened = operations.open_evidence(actor=request.user, evidence_id=one.pk, now=timezone.now())
        link = reverse("trust:picture", args=[opened.token])
    read = evidence_queries.read_of(case.member, one)
    details = evidence_queries.details_of(case.member, one)
    return {
        "number": number,
        "kind": one.get_kind_display(),
        "issued_on": one.issued_on,
        "link": link,
        "domain": details.get("domain", ""),
        "is_read": one.read_at is not None,
        "read": read,
        "noticed": [(evidence_queries.code_label(row.code), row.is_flag) for row in one.contradictions.all()],
    }


def _give_back(request: HttpRequest, case: Case) -> HttpResponse:
    operations.release_task(actor=request.user, case_id=case.pk, now=timezone.now())
    messages.success(request, _("The case is back in the queue."))
    return HttpResponseRedirect(_queue())


def _decide(request: HttpRequest, case: Case) -> HttpResponse:
    form = _form_for(case, request.POST)
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
    waiting = queries.live_task(case.pk)
    if waiting is None:
        messages.success(request, _("Decided. The applicant is told."))
    else:
        told = _("Your word is written down; one more certifier has to judge. %(reason)s")
        messages.success(request, told % {"reason": waiting.get_because_display()})
    return HttpResponseRedirect(_queue())


def _queue() -> str:
    return reverse("admin:trust_case_changelist")


def _two_people(request: HttpRequest, case: Case, task: ReviewTask | None) -> list[str]:
    """Why this certifier's word alone would not settle the case; empty where it would, or nothing waits."""
    if task is None or task.stage == Stage.APPEAL:
        return []
    if task.because:
        return [task.get_because_display()]
    return [
        one.text for one in agreement_queries.why_two(case, reviewer_id=request.user.pk, now=timezone.now())
    ]


def _draw(
    request: HttpRequest,
    case: Case,
    form: DecisionForm,
    *,
    claim: ClaimView | None = None,
    proofs: list[dict[str, Any]] | None = None,
    status: int = 200,
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
        "two_people": _two_people(request, case, task),
        "mine": bool(task and task.is_held_by(request.user.pk, at=db_now())),
        "question": register_queries.question_for(case),
        "linkedin": linkedin_queries.live_check(case.member_id)
        if case.kind == CaseKind.PROFESSIONAL
        else None,
        "claim": claim,
        "proofs": proofs,
        "appeal": appeal_text(case) if claim else "",
        "form": form,
    }
    return render(request, TEMPLATE, context, status=status)
