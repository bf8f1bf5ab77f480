"""Professional certification in three steps: the job, the proofs, sending in. One page each, phone first."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.queries import as_member
from common.errors import NotFound, Refused
from common.files.serving import picture_response
from common.pagination import keyset
from common.web import ActionView, PageView, SignInRequired, refusal_page
from trust import desk_queries, evidence_queries, operations, queries
from trust.evidence_kinds import KINDS, kinds_for
from trust.evidence_states import EvidenceKind, EvidenceState
from trust.models import Case
from trust.notices import PROFESSIONAL
from trust.providers.linkedin import current_linkedin
from trust.states import CaseKind, CaseState
from trust.web import forms

KIND = CaseKind.PROFESSIONAL


def _case(request: HttpRequest) -> Case | None:
    return queries.current_case(as_member(request.user).pk, KIND)


def overview(request: HttpRequest) -> dict[str, Any]:
    """Where the member stands in the three steps. At most nine statements."""
    member = as_member(request.user)
    held = queries.held_certifications([member.pk])[member.pk]
    case = _case(request)
    own = queries.own_case(member.pk, KIND) if case else None
    is_open = case is not None and case.state in {CaseState.DRAFT, CaseState.RESUBMISSION_REQUESTED}
    proofs = evidence_queries.own_evidence(case) if case else []
    live = [one for one in proofs if one.state not in {"sealed", "shredded", "refused"}]
    job = evidence_queries.current_employment(member)
    certification = queries.live_certification(member.pk, KIND)
    may_start = own is None or own.may_send
    return {
        "has_name": CaseKind.REAL_NAME in held,
        "job": job,
        "case": own,
        "proofs": proofs,
        "live": live,
        "is_open": is_open,
        "may_add": may_start
        and (certification is None or queries.may_renew(member.pk, KIND, now=timezone.now())),
        "is_ready": bool(job and live and not any(one.is_pending for one in live)),
        "certification": certification,
    }


class CertifyView(SignInRequired, PageView):
    template_name = "trust/certify.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {
            **overview(request),
            "asks_linkedin": current_linkedin() is not None,
            "policy": desk_queries.policy_for(KIND),
        }


class JobView(SignInRequired, ActionView):
    form_class = forms.JobForm
    template_name = "trust/certify_job.html"

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        job = evidence_queries.current_employment(as_member(request.user))
        return dict(job.__dict__) if job else {}

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = as_member(request.user)
        return {
            "certification": queries.live_certification(member.pk, KIND),
            "has_job": bool(evidence_queries.employment_print(member.pk)),
        }

    def act(self, request: HttpRequest, form: forms.JobForm, **kwargs: Any) -> str:
        fields = {name: form.cleaned_data[name] for name in ("employer", "title", "since", "company_code")}
        operations.declare_employment(actor=request.user, now=timezone.now(), **fields)
        return reverse("trust:certify")


class EndJobView(SignInRequired, ActionView):
    """POST only."""

    template_name = "common/refused.html"
    done_message = _("You work there no more. What was certified about it is not shown any longer.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("trust:job"))

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        operations.end_employment(actor=request.user, now=timezone.now())
        return reverse("trust:certify")


class ProofsView(SignInRequired, ActionView):
    form_class = forms.ProofForm
    template_name = "trust/certify_proofs.html"
    done_message = _("Received. It is made safe now; that takes a few seconds.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"kind": request.GET.get("kind", "")}

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        rules = [one for one in kinds_for(KIND) if one.has_picture]
        return {**overview(request), "kinds": [shown_rules(one.kind) for one in rules]}

    def act(self, request: HttpRequest, form: forms.ProofForm, **kwargs: Any) -> str:
        operations.add_evidence(
            actor=request.user,
            kind=form.cleaned_data["kind"],
            upload=form.cleaned_data["picture"],
            issued_on=form.cleaned_data["issued_on"],
            now=timezone.now(),
        )
        return reverse("trust:proofs")


def shown_rules(kind: EvidenceKind) -> dict[str, Any]:
    rules = KINDS[kind]
    return {
        "label": kind.label,
        "shows": [field.label for field in sorted(rules.required)],
        "cover": [field.label for field in sorted(rules.forbidden)],
        "max_age_days": rules.max_age_days,
        "approved_days": rules.retention_approved_days,
        "rejected_days": rules.retention_rejected_days,
    }


class SendView(SignInRequired, ActionView):
    form_class = forms.SendForm
    template_name = "trust/certify_send.html"
    done_message = _("Thank you. Your application is with a certifier now.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {**overview(request), "notice": PROFESSIONAL}

    def act(self, request: HttpRequest, form: forms.SendForm, **kwargs: Any) -> str:
        operations.submit_professional_case(
            actor=request.user, notice_hash=PROFESSIONAL.hash, now=timezone.now()
        )
        return reverse("trust:certify")


class WorkEmailView(SignInRequired, ActionView):
    """Not idempotent: a refused limit keeps its count, and a second code ends the first by itself."""

    form_class = forms.WorkEmailForm
    template_name = "trust/work_email.html"
    idempotent = False

    def act(self, request: HttpRequest, form: forms.WorkEmailForm, **kwargs: Any) -> str:
        operations.send_work_code(
            actor=request.user,
            address=form.cleaned_data["address"],
            network_address=request.META.get("REMOTE_ADDR", ""),
            locale=get_language() or "en",
            now=timezone.now(),
        )
        return reverse("trust:work-email-code")


class WorkEmailCodeView(SignInRequired, ActionView):
    """Not idempotent: a wrong try is counted for good."""

    form_class = forms.WorkCodeForm
    template_name = "trust/work_email_code.html"
    idempotent = False
    done_message = _("Your work address is proven.")

    def _waiting(self, request: HttpRequest) -> int:
        case = _case(request)
        rows = evidence_queries.live_evidence(case.pk) if case else None
        row = (
            rows.filter(kind=EvidenceKind.WORK_EMAIL, state=EvidenceState.RECEIVED).last()
            if rows is not None
            else None
        )
        if row is None:
            raise NotFound
        return row.pk

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        self._waiting(request)
        return {}

    def act(self, request: HttpRequest, form: forms.WorkCodeForm, **kwargs: Any) -> str:
        operations.prove_work_email(
            actor=request.user,
            evidence_id=self._waiting(request),
            code=form.cleaned_data["code"],
            now=timezone.now(),
        )
        return reverse("trust:proofs")


class CaseActView(SignInRequired, ActionView):
    """POST only: an act on the member's own application."""

    template_name = "common/refused.html"
    back = "trust:certify"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse(self.back))

    def _show_refused(self, request: HttpRequest, form: Any, refused: Refused, **kwargs: Any) -> HttpResponse:
        return refusal_page(request, refused)


