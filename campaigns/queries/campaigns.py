"""Campaigns as visitors, members and managers see them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, When

from accounts.queries import role_scopes
from accounts.states import Role
from accounts.visibility import visible_to
from campaigns.errors import UnknownInvitation
from campaigns.models import Brand, Campaign, CampaignVersion, ShareLink
from campaigns.queries.ambassadors import received_by
from campaigns.queries.funnel import PublicFigures, public_figures, public_sums
from campaigns.queries.links import link_by_code
from campaigns.queries.own_counters import OwnCounters, counters_of, own_of
from campaigns.rulebook import Rulebook, read_rules
from campaigns.sentences import explain_pause
from campaigns.states import PUBLIC_STATES, CampaignState, is_shown
from common.access import Actor, may
from common.compiled import Compiled
from common.errors import NotFound
from common.pagination import Page, keyset
from common.texts import Texts, in_language

ORDER = ("-opens_at", "-id")
# What everybody reads of a campaign. The version's own columns never change: see ``sealed_version``.
_SHOWN = (
    "pk",
    "public_id",
    "slug",
    "state",
    "title",
    "brand__name",
    "brand__organiser",
    "brand__contact",
    "brand__stopped_at",
    "brand__stop_reason",
    "opens_at",
    "closes_at",
    "settle_by",
    "public_reason",
    "published_at",
    "current_id",
    "current__sha256",
)


@dataclass(frozen=True, kw_only=True)
class CampaignCard:
    public_id: str
    slug: str
    state: str
    title: Texts
    brand_name: Texts
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class CampaignDetail:
    """A campaign with the version in force. ``texts``: of the version, keyed by name, each per language.

    ``rulebook`` is None for a draft, whose rules may be incomplete. ``own``: the counters of the member who
    was asked for; None for a member who has no link yet. ``figures``: what strangers may know; None at first.
    """

    campaign_id: int
    public_id: str
    slug: str
    state: str
    title: Texts
    brand_name: Texts
    organiser: str
    contact: str
    opens_at: datetime
    closes_at: datetime
    settle_by: datetime
    public_reason: str
    is_stopped: bool
    texts: Mapping[str, Any]
    rules: Mapping[str, Any]
    rulebook: Rulebook | None
    version_number: int
    sha256: str
    sealed_at: datetime | None
    own: OwnCounters | None
    figures: PublicFigures | None = None


@dataclass(frozen=True, kw_only=True)
class Landing:
    """What a visitor sees behind an invitation. Only the advocate's display name is told.

    ``receives``: what the advocate gets for passing it on; '' for one who gets no more than everybody.
    """

    code: str
    advocate_id: int
    advocate_name: str
    channel: str
    campaign: CampaignDetail
    receives: str = ""


def public_campaigns(
    *, state: str = "", cursor: str | None = None, size: int = 25
) -> tuple[list[CampaignCard], str | None]:
    """(cards, next cursor), live ones first, then the newest opening. One statement. Raises: BadCursor."""
    is_over = Case(When(state=CampaignState.LIVE, then=0), default=1, output_field=IntegerField())
    campaigns = Campaign.objects.public().annotate(is_over=is_over)
    campaigns = campaigns.filter(state=state) if state else campaigns
    page = keyset(
        campaigns.select_related("brand").defer("draft_rules", "draft_texts"),
        order=("is_over", *ORDER),
        cursor=cursor,
        size=size,
    )
    return [_card(campaign) for campaign in page.items], page.next_cursor


def managed_campaigns(actor: Any, *, cursor: str | None = None, size: int = 25) -> Page[Campaign]:
    """Campaigns of the brands whose manager the actor is, in every state. Two statements."""
    return keyset(managed_by(actor).select_related("brand"), order=ORDER, cursor=cursor, size=size)


def managed_cards(
    actor: Any, *, state: str = "", cursor: str | None = None, size: int = 25
) -> tuple[list[CampaignCard], str | None]:
    """(cards, next cursor) of the same, drafts and all. Two statements. Raises: BadCursor."""
    campaigns = managed_by(actor).select_related("brand").defer("draft_rules", "draft_texts")
    campaigns = campaigns.filter(state=state) if state else campaigns
    page = keyset(campaigns, order=ORDER, cursor=cursor, size=size)
    return [_card(campaign) for campaign in page.items], page.next_cursor


def managed_by(actor: Any) -> QuerySet[Campaign]:
    """For admin lists: filtered by the brands the actor manages."""
    campaigns = Campaign.objects.all()
    scopes = role_scopes(actor, Role.MANAGER)
    if "" in scopes:
        return campaigns
    return campaigns.filter(brand__public_id__in=[scope.removeprefix("brand:") for scope in scopes])


def managed_brands(actor: Any) -> QuerySet[Brand]:
    brands = Brand.objects.all()
    scopes = role_scopes(actor, Role.MANAGER)
    if "" in scopes:
        return brands
    return brands.filter(public_id__in=[scope.removeprefix("brand:") for scope in scopes])


def brand_names(actor: Any) -> dict[str, str]:
    """{scope: name} of the brands that the actor manages. One statement."""
    return {brand.scope: in_language(brand.name) for brand in managed_brands(actor).order_by("slug")}


def stopped_scopes() -> list[str]:
    """Of the brands that give nothing for the moment. One statement."""
    return [brand.scope for brand in Brand.objects.filter(stopped_at__isnull=False).order_by("pk")]


def campaign_detail(*, slug: str, actor: Actor | None = None, member_id: int | None = None) -> CampaignDetail:
    """One statement, the member's counters included; one more to show a hidden campaign to its manager, and
    one where the member has friends who do not count.

    Raises: NotFound, also for a campaign that the actor may not see.
    """
    if member_id is None:
        rows = _SHOWN_TO_VISITORS.rows(slug=slug)
    else:
        rows = _SHOWN_TO_MEMBERS.rows(slug=slug, member_id=member_id)
    if not rows:
        raise NotFound
    row = rows[0]
    shown = dict(zip((*_SHOWN, "sums", "own"), row, strict=False))
    shown["own"] = own_of(shown["pk"], member_id, shown.get("own"))
    if not is_shown(state=shown["state"], published_at=shown["published_at"]):
        return _hidden_detail(shown["pk"], actor=actor, own=shown["own"])
    return _shown_detail(shown)


def _shown_rows(slug: str, member_id: int | None = None) -> QuerySet[Any, Any]:
    own = [] if member_id is None else [counters_of(member_id)]
    return Campaign.objects.filter(slug=slug).values_list(*_SHOWN, public_sums("pk"), *own)


_SHOWN_TO_VISITORS = Compiled(_shown_rows, slug=str)
_SHOWN_TO_MEMBERS = Compiled(_shown_rows, slug=str, member_id=int)


def _hidden_detail(campaign_id: int, *, actor: Actor | None, own: OwnCounters | None) -> CampaignDetail:
    """For its manager. Raises: NotFound for everybody else."""
    campaign = _with_all().get(pk=campaign_id)
    if actor is None or not may(actor, "campaigns.view-campaign", campaign):
        raise NotFound
    return replace(_detail(campaign), own=own)


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What a version says, for ever."""

    number: int
    rules: Mapping[str, Any]
    rulebook: Rulebook
    texts: Mapping[str, Any]
    sealed_at: datetime


