"""The certified job to carry along, and the public pages on which a stranger checks it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.queries import as_member
from common.errors import NotFound
from common.web import ActionView, NonceForm, PageView, SignInRequired, refusal_page
from trust import badge_queries, credential_queries, operations
from trust.posters import BADGE
from trust.verifier import verify_badge

_JWT = "application/vc+jwt"


class CarryForm(NonceForm):
    act = forms.ChoiceField(choices=[("issue", ""), ("end", "")], widget=forms.HiddenInput)


class CredentialView(SignInRequired, ActionView):
    """One's own: as a link, as a QR code, as a file."""

    form_class = CarryForm
    template_name = "trust/credential.html"

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"act": "issue"}

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member_id = as_member(request.user).pk
        row = credential_queries.live_credential(member_id)
        path = reverse("trust:checked", args=[row.public_id]) if row else ""
        return {
            "credential": row,
            "subject": f"{BADGE}-{row.public_id}" if row else "",
            "link": f"{credential_queries.site()}{path}" if row else "",
            "verdict": credential_queries.verdict_on(row, now=timezone.now()) if row else None,
            "job": None if row else badge_queries.job_badge(member_id),
        }

    def act(self, request: HttpRequest, form: CarryForm, **kwargs: Any) -> str:
        if form.cleaned_data["act"] == "issue":
            operations.issue_credential(actor=request.user, now=timezone.now())
        else:
            operations.end_credential(actor=request.user, now=timezone.now())
        return reverse("trust:credential")


class CredentialFileView(SignInRequired, View):
    """The signed text, for a wallet or for ``verify_badge.py``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        row = credential_queries.live_credential(as_member(request.user).pk)
        token = credential_queries.token_of(row) if row else ""
        if not token:
            return refusal_page(request, NotFound())
        answer = HttpResponse(token, content_type=_JWT)
        answer["Content-Disposition"] = 'attachment; filename="badge.jwt"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class CheckForm(NonceForm):
    text = forms.CharField(
        label=_("The badge, its address, or a receipt"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 6, "class": "code", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Paste all of it, or scan the QR code with your phone’s camera."),
    )


class CheckView(View):
    """For anybody, signed in or not. What is pasted is looked at and not kept."""

    template_name = "trust/check.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, self.template_name, {"form": CheckForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CheckForm(request.POST)
        if not form.is_valid():
            return render(request, self.template_name, {"form": form}, status=422)
        verdict = credential_queries.verdict_on_text(form.cleaned_data["text"], now=timezone.now())
        return render(request, self.template_name, {"form": form, "verdict": verdict})


class CheckedView(PageView):
    """The address that the holder hands out: nobody can guess it, and it says how it stands right now."""

    template_name = "trust/checked.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        row = credential_queries.find_credential(kwargs["public_id"])
        if row is None:
            raise NotFound
        return {"verdict": credential_queries.verdict_on(row, now=timezone.now())}


class StatusListView(View):
    """Which credentials are revoked or suspended, signed; a minute old at most."""

    def get(self, request: HttpRequest, which: str) -> HttpResponse:
        number, purpose = credential_queries.list_named(which)
        if not number:
            return refusal_page(request, NotFound())
        token = credential_queries.status_list(number, purpose, now=timezone.now())
        answer = HttpResponse(token, content_type=_JWT)
        answer["Cache-Control"] = "public, max-age=60"
        answer["Access-Control-Allow-Origin"] = "*"
        return answer


class PublicKeysView(View):
    def get(self, request: HttpRequest) -> JsonResponse:
        answer = JsonResponse(credential_queries.public_keys())
        answer["Cache-Control"] = "public, max-age=300"
        answer["Access-Control-Allow-Origin"] = "*"
        return answer


class VerifierView(View):
    """The stand-alone verifier, as it is in the source."""

    def get(self, request: HttpRequest) -> FileResponse:
        return FileResponse(
            Path(verify_badge.__file__).open("rb"),
            as_attachment=True,
            filename="verify_badge.py",
            content_type="text/x-python; charset=utf-8",
        )
