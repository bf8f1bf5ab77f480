"""Why something waits, until when, and how to object."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.operations.risk import appeal_case
from campaigns.queries.campaigns import campaign_detail
from campaigns.queries.risk import appealable, held_friends
from campaigns.risk_states import RiskState
from common.errors import NeedsSignIn
from common.web import ActionView, NonceForm, PageView, SignInRequired

TONES: Mapping[str, str] = {
    RiskState.HELD: "wait",
    RiskState.APPEALED: "wait",
    RiskState.RELEASED: "good",
    RiskState.CONFIRMED: "bad",
    RiskState.UPHELD: "bad",
}


def _member_id(request: HttpRequest) -> int:
    if request.user.pk is None:
        raise NeedsSignIn
    return request.user.pk


class AppealForm(NonceForm):
    text = forms.CharField(
        label=_("What should we know?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HoldsView(SignInRequired, PageView):
    template_name = "campaigns/holds.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        campaign = campaign_detail(slug=kwargs["slug"], actor=request.user)
        friends = held_friends(slug=kwargs["slug"], member_id=_member_id(request))
        rows = [(friend, TONES[friend.state], RiskState(friend.state).label) for friend in friends]
        return {"campaign": campaign, "rows": rows}


class AppealView(SignInRequired, ActionView):
    template_name = "campaigns/appeal.html"
    form_class = AppealForm
    done_message = _("Sent. Somebody who has not decided before answers you.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"case": appealable(public_id=kwargs["public_id"], member_id=_member_id(request))}

    def act(self, request: HttpRequest, form: AppealForm, **kwargs: Any) -> str:
        case = appealable(public_id=kwargs["public_id"], member_id=_member_id(request))
        appeal_case(
            actor=request.user, case_id=case.case_id, text=form.cleaned_data["text"], now=timezone.now()
        )
        return reverse("campaigns:holds", args=[case.slug])
