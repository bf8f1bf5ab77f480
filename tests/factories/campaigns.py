"""Campaigns in valid worlds, made through the operations. Times surround the real present, because
windows are checked by the database's clock."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from accounts.models import Member, RoleGrant
from accounts.operations.registration import register_member
from campaigns.models import (
    Ambassador,
    Amendment,
    Brand,
    BrandPost,
    Campaign,
    ChannelPost,
    Mention,
    Progress,
    Referral,
    Reservation,
    Reward,
    RiskCase,
    ShareLink,
)
from campaigns.operations.ambassadors import appoint_ambassador
from campaigns.operations.amendments import AmendmentDraft, propose_amendment
from campaigns.operations.brand_posts import plan_brand_post, write_brand_post
from campaigns.operations.drafts import create_campaign
from campaigns.operations.publishing import publish_campaign
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.rewards import assess_reward
from campaigns.operations.share_links import make_share_link
from campaigns.operations.touches import record_touch
from campaigns.rulebook import DEFAULT_RULES
from common.access import SYSTEM
from common.ids import new_public_id
from tests.factories import gifts
from tests.factories.accounts import MemberFactory
from tests.factories.trust import CertificationFactory
from trust.models import Certification

NOW = datetime.now(UTC).replace(microsecond=0)
OPENS = NOW - timedelta(days=1)
CLOSES = NOW + timedelta(days=30)
SETTLE_BY = NOW + timedelta(days=60)
VISITOR = "visitor-1"

_phones = count(13_900_000_000)


def member(**columns: Any) -> Member:
    return MemberFactory.create(**columns)


def brand() -> Brand:
    name = new_public_id()
    return Brand.objects.create(slug=name, name={"en": "Sunny outings", "zh-hans": "晴天出游"})


def manager_of(of: Brand) -> Member:
    staff = member(is_staff=True)
    RoleGrant.objects.create(member=staff, role="manager", scope=of.scope, granted_at=NOW)
    return staff


def rules_with(item: str = "", **changes: Any) -> dict[str, Any]:
    """The default rules with one prize of three units of ``item``."""
    rules: dict[str, Any] = deepcopy(dict(DEFAULT_RULES))
    rules["draw"]["prizes"] = [{"key": "shoes", "item": item or "shoes", "quantity": 3}]
    return rules | changes


def gift_rules(item: str, *, quantity: int = 5, **changes: Any) -> dict[str, Any]:
    rules = rules_with(item, **changes)
    del rules["draw"]
    rules["reward"] = {"kind": "gift", "item": item, "quantity": quantity, "max_per_member": 1}
    return rules


def draft(*, of: Brand | None = None, stock: int = 5, gift: int = 0, **changes: Any) -> Campaign:
    """A draft with enough stock; ``gift``: rewards are so many gifts instead of draw entries.

    ``changes`` go into the rules; ``opens_at``, ``closes_at``, ``settle_by`` into the dates.
    """
    dates: dict[str, Any] = {"opens_at": OPENS, "closes_at": CLOSES, "settle_by": SETTLE_BY}
    dates = {name: changes.pop(name, value) for name, value in dates.items()}
    owner = of or brand()
    item = gifts.item(stock=stock, brand_ref=owner.scope).public_id
    rules = gift_rules(item, quantity=gift, **changes) if gift else rules_with(item, **changes)
    return create_campaign(
        actor=manager_of(owner),
        brand_id=owner.pk,
        title={"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"},
        rules_draft=rules,
        **dates,
    )


def scheduled(**options: Any) -> Campaign:
    """Published, opens tomorrow."""
    options = {"opens_at": NOW + timedelta(days=1)} | options
    made = draft(**options)
    return publish_campaign(actor=SYSTEM, campaign_id=made.pk, now=NOW)


def live(**options: Any) -> Campaign:
    made = draft(**options)
    publish_campaign(actor=SYSTEM, campaign_id=made.pk, now=NOW)
    return Campaign.objects.one(made.pk)


def in_state(campaign: Campaign, state: str, **columns: Any) -> Campaign:
    """Put there by hand: for testing what is refused in each state."""
    Campaign.objects.filter(pk=campaign.pk).update(state=state, **columns)
    return Campaign.objects.one(campaign.pk)


def link_of(advocate: Member, campaign: Campaign) -> ShareLink:
    return make_share_link(actor=advocate, campaign_id=campaign.pk, now=NOW)


def visit(link: ShareLink, *, visitor_key: str = VISITOR, at: datetime = NOW) -> None:
    from django.contrib.auth.models import AnonymousUser

    record_touch(actor=AnonymousUser(), code=link.code, visitor_key=visitor_key, now=at)


def join(*, visitor_key: str | None = None, at: datetime = NOW, name: str = "Li Na") -> Member:
    return register_member(display_name=name, phone=f"+86{next(_phones)}", visitor_key=visitor_key, now=at)


def invite(advocate: Member, campaign: Campaign, *, at: datetime = NOW, name: str = "Li Na") -> Referral:
    """A friend opens the advocate's link and registers."""
    key = new_public_id()
    visit(link_of(advocate, campaign), visitor_key=key, at=at)
    friend = join(visitor_key=key, at=at, name=name)
    return Referral.objects.get(invitee=friend, campaign=campaign)


