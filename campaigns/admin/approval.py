"""The second person approves what was on the page that she read, and nothing that came after it."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.admin.acts import Act, ActPage, ReasonForm
from campaigns.admin.campaign_acts import ACTS
from campaigns.admin.pages import managed_campaign
from campaigns.models import Campaign
from campaigns.operations.drafts import approve_campaign


class ApprovalForm(ReasonForm):
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        if "revision" not in self.cleaned_data:
            self.add_error(None, _("Open this page from the campaign that you have read."))
        return self.cleaned_data


class ApprovePage(ActPage):
    form_class = ApprovalForm
    acts = {"approve": ACTS["approve"]}

    def find(self, request: HttpRequest, **kwargs: Any) -> Campaign:
        return managed_campaign(request, kwargs["object_id"])

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """The campaign's page names what it showed; who comes without it reads what there is now."""
        named = request.GET.get("revision", "")
        return {"revision": named if named.isdecimal() else self.row.version}

    def run(self, request: HttpRequest, form: ReasonForm, act: Act) -> None:
        revision = form.cleaned_data["revision"]
        approve_campaign(actor=request.user, campaign_id=self.row.pk, revision=revision)
