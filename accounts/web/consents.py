"""What I agreed to: every purpose, the words of it, one press to end it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import consent_queries, operations, queries
from accounts.notices import notice
from accounts.web.forms import ConsentForm
from common.errors import NotFound
from common.web import ActionView, NonceForm, PageView, SignInRequired


class ConsentsView(SignInRequired, PageView):
    template_name = "accounts/consents.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member_id = queries.as_member(request.user).pk
        page = consent_queries.consent_history(member_id, cursor=request.GET.get("cursor"))
        return {
            "purposes": consent_queries.purposes_of(member_id),
            "history": [{"title": consent_queries.title_of(row.purpose), "row": row} for row in page.items],
            "next_cursor": page.next_cursor,
            "form": NonceForm(),
        }


class GiveConsentView(SignInRequired, ActionView):
    """One purpose with its whole text and a box that is not ticked."""

    form_class = ConsentForm
    template_name = "accounts/consent.html"
    done_message = _("Noted: you agreed.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        found = notice(kwargs["purpose"])
        if found is None:
            raise NotFound
        member_id = queries.as_member(request.user).pk
        purposes = consent_queries.purposes_of(member_id)
        return {"notice": found, "purpose": next(item for item in purposes if item.notice == found)}

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        found = notice(kwargs["purpose"])
        return {"notice_hash": found.hash if found else ""}

    def act(self, request: HttpRequest, form: ConsentForm, **kwargs: Any) -> str:
        operations.give_consent(
            actor=request.user,
            purpose=kwargs["purpose"],
            notice_hash=form.cleaned_data["notice_hash"],
            now=timezone.now(),
        )
        return reverse("accounts:consents")


class WithdrawConsentView(SignInRequired, ActionView):
    """POST only: one press on the list."""

    template_name = "accounts/consent.html"
    done_message = _("Withdrawn. It counts from this moment.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("accounts:consents"))

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        found = notice(kwargs["purpose"])
        if found is None:
            raise NotFound
        return {"notice": found, "purpose": consent_queries.Purpose(notice=found), "refused_only": True}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.withdraw_consent(actor=request.user, purpose=kwargs["purpose"], now=timezone.now())
        return reverse("accounts:consents")


class WordingView(PageView):
    """The words of one fingerprint, old ones too. They are nobody's data, so everybody may read them."""

    template_name = "accounts/wording.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"wording": consent_queries.wording(kwargs["notice_hash"])}
