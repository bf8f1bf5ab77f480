"""Campaigns with boards, and friends who count on them."""

from datetime import timedelta
from typing import Any

from accounts.models import Member
from campaigns.models import BoardRow, Campaign, Progress
from campaigns.operations.boards import play_for_group
from campaigns.operations.drafts import create_campaign
from campaigns.operations.lifecycle import close_campaign
from campaigns.operations.publishing import publish_campaign
from common.access import SYSTEM
from outbox.testing import run_jobs
from tests.campaigns.test_replay import approve
from tests.factories import campaigns as make
from tests.factories import gifts
from tests.factories import groups as grouping


def rules_of(board: dict[str, Any], **changes: Any) -> dict[str, Any]:
    rules = make.rules_with(threshold=1, reward={"kind": "place", "max_per_member": 1}, board=board)
    del rules["draw"]
    return rules | changes


def published(board: dict[str, Any], *, stock: int = 10, **changes: Any) -> Campaign:
    brand = make.brand()
    item = gifts.item(stock=stock, brand_ref=brand.scope).public_id
    for place in board.get("places", [board]):
        place["item"] = item
    draft = create_campaign(
        actor=make.manager_of(brand),
        brand_id=brand.pk,
        title={"en": "The most friends", "zh-hans": "邀请榜"},
        rules_draft=rules_of(board, **changes),
        opens_at=make.OPENS,
        closes_at=make.CLOSES,
        settle_by=make.SETTLE_BY,
    )
    publish_campaign(actor=SYSTEM, campaign_id=draft.pk, now=make.NOW)
    return Campaign.objects.one(draft.pk)


def leaderboard(**changes: Any) -> Campaign:
    places = [{"upto": 1}, {"upto": 3}]
    return published({"whose": "member", "places": places, "grace_days": 0}, **changes)


def challenge(*, seats: int = 2, groups: int = 1, **changes: Any) -> Campaign:
    board = {"whose": "group", "seats": seats, "groups": groups, "grace_days": 0}
    return published(board, **changes)


def bring(advocate: Member, campaign: Campaign, friends: int, *, minutes: int = 0) -> None:
    at = make.NOW + timedelta(minutes=minutes)
    for _ in range(friends):
        make.verify(make.invite(advocate, campaign), at=at)


def close(campaign: Campaign) -> None:
    close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="done", now=make.NOW)


def places(campaign: Campaign) -> list[tuple[int | None, int | None, str]]:
    rows = BoardRow.objects.filter(board__campaign=campaign).order_by("pk")
    return list(rows.values_list("place", "member_id", "prize_key"))


def bring_by_the_desk(advocate: Member, campaign: Campaign, friends: int) -> None:
    """With the news of each certificate, so that the campaign can be lived through again."""
    for _ in range(friends):
        approve(make.invite(advocate, campaign).invitee)
    run_jobs()


def team(campaign: Campaign, *members: Member, **given: Any) -> Any:
    group = grouping.group(*members, **given)
    for member in members:
        play(member, campaign, group)
    return group


def play(member: Any, campaign: Campaign, group: Any) -> Progress:
    return play_for_group(actor=member, campaign_id=campaign.pk, group_ref=group.public_id, now=make.NOW)