def certify(friend: Member) -> Certification:
    """The certificate alone; nobody is told."""
    return CertificationFactory.create(member=friend)


def verify(referral: Referral, *, at: datetime = NOW) -> None:
    """Certified, and the news has arrived."""
    certify(referral.invitee)
    recheck_referrals(member_id=referral.invitee_id, happened_at=at, now=at)


def qualify(advocate: Member, campaign: Campaign, *, friends: int = 3) -> list[Referral]:
    found = [invite(advocate, campaign) for _ in range(friends)]
    for referral in found:
        verify(referral)
    return [Referral.objects.get(pk=referral.pk) for referral in found]


def reward_of(advocate: Member, campaign: Campaign) -> Reward:
    """The advocate's reward, earned with three friends and not looked at yet."""
    qualify(advocate, campaign)
    return Reward.objects.one(Reward.objects.get(campaign=campaign, beneficiary=advocate).pk)


def approved(advocate: Member, campaign: Campaign) -> Reward:
    return assess_reward(reward_id=reward_of(advocate, campaign).pk, now=NOW)


def progress(advocate: Member, campaign: Campaign) -> Progress:
    return Progress.objects.get(campaign=campaign, advocate=advocate)


def amendment(campaign: Campaign) -> Amendment:
    """What is earned is delivered a day sooner; it waits for a second person."""
    assert campaign.current is not None
    rules = campaign.current.rules
    sooner = AmendmentDraft(rules=rules | {"deliver_days": rules["deliver_days"] - 1})
    return propose_amendment(actor=SYSTEM, campaign_id=campaign.pk, draft=sooner, note="Sooner.", now=NOW)


def returned_unit(campaign: Campaign, of: Member) -> Reservation:
    """A unit that was kept for a member and went back: for lists, put there by hand."""
    return Reservation.objects.create(
        campaign=campaign,
        advocate=of,
        rule_key="main",
        item="shoes",
        state="released",
        reason="expired",
        taken_at=NOW,
        expires_at=NOW,
        warn_at=NOW,
        ended_at=NOW,
    )


def appointment(campaign: Campaign, of: Member) -> Ambassador:
    """Asked to be an ambassador; it waits for an answer."""
    return appoint_ambassador(
        actor=SYSTEM, campaign_id=campaign.pk, handle=of.handle, receives="Seats at the preview", now=NOW
    )


def brand_post(campaign: Campaign, words: str = "Come along") -> BrandPost:
    """A draft for Weibo."""
    return write_brand_post(
        actor=SYSTEM, campaign_id=campaign.pk, channel="weibo", words=words, group="", now=NOW
    )


def planned_post(campaign: Campaign, words: str = "See you on Saturday") -> BrandPost:
    """Leaves in a year that nobody here will see."""
    return plan_brand_post(
        actor=SYSTEM, post_id=brand_post(campaign, words).pk, at=datetime(2099, 1, 1, tzinfo=UTC), now=NOW
    )


def mention(campaign: Campaign, *, ref: str = "") -> Mention:
    """Somebody's words under a post of the campaign; no group answers there."""
    post = ChannelPost.objects.create(
        campaign=campaign, channel="weibo", ref=ref or str(campaign.pk), group="", added_at=NOW
    )
    return Mention.objects.create(
        post=post,
        kind="comment",
        ref="1",
        author_index="0" * 64,
        text="When does it begin?",
        said_at=NOW,
        is_zombie=False,
        is_complaint=False,
    )


def risk_case(campaign: Campaign, place: int, state: str) -> RiskCase:
    """One of the campaign's cases, put there by hand."""
    case = RiskCase.objects.filter(campaign=campaign).order_by("pk")[place]
    where = {"state": state, "codes": ",velocity,", "reason": "by hand", "answer_by": NOW + timedelta(days=3)}
    RiskCase.objects.filter(pk=case.pk).update(**where)
    case.refresh_from_db()
    return case
