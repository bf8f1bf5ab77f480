"""Confirming that it is you: the second half of a sign-in, and the step-up before a guarded act."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import ceremonies, middleware, operations, second_factor_queries
from accounts.errors import BadPasskey, NotSetUp, WrongProof
from accounts.models import Member
from accounts.providers.logins import LoginProvider, current_logins
from accounts.web import known_browsers, sessions
from accounts.web.entering import agent_of
from accounts.web.forms import ProofForm
from common.web import ActionView, SignInRequired

_SENT = "proof_ref"


class ProveView(ActionView):
    """Wrong tries stay counted, so nothing is wrapped in the nonce's transaction."""

    form_class = ProofForm
    template_name = "accounts/prove.html"
    idempotent = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _member_of(request) is None:
            return HttpResponseRedirect(reverse("accounts:sign-in"))
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"next": request.GET.get("next", "")}

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = _sure(_member_of(request))
        proofs = second_factor_queries.proofs_of(member)
        question = ceremonies.ask_to_sign_in(host=request.get_host()) if proofs.passkey else None
        return {
            "proofs": proofs,
            "logins": _offered(request, proofs.logins),
            "question": question,
            "is_half": not request.user.is_authenticated,
            "sent": request.session.get(_SENT),
            "next": request.GET.get("next", "") or request.POST.get("next", ""),
        }

    def act(self, request: HttpRequest, form: ProofForm, **kwargs: Any) -> str:
        member, typed = _sure(_member_of(request)), form.cleaned_data
        half = not request.user.is_authenticated
        used_second_factor = self._prove(request, member, typed)
        middleware.mark_proven(request, second_factor=used_second_factor)
        request.session.pop(_SENT, None)
        if half:
            request.user = member
        return sessions.onward(request, typed["next"])

    def _prove(self, request: HttpRequest, member: Member, typed: Mapping[str, str]) -> bool:
        """Whether it was a second factor. Raises: as the operations."""
        address = sessions.address_of(request)
        proofs = second_factor_queries.proofs_of(member)
        if typed["answer"]:
            proven = operations.sign_in_with_passkey(
                host=request.get_host(), token=typed["token"], answer=typed["answer"], now=timezone.now()
            )
            if proven.pk != member.pk:
                raise BadPasskey
            return True
        if proofs.app:
            operations.prove_with_second_factor(member=member, typed=typed["code"], address=address)
            return True
        if proofs.password:
            operations.prove_with_password(actor=member, password=typed["password"], address=address)
        elif request.session.get(_SENT):
            ref = request.session[_SENT]["ref"]
            operations.prove_with_code(actor=member, ref=ref, code=typed["code"])
        else:
            raise WrongProof
        return False

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().post(request, **kwargs)
        if response.status_code == 303 and isinstance(request.user, Member):
            sessions.speak_to(response, request.user)
            known_browsers.remember(request, response, request.user)
        return response


class SendProofView(SignInRequired, ActionView):
    """A code to one of the member's own contacts, where there is nothing better to prove with."""

    form_class = ProofForm
    template_name = "accounts/prove.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("accounts:prove"))

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        proofs = second_factor_queries.proofs_of(_sure(_member_of(request)))
        return {"proofs": proofs, "next": request.POST.get("next", "")}

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        sent = operations.send_proof_code(
            actor=request.user,
            kind=request.POST.get("kind", ""),
            address=sessions.address_of(request),
            locale=sessions.locale_of(request),
        )
        request.session[_SENT] = {"ref": sent.ref, "masked": sent.masked, "kind": sent.kind}
        messages.success(request, _("A code is on its way to %(contact)s.") % {"contact": sent.masked})
        return sessions.prove_address(request.POST.get("next", ""))


def _offered(request: HttpRequest, linked: list[str]) -> list[LoginProvider]:
    """Linked services to prove with; in a whole session only: the first half of a sign-in came from one."""
    if not linked or not request.user.is_authenticated:
        return []
    return [login for login in current_logins(agent=agent_of(request)) if login.key in linked]


def _member_of(request: HttpRequest) -> Member | None:
    user = request.user
    return user if isinstance(user, Member) else middleware.half_signed_in(request)


def _sure(member: Member | None) -> Member:
    if member is None:
        raise NotSetUp
    return member
