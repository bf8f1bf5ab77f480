"""The member's own page: apply, see where it stands and why, take it back."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.queries import as_member
from common.errors import NotFound
from common.web import ActionView, SignInRequired, refusal_page
from trust import desk_queries, evidence_queries, operations, queries, register_queries
from trust.evidence_kinds import kinds_for
from trust.notices import PHONE, REAL_NAME, REGISTER
from trust.providers.real_name import current_real_name
from trust.states import CaseKind
from trust.web.certify import shown_rules
from trust.web.forms import IdPictureForm, VerifyForm


def _standing(request: HttpRequest) -> dict[str, Any]:
    """Where the member's name stands, and the pictures that go with it. At most eight statements."""
    member_id = as_member(request.user).pk
    certification = queries.own_certification(member_id)
    case = None if certification else queries.own_case(member_id)
    current = queries.current_case(member_id) if case else None
    proofs = evidence_queries.own_evidence(current) if current else []
    policy = None if certification else desk_queries.policy_for(CaseKind.REAL_NAME)
    return {
        "certification": certification,
        "case": case,
        "may_send": certification is None and (case is None or case.may_send),
        "proofs": proofs,
        "policy": policy,
        "asks_pictures": policy is not None and policy.asks_pictures,
    }


class VerifyView(SignInRequired, ActionView):
    form_class = VerifyForm
    template_name = "trust/verify.html"
    done_message = _("Thank you. Your application is with a certifier now.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {
            **_standing(request),
            "notices": [REAL_NAME, REGISTER, PHONE] if current_real_name() else [REAL_NAME],
            "question": register_queries.question_of(as_member(request.user).pk),
        }

    def act(self, request: HttpRequest, form: VerifyForm, **kwargs: Any) -> str:
        operations.submit_case(
            actor=request.user,
            legal_name=form.cleaned_data["legal_name"],
            id_number=form.cleaned_data["id_number"],
            notice_hash=REAL_NAME.hash,
            register_notice=REGISTER.hash if form.cleaned_data.get("register") else None,
            phone_notice=PHONE.hash if form.cleaned_data.get("register_phone") else None,
            now=timezone.now(),
        )
        return reverse("trust:verify")


class IdPicturesView(SignInRequired, ActionView):
    """Pictures of the ID, before the application is sent in. They are made safe in a job."""

    form_class = IdPictureForm
    template_name = "trust/id_pictures.html"
    done_message = _("Received. It is made safe now; that takes a few seconds.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        kinds = [shown_rules(one.kind) for one in kinds_for(CaseKind.REAL_NAME)]
        return {**_standing(request), "kinds": kinds}

    def act(self, request: HttpRequest, form: IdPictureForm, **kwargs: Any) -> str:
        operations.add_evidence(
            actor=request.user,
            kind=form.cleaned_data["kind"],
            upload=form.cleaned_data["picture"],
            now=timezone.now(),
        )
        return reverse("trust:id-pictures")


class WithdrawView(SignInRequired, ActionView):
    """POST only."""

    template_name = "common/refused.html"
    done_message = _("Your application is withdrawn.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("trust:verify"))

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        case = queries.current_case(as_member(request.user).pk)
        if case is None:
            raise NotFound
        operations.withdraw_case(actor=request.user, case_id=case.pk, now=timezone.now())
        return reverse("trust:verify")

    def _show_refused(self, request: HttpRequest, form: Any, refused: Any, **kwargs: Any) -> HttpResponse:
        return refusal_page(request, refused)
