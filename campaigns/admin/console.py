"""The manager's campaigns: list, draft form, console with every act, preview as a member."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.decorators import display

from campaigns.admin.acts import Act, ActPage, offered
from campaigns.admin.ambassadors import AmbassadorsPage
from campaigns.admin.amend import AMENDMENT_ACTS, AmendForm, amend_form, amend_initial, propose
from campaigns.admin.approval import ApprovePage
from campaigns.admin.brand_posts import BrandPostsPage
from campaigns.admin.campaign_acts import ACTS as LIFE
from campaigns.admin.channel_rows import lines_of
from campaigns.admin.draft_form import DraftForm, initial_of
from campaigns.admin.figures import FiguresPage
from campaigns.admin.pages import CampaignPage, managed_campaign
from campaigns.admin.talk import TalkPage
from campaigns.campaign_page import campaign_values
from campaigns.draft_templates import TEMPLATES
from campaigns.draw_errors import NoDraw
from campaigns.draw_states import DrawState
from campaigns.models import Campaign
from campaigns.models.campaign import UNPUBLISHED
from campaigns.operations.drafts import DraftChanges, create_campaign, edit_draft
from campaigns.queries.amendments import amendment_lines, open_amendment
from campaigns.queries.campaigns import draft_detail, find_brand_id, managed_brands, managed_by
from campaigns.queries.channels import findings_of, funnel_of, scans_of
from campaigns.queries.desk import desk_figures, last_replay, version_lines
from campaigns.queries.draws import count_entries, draw_of_campaign, root_of_draw
from campaigns.queries.promises import brand_counts, promise_counts
from campaigns.rulebook import read_rules
from campaigns.sentences import explain_pause
from campaigns.states import AMENDABLE_STATES, CampaignState, ReferralState, RewardState
from common.access import allow, may
from common.admin import Badges, OperatingAdmin, titled
from common.errors import IllegalMove, NotFound
from common.texts import in_language
from gifts.queries import kept_by, stock_left
from groups.queries import groups_to_name

ACTS: Mapping[str, Act] = {**LIFE, **AMENDMENT_ACTS}
STATE_COLOURS = Badges(
    {
        CampaignState.LIVE: "success",
        CampaignState.PAUSED: "warning",
        CampaignState.SCHEDULED: "info",
        CampaignState.CLOSING: "info",
        CampaignState.DRAWING: "info",
        CampaignState.SETTLING: "info",
        CampaignState.CANCELLED: "danger",
    }
)


class ConsolePage(CampaignPage):
    """Everything about one campaign on one page. Shows only; the acts have pages of their own."""

    template_name = "admin/campaigns/console.html"
    http_method_names = ["get", "head", "options"]

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        campaign: Campaign = self.row
        figures = desk_figures(campaign)
        amendment = open_amendment(campaign.pk) if campaign.state in AMENDABLE_STATES else None
        return {
            **super().context(request, **kwargs),
            "title": in_language(campaign.title),
            "campaign": campaign,
            "reason": campaign.brand.stop_reason or explain_pause(campaign.public_reason),
            "is_draft": campaign.state == CampaignState.DRAFT,
            "acts": offered(ACTS if amendment else LIFE, campaign.state),
            "amendment": amendment,
            "amendment_lines": amendment_lines(amendment) if amendment else [],
            "may_amend": campaign.state in AMENDABLE_STATES and not amendment,
            "tiles": _tiles(campaign),
            "figures": figures,
            "referrals": [(state.label, figures.referrals.get(state, 0)) for state in ReferralState],
            "rewards": [(state.label, figures.rewards.get(state, 0)) for state in RewardState],
            "counts": promise_counts(campaign_id=campaign.pk),
            "record": brand_counts(brand_id=campaign.brand_id),
            "versions": version_lines(campaign),
            "replay": last_replay(campaign),
            "draw": _draw(campaign),
            "funnel": funnel_of(campaign),
            "scans": scans_of(campaign),
            "findings": lines_of(findings_of(campaign)) if campaign.state in UNPUBLISHED else [],
        }


def _tiles(campaign: Campaign) -> list[tuple[str, str]]:
    """(label, address) of the campaign's records."""
    found = []
    for label, name in (
        (_("Referrals"), "referral"),
        (_("Rewards"), "reward"),
        (_("Decisions"), "decision"),
        (_("Promises"), "promise"),
        (_("Share links"), "sharelink"),
    ):
        address = reverse(f"admin:campaigns_{name}_changelist")
        found.append((label, f"{address}?campaign__id__exact={campaign.pk}"))
    return found


