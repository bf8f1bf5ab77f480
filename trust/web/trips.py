"""A trip to a service's permission page and back, in a browser. The secret stays in its session."""

from secrets import compare_digest
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views import View

from common.errors import NotFound, Refused
from common.web import ActionView, Onward, SignInRequired, refusal_page
from trust.trips import Trip


class TripView(SignInRequired, ActionView):
    """GET shows where it stands, and the way to the service; POST agrees and opens that way."""

    trip: ClassVar[Trip]

    def way(self, request: HttpRequest) -> str:
        """Where this browser began the trip: the service's page, "" otherwise. Ask only while it waits."""
        secret = request.session.get(self.trip.session_key, "")
        return self.trip.way(secret) if secret else ""

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> Onward:
        begun = self.trip.begin(actor=request.user, notice_hash=self.trip.notice.hash, now=timezone.now())
        request.session[self.trip.session_key] = begun.secret
        return Onward(url=reverse(self.trip.page))


class TripAnswerView(SignInRequired, View):
    """The service sends the browser back here. The secret works once, and only in this browser."""

    trip: ClassVar[Trip]

    def get(self, request: HttpRequest) -> HttpResponse:
        secret, kept = request.GET.get("state", ""), request.session.get(self.trip.session_key, "")
        try:
            if not kept or not compare_digest(secret.encode(), kept.encode()):
                raise NotFound
            self.trip.answer(
                actor=request.user,
                secret=secret,
                code=request.GET.get(self.trip.code, ""),
                now=timezone.now(),
            )
        except Refused as refused:
            return refusal_page(request, refused)
        del request.session[self.trip.session_key]
        return HttpResponseRedirect(reverse(self.trip.page))


class WithdrawTripView(SignInRequired, ActionView):
    """POST only."""

    trip: ClassVar[Trip]
    template_name = "common/refused.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse(self.trip.page))

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        self.trip.withdraw(actor=request.user, now=timezone.now())
        return reverse(self.trip.page)