class WithdrawCertifyView(CaseActView):
    done_message = _("Your application is withdrawn.")

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        case = _case(request)
        if case is None:
            raise NotFound
        operations.withdraw_case(actor=request.user, case_id=case.pk, now=timezone.now())
        return reverse("trust:certify")


class RemoveProofView(CaseActView):
    back = "trust:proofs"
    done_message = _("Removed and destroyed.")

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        evidence = evidence_queries.find_evidence(kwargs["public_id"])
        operations.remove_evidence(
            actor=request.user, evidence_id=evidence.pk if evidence else 0, now=timezone.now()
        )
        of_name = evidence is not None and evidence.case.kind == CaseKind.REAL_NAME
        return reverse("trust:id-pictures" if of_name else "trust:proofs")


class OpenProofView(CaseActView):
    """Not idempotent: the answer is a link that works once, and is not written down."""

    back = "trust:proofs"
    idempotent = False

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        evidence = evidence_queries.find_evidence(kwargs["public_id"])
        opened = operations.open_evidence(
            actor=request.user, evidence_id=evidence.pk if evidence else 0, now=timezone.now()
        )
        return reverse("trust:picture", args=[opened.token])


class PictureView(SignInRequired):
    """The bytes behind a link that works once. Spending it is all that this GET changes."""

    def get(self, request: HttpRequest, token: str) -> Any:
        try:
            evidence = operations.use_ticket(actor=request.user, token=token)
            if evidence.file is None:
                raise NotFound
            return picture_response(evidence.file, "page")
        except Refused as refused:
            return refusal_page(request, refused)


class AppealView(SignInRequired, ActionView):
    """``which``: of the application about work or about the name."""

    form_class = forms.AppealForm
    template_name = "trust/appeal.html"
    done_message = _("Your appeal is with somebody who never had your application.")

    def _case(self, request: HttpRequest, which: str) -> Case:
        kinds = {"work": CaseKind.PROFESSIONAL, "name": CaseKind.REAL_NAME}
        case = queries.current_case(as_member(request.user).pk, kinds[which]) if which in kinds else None
        if case is None:
            raise NotFound
        return case

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        case = self._case(request, kwargs["which"])
        own = queries.own_case(as_member(request.user).pk, case.kind)
        if own is None or own.appeal_until is None:
            raise NotFound
        return {"case": own, "back": _page_of(kwargs["which"])}

    def act(self, request: HttpRequest, form: forms.AppealForm, **kwargs: Any) -> str:
        case = self._case(request, kwargs["which"])
        operations.appeal_case(
            actor=request.user, case_id=case.pk, text=form.cleaned_data["text"], now=timezone.now()
        )
        return _page_of(kwargs["which"])


def _page_of(which: str) -> str:
    return reverse("trust:certify" if which == "work" else "trust:verify")


class AccessLogView(SignInRequired, PageView):
    template_name = "trust/access_log.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        rows = evidence_queries.access_log(as_member(request.user).pk)
        page = keyset(rows, order=("-pk",), cursor=request.GET.get("cursor"))
        return {"lines": page.items, "next_cursor": page.next_cursor}
