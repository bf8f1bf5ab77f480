"""A member's own lists as plain rows, for programs. Two statements each, whatever the numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from campaigns.models import Campaign, Referral, Reward
from campaigns.states import QUALIFIED_REFERRALS, ReferralState, RewardKind, RewardState
from common.errors import NotFound
from common.pagination import keyset

NEWEST = ("-registered_at", "-id")
_REFERRAL = (
    "id",
    "invitee__display_name",
    "state",
    "credit_hundredths",
    "levels",
    "registered_at",
    "expires_at",
    "qualified_at",
)
_REWARD = ("id", "public_id", "campaign__slug", "kind", "state", "earned_at", "gift__public_id")


def own_referral_rows(
    *, member_id: int, slug: str, cursor: str | None = None, size: int = 25
) -> tuple[list[dict[str, Any]], str | None]:
    """(rows, next cursor), newest first. ``missing``: what would make a friend count.

    Raises: NotFound, BadCursor.
    """
    campaigns = Campaign.objects.public().filter(slug=slug)
    found = campaigns.values_list("pk", "current__rules").first()
    if found is None:
        raise NotFound
    campaign_id, rules = found
    mine = Referral.objects.filter(campaign_id=campaign_id, advocate_id=member_id)
    mine = mine.exclude(state=ReferralState.VOID)
    rows: QuerySet[Any] = mine.values_list(*_REFERRAL, named=True)
    page = keyset(rows, order=NEWEST, cursor=cursor, size=size)
    return [_referral(row, rules["requires"]) for row in page.items], page.next_cursor


def _referral(row: Any, requires: Sequence[str]) -> dict[str, Any]:
    return {
        "name": row.invitee__display_name,
        "state": row.state,
        "counts": row.state in QUALIFIED_REFERRALS,
        "credit_hundredths": row.credit_hundredths,
        "missing": [level for level in requires if level not in row.levels],
        "registered_at": row.registered_at,
        "expires_at": row.expires_at,
        "qualified_at": row.qualified_at,
    }


def own_reward_rows(
    *, member_id: int, cursor: str | None = None, size: int = 25
) -> tuple[list[Mapping[str, Any]], str | None]:
    """(rows, next cursor), newest first, over all campaigns. One statement. Raises: BadCursor."""
    mine = Reward.objects.filter(beneficiary_id=member_id)
    rows: QuerySet[Any] = mine.values_list(*_REWARD, named=True)
    page = keyset(rows, order=("-earned_at", "-id"), cursor=cursor, size=size)
    return [_reward(row) for row in page.items], page.next_cursor


def _reward(row: Any) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "campaign": row.campaign__slug,
        "kind": row.kind,
        "state": row.state,
        "earned_at": row.earned_at,
        "can_be_claimed": row.kind == RewardKind.GIFT and row.state == RewardState.APPROVED,
        "gift": row.gift__public_id,
    }