@lru_cache(maxsize=256)
def sealed_version(version_id: int, sha256: str) -> Sealed:
    """A sealed version never changes, so each process reads it once; the seal is part of the key."""
    version = CampaignVersion.objects.get(pk=version_id, sha256=sha256)
    return Sealed(
        number=version.number,
        rules=version.rules,
        rulebook=version.rulebook,
        texts=version.texts,
        sealed_at=version.sealed_at,
    )


def campaign_for_jobs(*, campaign_id: int) -> CampaignDetail:
    """Whatever its state. One statement. Raises: NotFound."""
    campaign = _with_all().filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound
    return _detail(campaign)


def draft_detail(*, campaign_id: int) -> CampaignDetail:
    """A draft as it would be published, for its preview: nothing is sealed. One statement.

    The caller has checked ``campaigns.edit-campaign``. Raises: NotFound, BadRules (with the place).
    """
    campaign = Campaign.objects.one(campaign_id)
    return replace(
        _detail(campaign),
        rules=campaign.draft_rules,
        rulebook=read_rules(campaign.draft_rules),
        texts={"title": campaign.title, **campaign.draft_texts},
        version_number=0,
        sha256="",
        sealed_at=None,
    )


def find_campaign_id(*, slug: str = "", public_id: str = "") -> int:
    """One statement. Raises: NotFound."""
    wanted = {"slug": slug} if slug else {"public_id": public_id}
    campaign_id = Campaign.objects.filter(**wanted).values_list("pk", flat=True).first()
    if campaign_id is None:
        raise NotFound
    return campaign_id


