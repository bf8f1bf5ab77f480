"""Records to look at: rewards, decisions, promises, links, brands."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display

from campaigns.admin.acts import Act, ActPage, offered
from campaigns.models import (
    Amendment,
    Brand,
    CampaignVersion,
    Decision,
    Promise,
    Reward,
    ShareLink,
)
from campaigns.operations.promises import break_promise
from campaigns.operations.rewards import cancel_reward, release_reward
from campaigns.operations.stopping import restart_brand, stop_brand
from campaigns.queries.campaigns import managed_brands, managed_by
from campaigns.queries.risk import may_be_released
from campaigns.sentences import explain_promise, explain_referral, explain_reward
from campaigns.states import PromiseState, RewardState
from common.access import may
from common.admin import Badges, OperatingAdmin, titled
from common.texts import in_language

REWARD_ACTS: Mapping[str, Act] = {
    "release": Act(
        key="release",
        label=_("Approve"),
        explanation=_("A held reward is approved. Its member reads your reason."),
        done=_("Approved."),
        run=lambda actor, pk, reason, now: release_reward(actor=actor, reward_id=pk, reason=reason, now=now),
        states={RewardState.HELD},
        asks_reason=True,
    ),
    "cancel": Act(
        key="cancel",
        label=_("Refuse"),
        explanation=_("The reward is not given. Its member reads your reason."),
        done=_("Refused."),
        run=lambda actor, pk, reason, now: cancel_reward(actor=actor, reward_id=pk, reason=reason, now=now),
        states={RewardState.EARNED, RewardState.HELD, RewardState.APPROVED},
        asks_reason=True,
        is_grave=True,
    ),
}
PROMISE_ACTS: Mapping[str, Act] = {
    "break": Act(
        key="break",
        label=_("Say that it will not be kept"),
        explanation=_("The promise stays on the public page as broken, with your reason."),
        done=_("Written down."),
        run=lambda actor, pk, reason, now: break_promise(actor=actor, promise_id=pk, reason=reason),
        states={PromiseState.OPEN, PromiseState.LATE},
        asks_reason=True,
        is_grave=True,
    ),
}


BRAND_ACTS: Mapping[str, Act] = {
    "stop": Act(
        key="stop",
        label=_("Stop everything now"),
        explanation=_(
            "From this moment on nobody joins and nothing is given in any campaign of this brand. "
            "Everybody reads your reason."
        ),
        done=_("Everything is stopped."),
        run=lambda actor, pk, reason, now: stop_brand(actor=actor, brand_id=pk, reason=reason, now=now),
        states={"running"},
        asks_reason=True,
        is_grave=True,
    ),
    "restart": Act(
        key="restart",
        label=_("Let everything go on"),
        explanation=_("All campaigns of this brand go on from where they stopped."),
        done=_("Everything goes on."),
        run=lambda actor, pk, reason, now: restart_brand(actor=actor, brand_id=pk),
        states={"stopped"},
    ),
}


class CampaignRowsAdmin(OperatingAdmin):
    """Rows of the campaigns whose brand the reader manages. ``acts`` get buttons above the row."""

    view_verb = "campaigns.manage-campaigns"
    acts: Mapping[str, Act] = {}
    list_filter = ["state"]
    ordering = ["-pk"]
    change_form_outer_before_template = "admin/campaigns/acts.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the list: ``get_queryset`` leaves out what is not the reader's."""
        return super().has_view_permission(request, None)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(campaign__in=managed_by(request.user).values("pk"))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup == "campaign__id__exact" or super().lookup_allowed(lookup, value, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_queryset(request).filter(pk=object_id).first() if object_id.isdigit() else None
        acts = self.acts_for(request, row) if row is not None and self.acts else []
        context = {**(extra_context or {}), "acts": acts, "row_id": object_id}
        answer: HttpResponse = super().change_view(request, object_id, form_url, context)
        return answer

    def acts_for(self, request: HttpRequest, row: Any) -> list[Act]:
        """What gets a button for this reader."""
        return offered(self.acts, row.state)

    def get_urls(self) -> list[URLPattern]:
        if not self.acts:
            return list(super().get_urls())
        page = type("ActPage", (ActPage,), {"acts": self.acts}).as_view(model_admin=self)  # type: ignore[attr-defined]
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        own = path("<int:object_id>/do/<slug:verb>/", self.admin_site.admin_view(page), name=name)
        return [own, *super().get_urls()]


@admin.register(Reward)
class RewardAdmin(CampaignRowsAdmin):
    acts = REWARD_ACTS
    list_display = [
        titled("beneficiary", _("Member")),
        titled("campaign", _("Campaign")),
        titled("kind", _("Kind")),
        "state_label",
        titled("earned_at", _("Earned")),
        "hold_reason",
    ]
    list_filter = ["state", "kind"]
    list_select_related = ["beneficiary", "campaign"]
    search_fields = ["public_id", "beneficiary__handle"]

    def acts_for(self, request: HttpRequest, row: Reward) -> list[Act]:
        """Nothing about one's own reward, and no approval that would be refused."""
        if not may(request.user, "campaigns.release-reward", row):
            return []
        acts = super().acts_for(request, row)
        return [act for act in acts if act.key != "release" or may_be_released(row)]

    @display(
        description=_("State"),
        label=Badges(
            {
                RewardState.APPROVED: "info",
                RewardState.GRANTED: "success",
                RewardState.HELD: "warning",
                RewardState.CANCELLED: "danger",
                RewardState.CLAWED_BACK: "danger",
            }
        ),
    )
    def state_label(self, reward: Reward) -> tuple[str, str]:
        return reward.state, str(RewardState(reward.state).label)

    @display(description=_("Reason"))
    def hold_reason(self, reward: Reward) -> str:
        return explain_reward(reward.hold_code, {}) if reward.hold_code else ""


@admin.register(Promise)
class PromiseAdmin(CampaignRowsAdmin):
    acts = PROMISE_ACTS
    list_display = [
        titled("kind", _("Kind")),
        titled("campaign", _("Campaign")),
        "state_label",
        titled("due_at", _("Due")),
        titled("kept_at", _("Kept")),
        "reason",
    ]
    list_filter = ["state", "kind"]
    list_select_related = ["campaign"]
    search_fields = ["public_id"]
    ordering = ["-made_at", "-pk"]

    @display(
        description=_("State"),
        label=Badges(
            {
                PromiseState.KEPT: "success",
                PromiseState.LATE: "warning",
                PromiseState.BROKEN: "danger",
            }
        ),
    )
    def state_label(self, promise: Promise) -> tuple[str, str]:
        return promise.state, str(PromiseState(promise.state).label)

    @display(description=_("Reason"))
    def reason(self, promise: Promise) -> str:
        return explain_promise(promise.public_reason)


@admin.register(Decision)
class DecisionAdmin(CampaignRowsAdmin):
    list_display = [
        titled("decided_at", pgettext_lazy("decision", "Decided")),
        titled("campaign", _("Campaign")),
        "sentence",
        titled("actor", pgettext_lazy("decision", "By")),
        "referral_no",
        "reward_no",
    ]
    list_filter = ["code"]
    list_select_related = ["campaign", "actor"]
    search_fields = ["code"]

    @display(description=_("In words"))
    def sentence(self, decision: Decision) -> str:
        explain = explain_referral if decision.referral_id else explain_reward
        return explain(decision.code, decision.data)

    @display(description=_("Referral"))
    def referral_no(self, decision: Decision) -> str:
        return str(decision.referral_id or "")

    @display(description=_("Reward"))
    def reward_no(self, decision: Decision) -> str:
        return str(decision.reward_id or "")


@admin.register(ShareLink)
class ShareLinkAdmin(CampaignRowsAdmin):
    list_display = [
        titled("advocate", _("Advocate")),
        titled("campaign", _("Campaign")),
        titled("code", _("Invitation code")),
        titled("channel", _("Channel")),
        titled("created_at", _("Made")),
        titled("withdrawn_at", _("Withdrawn")),
    ]
    list_filter = ["channel"]
    list_select_related = ["advocate", "campaign"]
    search_fields = ["code", "advocate__handle"]


@admin.register(CampaignVersion)
class CampaignVersionAdmin(CampaignRowsAdmin):
    list_display = [
        titled("campaign", _("Campaign")),
        titled("number", _("Version")),
        titled("sealed_at", _("Sealed")),
        titled("approver", _("Approved by")),
        titled("sha256", "SHA-256"),
    ]
    list_filter = []
    list_select_related = ["campaign", "approver"]
    search_fields = ["sha256"]


@admin.register(Amendment)
class AmendmentAdmin(CampaignRowsAdmin):
    list_display = [
        titled("campaign", _("Campaign")),
        titled("state", _("State")),
        titled("public_note", _("Reason in public")),
        titled("author", _("Proposed by")),
        titled("decided_by", _("Decided by")),
        titled("proposed_at", _("Proposed")),
    ]
    list_select_related = ["campaign", "author", "decided_by"]
    search_fields = ["public_id"]
    ordering = ["-proposed_at", "-pk"]


@admin.register(Brand)
class BrandAdmin(CampaignRowsAdmin):
    acts = BRAND_ACTS
    list_filter = []
    list_display = [
        "name_shown",
        titled("organiser", _("Organiser")),
        titled("contact", _("Contact")),
        titled("slug", _("Address")),
    ]
    ordering = ["slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Brand]:
        return managed_brands(request.user)

    @display(description=pgettext_lazy("brand", "Name"))
    def name_shown(self, brand: Brand) -> str:
        return in_language(brand.name)
