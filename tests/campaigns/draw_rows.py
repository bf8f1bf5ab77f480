"""Draws in the database, filled through the operations; only campaign, brand and rewards are plain rows."""

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import Member
from campaigns.models import Brand, Campaign, CampaignVersion, Draw, Reward
from campaigns.operations.draws import add_entry, commit_draw
from campaigns.operations.draws.freezing import freeze_draw
from campaigns.operations.draws.publishing import publish_draw
from campaigns.operations.draws.running import run_draw
from campaigns.operations.promises import open_tally
from campaigns.rulebook import DEFAULT_RULES, read_rules
from common.ids import new_public_id
from gifts.models import Item
from tests.factories import gifts as gift_world
from tests.factories.accounts import MemberFactory

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


def campaign_row(*, state: str = "live") -> Campaign:
    author = MemberFactory.create(manager=True)
    name = new_public_id()
    brand = Brand.objects.create(slug=name, name={"en": "Spring club"})
    window = {"opens_at": NOW, "closes_at": NOW + timedelta(days=9), "settle_by": NOW + timedelta(days=30)}
    campaign = Campaign.objects.create(
        brand=brand, slug=name, title={"en": "Spring outing"}, author=author, state="draft", **window
    )
    version = CampaignVersion.objects.create(
        campaign=campaign,
        number=1,
        rules={},
        texts={},
        sha256="0" * 64,
        author=author,
        sealed_at=NOW,
        **window,
    )
    Campaign.objects.filter(pk=campaign.pk).update(state=state, current=version, published_at=NOW)
    campaign.refresh_from_db()
    open_tally(campaign.pk)
    return campaign


def prize_item(campaign: Campaign, *, stock: int = 10) -> Item:
    return gift_world.item(stock=stock, brand_ref=campaign.brand.scope)


def a_draw(
    *,
    prizes: dict[str, int] | None = None,
    beacon: str = "none",
    reserve: int = 3,
    most: int = 1,
    **columns: Any,
) -> Draw:
    """A committed draw of a live campaign."""
    campaign = campaign_row(**columns)
    item = prize_item(campaign)
    listed = [
        {"key": key, "item": item.public_id, "quantity": n} for key, n in (prizes or {"shoes": 2}).items()
    ]
    rules = {**DEFAULT_RULES, "draw": {"prizes": listed, "beacon": beacon, "reserve": reserve}}
    rules["reward"] = {**rules["reward"], "max_per_member": most}
    return commit_draw(campaign_id=campaign.pk, rulebook=read_rules(rules), now=NOW)


def reward_for(draw: Draw, member: Member, *, number: int = 1) -> Reward:
    assert draw.campaign.current_id
    return Reward.objects.create(
        campaign=draw.campaign,
        pinned_id=draw.campaign.current_id,
        rule_key="main",
        beneficiary=member,
        occurrence_key=f"threshold:{number}",
        kind="draw_entry",
        state="granted",
        hold_until=NOW,
        earned_at=NOW,
        approved_at=NOW,
        granted_at=NOW,
    )


def enter(draw: Draw, count: int, *, weight: int = 1) -> list[Member]:
    members = [MemberFactory.create() for _ in range(count)]
    for member in members:
        reward = reward_for(draw, member)
        add_entry(
            campaign_id=draw.campaign_id, reward_id=reward.pk, member_id=member.pk, weight=weight, now=NOW
        )
    return members


def close(draw: Draw) -> None:
    Campaign.objects.filter(pk=draw.campaign_id).update(state="closing")


def frozen(count: int = 6, **wishes: Any) -> Draw:
    draw = a_draw(**wishes)
    enter(draw, count)
    close(draw)
    return freeze_draw(draw_id=draw.pk)


def published(count: int = 6, **wishes: Any) -> Draw:
    draw = frozen(count, **wishes)
    run_draw(draw_id=draw.pk, now=LATER)
    return publish_draw(draw_id=draw.pk, now=LATER)