def find_brand_id(public_id: str) -> int:
    """One statement. Raises: NotFound."""
    brand_id = Brand.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    if brand_id is None:
        raise NotFound
    return brand_id


def landing(*, code: str, viewer: Actor | None = None) -> Landing:
    """What the invitation leads to, whether or not it still counts. One statement; two for a chosen code.

    ``viewer``: who looks; a block between them and the advocate makes the invitation unknown.

    Raises: UnknownInvitation, also for campaigns that nobody may see.
    """
    rows = ShareLink.objects.select_related("campaign__brand", "campaign__current", "advocate")
    links: QuerySet[Any] = rows.annotate(receives=received_by("advocate_id", "campaign_id"))
    if viewer is not None:
        links = links.filter(visible_to(viewer, path="advocate_id"))
    link: Any = link_by_code(links, code)
    if link is None or link.campaign.state not in PUBLIC_STATES:
        raise UnknownInvitation
    return Landing(
        code=link.code,
        advocate_id=link.advocate_id,
        advocate_name=link.advocate.display_name,
        channel=link.channel,
        campaign=_detail(link.campaign),
        receives=link.receives or "",
    )


def share_links_of(*, campaign_id: int, member_id: int) -> dict[str, str]:
    """{channel: code} of the member's links. One statement."""
    mine = ShareLink.objects.filter(campaign_id=campaign_id, advocate_id=member_id, withdrawn_at__isnull=True)
    return dict(mine.values_list("channel", "code"))


def versions_of(*, campaign_id: int) -> list[CampaignVersion]:
    """The newest first. One statement."""
    return list(CampaignVersion.objects.filter(campaign_id=campaign_id).order_by("-number"))


def _with_all() -> QuerySet[Campaign]:
    return Campaign.objects.select_related("brand", "current")


def _card(campaign: Campaign) -> CampaignCard:
    return CampaignCard(
        public_id=campaign.public_id,
        slug=campaign.slug,
        state=campaign.state,
        title=campaign.title,
        brand_name=campaign.brand.name,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
    )


def _shown_detail(shown: Mapping[str, Any]) -> CampaignDetail:
    """Of a row of ``_SHOWN``, with the counters where they were asked for."""
    version = sealed_version(shown["current_id"], shown["current__sha256"])
    return CampaignDetail(
        campaign_id=shown["pk"],
        public_id=shown["public_id"],
        slug=shown["slug"],
        state=shown["state"],
        title=shown["title"],
        brand_name=shown["brand__name"],
        organiser=shown["brand__organiser"],
        contact=shown["brand__contact"],
        opens_at=shown["opens_at"],
        closes_at=shown["closes_at"],
        settle_by=shown["settle_by"],
        public_reason=shown["brand__stop_reason"] or explain_pause(shown["public_reason"]),
        is_stopped=shown["brand__stopped_at"] is not None,
        texts=version.texts,
        rules=version.rules,
        rulebook=version.rulebook,
        version_number=version.number,
        sha256=shown["current__sha256"],
        sealed_at=version.sealed_at,
        own=shown["own"],
        figures=public_figures(shown["sums"]),
    )


def _detail(campaign: Campaign) -> CampaignDetail:
    version = campaign.current
    return CampaignDetail(
        campaign_id=campaign.pk,
        public_id=campaign.public_id,
        slug=campaign.slug,
        state=campaign.state,
        title=campaign.title,
        brand_name=campaign.brand.name,
        organiser=campaign.brand.organiser,
        contact=campaign.brand.contact,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        settle_by=campaign.settle_by,
        public_reason=campaign.brand.stop_reason or explain_pause(campaign.public_reason),
        is_stopped=campaign.brand.is_stopped,
        texts=version.texts if version else campaign.draft_texts,
        rules=version.rules if version else campaign.draft_rules,
        rulebook=read_rules(version.rules) if version else None,
        version_number=version.number if version else 0,
        sha256=version.sha256 if version else "",
        sealed_at=version.sealed_at if version else None,
        own=None,
    )
