"""What is stored about me, taking it along, and leaving."""

from collections.abc import Mapping
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import leaving_queries, queries
from accounts.archive import archive_response
from accounts.operations import leaving
from accounts.states import COOLING_OFF_DAYS, ERASURE_DEADLINE_DAYS, EXPORT_KEPT_DAYS
from common.errors import Refused
from common.web import ActionView, NonceForm, PageView, SignInRequired, refusal_page

# --- what is stored -------------------------------------------------------------------------------


class StoredView(SignInRequired, PageView):
    template_name = "accounts/stored.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"stored": leaving_queries.stored_about(queries.as_member(request.user).pk)}


# --- the archive ----------------------------------------------------------------------------------


class ExportView(SignInRequired, ActionView):
    template_name = "accounts/export.html"
    done_message = _("Your archive is being put together.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        export = leaving_queries.last_export(queries.as_member(request.user).pk)
        return {"export": export, "kept_days": EXPORT_KEPT_DAYS}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        leaving.request_export(actor=request.user, now=timezone.now())
        return reverse("accounts:export")


class ExportLinkView(SignInRequired, ActionView):
    """POST only: makes the one link."""

    template_name = "accounts/export.html"
    # The link is in the answer, and no answer with a link is kept.
    idempotent = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("accounts:export"))

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        export = leaving_queries.last_export(queries.as_member(request.user).pk)
        return {"export": export, "kept_days": EXPORT_KEPT_DAYS}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Whose it is comes before everything else, so that a stranger's proof tells nothing."""
        try:
            leaving_queries.own_export(kwargs["public_id"], member_id=request.user.pk or 0)
        except Refused as refused:
            return refusal_page(request, refused)
        return super().post(request, **kwargs)

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        token = leaving.make_link(
            actor=request.user,
            public_id=kwargs["public_id"],
            now=timezone.now(),
        )
        return reverse("accounts:export-download", args=[token])


class ExportDownloadView(SignInRequired, PageView):
    """GET shows the button and uses nothing up; POST gives the file, once."""

    template_name = "accounts/export_download.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member_id = queries.as_member(request.user).pk
        return {"export": leaving_queries.export_behind(kwargs["token"], member_id=member_id)}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            export, pieces = leaving.take_archive(actor=request.user, token=kwargs["token"])
        except Refused as refused:
            return refusal_page(request, refused)
        return archive_response(pieces, size_bytes=export.size_bytes)


# --- leaving --------------------------------------------------------------------------------------


def leave_page(request: HttpRequest) -> dict[str, Any]:
    member = queries.as_member(request.user)
    erasure = leaving_queries.open_erasure(member.pk)
    return {
        "erasure": erasure,
        "obstacles": [] if erasure else leaving_queries.obstacles_of(member.pk),
        "cooling_off_days": COOLING_OFF_DAYS,
        "deadline_days": ERASURE_DEADLINE_DAYS,
    }


class ErasureView(SignInRequired, ActionView):
    template_name = "accounts/erasure.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return leave_page(request)

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        leaving.request_erasure(actor=request.user, now=timezone.now())
        return reverse("accounts:erasure-confirm")


class ConfirmErasureView(SignInRequired, ActionView):
    template_name = "accounts/erasure_confirm.html"
    done_message = _("Noted. You can take it back until the date below.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return leave_page(request)

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        leaving.confirm_erasure(actor=request.user, now=timezone.now())
        return reverse("accounts:erasure")


class StayView(SignInRequired, ActionView):
    """POST only."""

    template_name = "accounts/erasure.html"
    done_message = _("Good that you stay. Nothing was erased.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("accounts:erasure"))

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return leave_page(request)

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        leaving.withdraw_erasure(actor=request.user, now=timezone.now())
        return reverse("accounts:erasure")
