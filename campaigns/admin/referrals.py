"""Referrals with their reasons, and the form by which a person says whose friend somebody is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from campaigns.admin.acts import Act
from campaigns.admin.records import CampaignRowsAdmin
from campaigns.friend_states import FriendState, shown_state
from campaigns.models import Referral
from campaigns.operations.attributing import attribute_by_hand
from campaigns.operations.reversing import reverse_credit
from campaigns.queries.campaigns import managed_by
from campaigns.queries.reasons import explained_referrals, referral_reason
from campaigns.states import ATTRIBUTING_STATES, QUALIFIED_REFERRALS
from common.access import may
from common.admin import AddingAdmin, Badges, titled


class AttributionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    invitee_handle = forms.CharField(
        label=_("Handle of the friend"),
        help_text=_("Registered while the campaign was running, without an invitation that counted."),
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
    )
    advocate_handle = forms.CharField(
        label=_("Handle of the advocate"),
        help_text=_("Had an invitation to the campaign before the friend registered."),
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The advocate and the friend read it. It can’t be changed later, so please name nobody."),
        max_length=300,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    class Meta:
        model = Referral
        fields = ["campaign"]


REFERRAL_ACTS: Mapping[str, Act] = {
    "reverse": Act(
        key="reverse",
        label=_("Take back what it counts for"),
        explanation=_(
            "This friend counts for nobody any more. What was given for it and not accepted yet is taken "
            "back. Both sides read your reason, please name nobody in it, and can object; somebody else "
            "answers."
        ),
        done=_("Taken back."),
        run=lambda actor, pk, reason, now: reverse_credit(
            actor=actor, referral_id=pk, reason=reason, now=now
        ),
        states=QUALIFIED_REFERRALS,
        asks_reason=True,
        is_grave=True,
    ),
}


@admin.register(Referral)
class ReferralAdmin(CampaignRowsAdmin, AddingAdmin):
    """What is added is a person's decision about a member who registered without an invitation."""

    acts = REFERRAL_ACTS
    form = AttributionForm
    list_display = [
        titled("invitee", _("Friend")),
        titled("advocate", _("Advocate")),
        titled("campaign", _("Campaign")),
        "state_label",
        "credit",
        titled("registered_at", _("Registered")),
        "reason",
    ]
    list_select_related = ["invitee", "advocate", "campaign", "pinned"]
    search_fields = ["invitee__handle", "advocate__handle"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return explained_referrals(super().get_queryset(request)).annotate(shown=shown_state())

    def acts_for(self, request: HttpRequest, row: Referral) -> list[Act]:
        return super().acts_for(request, row) if may(request.user, "campaigns.reverse-credit", row) else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff and may(request.user, "campaigns.attribute-referral")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "campaign":
            kwargs["queryset"] = managed_by(request.user).filter(state__in=ATTRIBUTING_STATES)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def create(self, request: HttpRequest, data: dict[str, Any]) -> Referral:
        return attribute_by_hand(
            actor=request.user,
            campaign_id=data["campaign"].pk,
            invitee_handle=data["invitee_handle"],
            advocate_handle=data["advocate_handle"],
            reason=data["reason"],
            now=timezone.now(),
        )

    @display(
        description=_("State"),
        label=Badges(
            {
                FriendState.QUALIFIED: "success",
                FriendState.HELD: "warning",
                FriendState.REJECTED: "danger",
                FriendState.REVERSED: "danger",
            }
        ),
    )
    def state_label(self, referral: Any) -> tuple[str, str]:
        return referral.shown, str(FriendState(referral.shown).label)

    @display(description=_("Counts for"))
    def credit(self, referral: Referral) -> str:
        return f"{referral.credit_hundredths / 100:.2f}"

    @display(description=_("Reason"))
    def reason(self, referral: Referral) -> str:
        return referral_reason(referral)
