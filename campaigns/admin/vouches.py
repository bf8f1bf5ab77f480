"""Words that advocates gave for friends: to look at, nothing to do."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display

from campaigns.admin.records import CampaignRowsAdmin
from campaigns.models import Vouch
from campaigns.sentences import credit_text
from campaigns.vouch_states import VouchState
from common.admin import state_column, titled


@admin.register(Vouch)
class VouchAdmin(CampaignRowsAdmin):
    list_display = [
        titled("advocate", _("Advocate")),
        titled("invitee", _("Friend")),
        titled("campaign", _("Campaign")),
        state_column({VouchState.OPEN: "info", VouchState.KEPT: "success", VouchState.FAILED: "danger"}),
        titled("given_at", pgettext_lazy("vouch", "Given")),
        titled("due_at", pgettext_lazy("vouch", "To be proven by")),
        "brought",
        titled("lowered_until", _("The word counts less until")),
        "why",
    ]
    list_select_related = ["advocate", "invitee", "campaign", "referral"]
    search_fields = ["advocate__handle", "invitee__handle"]

    @display(description=_("Brought"))
    def brought(self, vouch: Vouch) -> str:
        added = vouch.referral.vouched_hundredths
        return credit_text(added) if added else ""

    @display(description=_("Reason"))
    def why(self, vouch: Vouch) -> str:
        return vouch.get_reason_display()
