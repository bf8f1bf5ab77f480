"""The staff's site: a form that is sent twice acts once, on every page of the admin.

Django's and unfold's own pages have no nonce of ours in their forms. They need none: the CSRF token is
masked anew each time a page is made, so the token that came with a form names that very form.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from common import idempotency
from common.idempotency import Answer
from common.web import actor_key

View = Callable[..., HttpResponse]


class StaffSite(UnfoldAdminSite):  # type: ignore[misc]  # django-unfold carries no types
    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Whoever may not come here is turned away first, and learns nothing of stored answers."""
        answering: View = super().admin_view(acting_once(view), cacheable)
        return answering


def acting_once(view: View) -> View:
    """The view, whose redirects are stored and given again to the same form.

    A page that comes back instead (typing errors, somebody's address to read) is made again each time:
    it shows what may not be stored.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or "csrfmiddlewaretoken" not in request.POST:
            return view(request, *args, **kwargs)
        shown: list[HttpResponse] = []

        def act() -> Answer:
            response = view(request, *args, **kwargs)
            shown.append(response)
            place = response.headers.get("Location", "")
            return Answer(status=response.status_code, body={"location": place}, kept=bool(place))

        form = _form_of(request)
        answer = idempotency.once(actor=actor_key(request), scope="admin", key=form, body_hash=form, act=act)
        if not answer.replayed:
            return shown[0]
        messages.info(request, _("This form was sent more than once. It was done once."))
        response = HttpResponseRedirect(str(answer.body["location"]))
        response.status_code = answer.status
        return response

    return inner


def _form_of(request: HttpRequest) -> str:
    """Which form this is, and everything that was typed into it."""
    contents = []
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            contents.append(f"{name}={getattr(upload, 'sha256', '')}")
    typed = request.POST.urlencode()
    return idempotency.hash_body("\n".join([request.get_full_path(), typed, *contents]).encode())
