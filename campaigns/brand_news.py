"""Of which brand a campaign's news is, for the webhooks of brands."""

from collections.abc import Sequence
from dataclasses import fields

from campaigns import draw_facts, facts, reversal_facts
from campaigns.models import Campaign
from connect.brand_news import Brands, BrandSource, brand_sources
from outbox.facts import Fact, Recorded


def kinds_about_campaigns() -> frozenset[str]:
    """Facts that name their campaign by its row."""
    found = [
        each
        for module in (facts, draw_facts, reversal_facts)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Fact) and hasattr(each, "KIND")
    ]
    return frozenset(one.KIND for one in found if "campaign_id" in {part.name for part in fields(one)})


def _brands(news: Sequence[Recorded]) -> Brands:
    ids = {one.payload["campaign_id"] for one in news}
    campaigns = Campaign.objects.filter(pk__in=ids).select_related("brand")
    scopes = {campaign.pk: campaign.brand.scope for campaign in campaigns.only("pk", "brand__public_id")}
    return {
        one.id: scopes[one.payload["campaign_id"]] for one in news if one.payload["campaign_id"] in scopes
    }


def register() -> None:
    brand_sources.register(
        BrandSource(key="campaigns.campaigns", kinds=kinds_about_campaigns(), brands=_brands)
    )
