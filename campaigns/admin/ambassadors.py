"""A campaign's ambassadors at the desk: asking, ending, their figures beside everybody else's."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from campaigns.admin.pages import CampaignPage
from campaigns.ambassador_states import AmbassadorState
from campaigns.models.ambassador import RECEIVES_LIMIT
from campaigns.operations.ambassadors import appoint_ambassador, end_ambassador
from campaigns.queries.ambassadors import Spread, ambassadors_of, compared, find_ambassador_id
from campaigns.states import AMENDABLE_STATES
from common.access import allow
from common.web import NonceForm

APPOINT, END = "appoint", "end"


class AmbassadorForm(NonceForm):
    """One form for the page's two acts; the operation says what is missing."""

    act = forms.ChoiceField(choices=[(one, one) for one in (APPOINT, END)])
    handle = forms.CharField(
        label=_("Handle of the member"), required=False, max_length=60, widget=UnfoldAdminTextInputWidget
    )
    receives = forms.CharField(
        label=_("What they get"),
        help_text=_("Everybody who opens their links reads it: previews, seats at events, money."),
        required=False,
        max_length=RECEIVES_LIMIT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    ambassador = forms.CharField(required=False, max_length=32)
    reason = forms.CharField(required=False, max_length=300)


class AmbassadorsPage(CampaignPage):
    template_name = "admin/campaigns/ambassadors.html"
    title = _("Ambassadors")
    form_class = AmbassadorForm

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        allow(request.user, "campaigns.view-referrals", self.row)
        lines, following = ambassadors_of(campaign_id=self.row.pk, cursor=request.GET.get("cursor"))
        figures = compared(self.row)
        return {
            **super().context(request, **kwargs),
            "campaign": self.row,
            "may_appoint": self.row.state in AMENDABLE_STATES,
            "rows": [
                (line, AmbassadorState(line.state).label, figures.each.get(line.member_id, Spread()))
                for line in lines
            ],
            "next_cursor": following,
            "sides": [(_("Ambassadors"), figures.ambassadors), (_("Everybody else"), figures.others)],
        }

    def act(self, request: HttpRequest, form: AmbassadorForm, **kwargs: Any) -> str:
        typed, now = form.cleaned_data, timezone.now()
        if typed["act"] == APPOINT:
            appoint_ambassador(
                actor=request.user,
                campaign_id=self.row.pk,
                handle=typed["handle"],
                receives=typed["receives"],
                now=now,
            )
            messages.success(request, str(_("Asked. Nothing changes until they agree.")))
        else:
            ambassador_id = find_ambassador_id(typed["ambassador"])
            end_ambassador(actor=request.user, ambassador_id=ambassador_id, reason=typed["reason"], now=now)
            messages.success(request, str(_("Ended. They read why.")))
        return reverse("admin:campaigns_campaign_ambassadors", args=[self.row.pk])
