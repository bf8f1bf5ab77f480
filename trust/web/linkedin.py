"""What LinkedIn verified: the way there and back, and what was read."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.queries import as_member
from common.web import NonceForm
from trust import linkedin_queries
from trust.providers.linkedin import current_linkedin
from trust.trips import LINKEDIN_TRIP
from trust.web.trips import TripAnswerView, TripView, WithdrawTripView


class LinkedInForm(NonceForm):
    consent = forms.BooleanField(
        label=_("I agree that LinkedIn is asked as described"),
        error_messages={"required": _("Please read the notice and agree to it first.")},
    )


class LinkedInView(TripView):
    trip = LINKEDIN_TRIP
    form_class = LinkedInForm
    template_name = "trust/linkedin.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        provider, member_id = current_linkedin(), as_member(request.user).pk
        own = linkedin_queries.newest_check(member_id)
        way = self.way(request) if linkedin_queries.is_pending(own) else ""
        return {
            "own": own,
            "way": way,
            "lines": [code.label for code in linkedin_queries.lines_of(member_id, now=timezone.now())],
            "is_off": provider is None,
            "is_simulated": provider is not None and provider.simulated,
            "may_begin": provider is not None and not way and linkedin_queries.may_begin(own),
            "may_withdraw": linkedin_queries.may_withdraw(own),
            "notice": self.trip.notice,
        }


class LinkedInAnswerView(TripAnswerView):
    trip = LINKEDIN_TRIP


class WithdrawLinkedInView(WithdrawTripView):
    trip = LINKEDIN_TRIP
    done_message = _("Withdrawn. What LinkedIn said is deleted.")
