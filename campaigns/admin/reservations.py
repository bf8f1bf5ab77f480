"""Units that are kept for advocates who are one friend short: to look at, nothing to do."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display

from campaigns.admin.records import CampaignRowsAdmin
from campaigns.models import Reservation
from campaigns.reservation_states import ReservationState
from common.admin import state_column, titled


@admin.register(Reservation)
class ReservationAdmin(CampaignRowsAdmin):
    list_display = [
        titled("advocate", _("Advocate")),
        titled("campaign", _("Campaign")),
        state_column({ReservationState.OPEN: "info", ReservationState.USED: "success"}),
        titled("taken_at", _("Kept since")),
        titled("expires_at", pgettext_lazy("reservation", "Kept until")),
        titled("ended_at", _("Ended at")),
        "why",
    ]
    list_select_related = ["advocate", "campaign"]
    search_fields = ["public_id", "advocate__handle"]

    @display(description=_("Reason"))
    def why(self, kept: Reservation) -> str:
        return kept.get_reason_display()