def _draw(campaign: Campaign) -> dict[str, Any] | None:
    try:
        draw = draw_of_campaign(campaign.pk)
    except NoDraw:
        return None
    entries, weight = count_entries(draw.pk)
    return {
        "draw": draw,
        "state": DrawState(draw.state).label,
        "entries": entries,
        "weight": weight,
        "root": root_of_draw(draw),
    }


class DraftPage(CampaignPage):
    """A draft's form, for a new one and for one that is there."""

    template_name = "admin/campaigns/draft.html"
    title = gettext_lazy("Draft of a campaign")

    def find(self, request: HttpRequest, **kwargs: Any) -> Any:
        if "object_id" not in kwargs:
            allow(request.user, "campaigns.create-campaign")
            campaign = None
            brands = [(brand.public_id, in_language(brand.name)) for brand in managed_brands(request.user)]
        else:
            campaign = super().find(request, **kwargs)
            if campaign.state != CampaignState.DRAFT:
                raise IllegalMove
            brands = []
        findings = findings_of(campaign) if campaign else []
        self.form_class = partial(  # type: ignore[misc,assignment]
            DraftForm,
            brands=brands,
            items=_item_choices(request, campaign),
            groups=_group_choices(),
            findings=findings,
        )
        return campaign

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        if self.row is None:
            template = TEMPLATES.get(request.GET.get("template", ""))
            return initial_of(template.rules if template else None, {})
        campaign: Campaign = self.row
        dates = {name: getattr(campaign, name) for name in ("opens_at", "closes_at", "settle_by")}
        rest = {"title": campaign.title, "slug": campaign.slug, "alarm_friends": campaign.alarm_friends}
        return _shown(campaign) | dates | rest

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        templates = [] if self.row else list(TEMPLATES.values())
        return {**super().context(request, **kwargs), "templates": templates}

    def place(self) -> str:
        return super().place() if self.row else reverse("admin:campaigns_campaign_changelist")

    def act(self, request: HttpRequest, form: DraftForm, **kwargs: Any) -> str:
        typed = form.cleaned_data
        common = {key: typed[key] for key in ("title", "opens_at", "closes_at")}
        if self.row is None:
            self.row = create_campaign(
                actor=request.user,
                brand_id=find_brand_id(typed["brand"]),
                slug=typed["slug"],
                settle_by=typed["settle_by"],
                rules_draft=typed["rules"],
                texts=form.texts,
                alarm_friends=typed["alarm_friends"] or 0,
                **common,
            )
            return self.place()
        changes = DraftChanges(
            rules=typed["rules"],
            texts=form.texts,
            slug=typed["slug"] or None,
            settle_by=typed["settle_by"],
            alarm_friends=typed["alarm_friends"] or 0,
            **common,
        )
        edit_draft(actor=request.user, campaign_id=self.row.pk, changes=changes)
        return self.place()


def _shown(campaign: Campaign) -> dict[str, Any]:
    """Raises: BadRules with the place, where a program wrote something that no field can show."""
    try:
        return initial_of(campaign.draft_rules, campaign.draft_texts)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        read_rules(campaign.draft_rules)
        raise


def _group_choices() -> list[tuple[str, str]]:
    """One statement."""
    return [(public_id, in_language(name)) for public_id, name in groups_to_name()]


def _item_choices(request: HttpRequest, campaign: Campaign | None) -> list[tuple[str, str]]:
    """Items that may be given, with what is left of each. Two statements."""
    items = kept_by(request.user).filter(state="active").order_by("-id")
    if campaign is not None:
        items = items.filter(brand_ref=campaign.brand.scope)
    rows = list(items[:200])
    left = stock_left(item.pk for item in rows)
    words = _("%(count)s left")
    return [
        (item.public_id, f"{in_language(item.name)} · {words % {'count': left[item.pk]}}") for item in rows
    ]


