"""What a member earned: why it waits, what can be claimed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from campaigns.models import Decision, Referral, Reward
from campaigns.sentences import explain_reward
from campaigns.states import GIFT_ISSUING_STATES, RewardState
from common.compiled import Compiled
from common.errors import NotFound
from common.texts import Texts

_REWARD = ("public_id", "kind", "state", "earned_at", "gift_id", "why_code", "why_data")
REWARDS_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class OwnReward:
    public_id: str
    kind: str
    state: str
    earned_at: datetime
    reason: str
    gift_id: int | None
    campaign_title: Texts

    @property
    def can_be_claimed(self) -> bool:
        return self.kind == "gift" and self.state == RewardState.APPROVED


@dataclass(frozen=True, kw_only=True)
class ClaimableReward:
    public_id: str
    campaign_title: Texts
    settle_by: datetime


def find_reward_id(public_id: str) -> int:
    """One statement. Raises: NotFound."""
    reward_id = Reward.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    if reward_id is None:
        raise NotFound
    return reward_id


def is_involved(reward: Reward, *, member_id: int) -> bool:
    """Whether a member earned it, is a friend behind it, or brought or shares its member. One statement."""
    if member_id == reward.beneficiary_id:
        return True
    hers = Q(advocate_id=reward.beneficiary_id) | Q(sharer_id=reward.beneficiary_id)
    brought = Q(advocate_id=member_id) | Q(sharer_id=member_id)
    together = (
        (hers & Q(invitee_id=member_id)) | (hers & brought) | (brought & Q(invitee_id=reward.beneficiary_id))
    )
    return Referral.objects.filter(together, campaign_id=reward.campaign_id).exists()


def claimable(member: Any) -> QuerySet[Reward]:
    """The probe of ``claimable_rewards``: asked together with others."""
    return Reward.objects.filter(
        beneficiary_id=member.pk,
        kind="gift",
        state=RewardState.APPROVED,
        campaign__state__in=GIFT_ISSUING_STATES,
    )


def claimable_rewards(member: Any, *, size: int = 3) -> list[ClaimableReward]:
    """Gifts that were approved and wait to be claimed, the most urgent first. One statement."""
    rows = claimable(member).order_by("campaign__settle_by", "id")
    return [
        ClaimableReward(public_id=public_id, campaign_title=title, settle_by=settle_by)
        for public_id, title, settle_by in rows.values_list(
            "public_id", "campaign__title", "campaign__settle_by"
        )[:size]
    ]


def own_reward(*, public_id: str, member_id: int) -> OwnReward:
    """One statement. Raises: NotFound, also for somebody else's."""
    rewards = _explained_rewards().filter(public_id=public_id, beneficiary_id=member_id)
    reward = rewards.select_related("campaign").first()
    if reward is None:
        raise NotFound
    return _own_reward(reward, title=reward.campaign.title)


def _explained_rewards() -> QuerySet[Reward]:
    newest = Decision.objects.filter(reward=OuterRef("pk")).order_by("-id")
    return Reward.objects.annotate(
        why_code=Subquery(newest.values("code")[:1]), why_data=Subquery(newest.values("data")[:1])
    )


def own_rewards(*, campaign_id: int, member_id: int, title: Texts) -> list[OwnReward]:
    """The newest of one campaign, called ``title``. One statement."""
    rows = _OWN_REWARDS.rows(campaign_id=campaign_id, member_id=member_id)
    return [_own_reward(row, title=title) for row in rows]


def _rewards_of(campaign_id: int, member_id: int) -> QuerySet[Any, Any]:
    mine = _explained_rewards().filter(campaign_id=campaign_id, beneficiary_id=member_id)
    return mine.order_by("-earned_at", "-id").values_list(*_REWARD, named=True)[:REWARDS_SHOWN]


_OWN_REWARDS = Compiled(_rewards_of, campaign_id=int, member_id=int)


def _own_reward(reward: Any, *, title: Texts) -> OwnReward:
    code, data = reward.why_code, reward.why_data
    return OwnReward(
        public_id=reward.public_id,
        kind=reward.kind,
        state=reward.state,
        earned_at=reward.earned_at,
        reason=explain_reward(code, data) if code else "",
        gift_id=reward.gift_id,
        campaign_title=title,
    )
