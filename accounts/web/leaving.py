"""Unsubscribing by the link in a letter, signed in or not."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from accounts.operations.notifications.leaving import leave, read_leave_token
from common.clock import db_now
from common.errors import Refused
from common.web import PageView, refusal_page


@method_decorator(csrf_exempt, name="dispatch")
class LeaveView(PageView):
    """GET asks, so that a scanner that opens every link turns nothing off. POST acts: the page's own button,
    or the mail program's one press (RFC 8058), which brings no cookie and no token of ours. The signed
    address is what counts, so there is no CSRF token to check.
    """

    template_name = "accounts/leave.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"leaving": read_leave_token(kwargs["token"]), "done": False}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            leaving = leave(token=kwargs["token"], now=db_now())
        except Refused as refused:
            return refusal_page(request, refused)
        return render(request, self.template_name, {"leaving": leaving, "done": True})