class AmendPage(CampaignPage):
    """The rules in force as a form; only what is better for members comes through."""

    template_name = "admin/campaigns/draft.html"
    title = gettext_lazy("Amend the rules")

    def find(self, request: HttpRequest, **kwargs: Any) -> Campaign:
        campaign = super().find(request, **kwargs)
        items = _item_choices(request, campaign)
        self.form_class = amend_form(campaign, items=items, groups=_group_choices())  # type: ignore[misc]
        return campaign

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return amend_initial(self.row)

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {**super().context(request, **kwargs), "amends": True}

    def act(self, request: HttpRequest, form: AmendForm, **kwargs: Any) -> str:
        propose(request, self.row, form)
        return self.place()


class PreviewPage(CampaignPage):
    """The campaign's page as a member will see it, made from the draft. Clearly marked."""

    template_name = "campaigns/campaign.html"
    http_method_names = ["get", "head", "options"]

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        allow(request.user, "campaigns.edit-campaign", self.row)
        values = campaign_values(draft_detail(campaign_id=self.row.pk))
        return {**values, "preview": _("Preview of a draft. Nobody else sees this page.")}


class CampaignActPage(ActPage):
    """Every act but the approval, which has a page of its own."""

    acts = {key: act for key, act in ACTS.items() if key not in ApprovePage.acts}

    def find(self, request: HttpRequest, **kwargs: Any) -> Campaign:
        if kwargs["verb"] not in self.acts:
            raise NotFound
        return managed_campaign(request, kwargs["object_id"])


@admin.register(Campaign)
class CampaignAdmin(OperatingAdmin):
    view_verb = "campaigns.manage-campaigns"
    list_display = [
        "name",
        titled("brand", gettext_lazy("Brand")),
        "state_label",
        titled("opens_at", gettext_lazy("Opens")),
        titled("closes_at", pgettext_lazy("campaign", "Ends")),
        titled("slug", gettext_lazy("Address")),
    ]
    list_filter = ["state", ("brand", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["brand"]
    search_fields = ["slug"]
    ordering = ["-opens_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        return managed_by(request.user).select_related("brand").defer("draft_rules", "draft_texts")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff and may(request.user, "campaigns.create-campaign")

    @display(description=gettext_lazy("Title"))
    def name(self, campaign: Campaign) -> str:
        return in_language(campaign.title)

    @display(description=gettext_lazy("State"), label=STATE_COLOURS)
    def state_label(self, campaign: Campaign) -> tuple[str, str]:
        return campaign.state, str(CampaignState(campaign.state).label)

    def get_urls(self) -> list[URLPattern]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(view.as_view(model_admin=self))

        own = [
            path("add/", page(DraftPage), name="campaigns_campaign_add"),
            path("<int:object_id>/change/", page(ConsolePage), name="campaigns_campaign_change"),
            path("<int:object_id>/draft/", page(DraftPage), name="campaigns_campaign_draft"),
            path("<int:object_id>/amend/", page(AmendPage), name="campaigns_campaign_amend"),
            path("<int:object_id>/figures/", page(FiguresPage), name="campaigns_campaign_figures"),
            path("<int:object_id>/talk/", page(TalkPage), name="campaigns_campaign_talk"),
            path(
                "<int:object_id>/ambassadors/", page(AmbassadorsPage), name="campaigns_campaign_ambassadors"
            ),
            path("<int:object_id>/posts/", page(BrandPostsPage), name="campaigns_campaign_brand_posts"),
            path("<int:object_id>/preview/", page(PreviewPage), name="campaigns_campaign_preview"),
            path(
                "<int:object_id>/do/approve/",
                page(ApprovePage),
                {"verb": "approve"},
                name="campaigns_campaign_approve",
            ),
            path("<int:object_id>/do/<slug:verb>/", page(CampaignActPage), name="campaigns_campaign_do"),
        ]
        return [*own, *super().get_urls()]
