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
from trust import operations, queries
from trust.notices import REAL_NAME
from trust.web.forms import VerifyForm


class VerifyView(SignInRequired, ActionView):
    form_class = VerifyForm
    template_name = "trust/verify.html"
    done_message = _("Thank you. Your application is with a certifier now.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member_id = as_member(request.user).pk
        certification = queries.own_certification(member_id)
        case = None if certification else queries.own_case(member_id)
        return {
            "certification": certification,
            "case": case,
            "may_send": certification is None and (case is None or case.may_send),
            "notice": REAL_NAME,
        }

    def act(self, request: HttpRequest, form: VerifyForm, **kwargs: Any) -> str:
        operations.submit_case(
            actor=request.user,
            legal_name=form.cleaned_data["legal_name"],
            id_number=form.cleaned_data["id_number"],
            notice_hash=REAL_NAME.hash,
            now=timezone.now(),
        )
        return reverse("trust:verify")


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
