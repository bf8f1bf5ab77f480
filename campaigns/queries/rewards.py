"""What a member earned: why it waits, what can be claimed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from campaigns.models import BoardRow, Decision, Referral, Reward
from campaigns.queries.risk import blocked_among
from campaigns.risk_states import BLOCKING, REFUSED
from campaigns.sentences import explain_reward
from campaigns.states import GIFT_ISSUING_STATES, CampaignState, RewardKind, RewardState
from common.clock import DbNowOnce
from common.compiled import Compiled
from common.errors import NotFound
from common.texts import Texts

_UNDONE = (RewardState.HELD, RewardState.APPROVED)
_REWARD = (
    "pk",
    "beneficiary_id",
    "public_id",
    "kind",
    "state",
    "earned_at",
    "gift_id",
    "why_code",
    "why_data",
    "campaign__state",
    "is_open",
    "is_in_time",
    "is_looked_at",
    "is_doubted",
    "is_welcome",
    "is_place",
)
REWARDS_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class OwnReward:
    """``waits``: for a person, or for other friends."""

    public_id: str
    kind: str
    state: str
    earned_at: datetime
    reason: str
    gift_id: int | None
    campaign_title: Texts
    can_be_claimed: bool
    waits: bool


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


def is_in_time() -> Q:
    """Of a reward: nobody claims anything after the campaign's last day for it."""
    return Q(campaign__settle_by__gt=DbNowOnce())


def takes_claims() -> Q:
    """Of a reward: whether its campaign gives gifts out now."""
    return is_in_time() & Q(
        campaign__state__in=list(GIFT_ISSUING_STATES), campaign__brand__stopped_at__isnull=True
    )


def _has_case(states: Collection[str]) -> Q:
    """Of a reward: whether a case about its member, or her friends, is in one of these states.

    Each side by its index: a campaign can have many cases.
    """
    who, here = OuterRef("beneficiary_id"), OuterRef("campaign_id")
    looked_at = Referral.objects.filter(risk__state__in=list(states))
    sides = (
        looked_at.filter(campaign_id=here, advocate_id=who),
        looked_at.filter(campaign_id=here, sharer_id=who),
        # As a sum, so that SQLite does not look through the campaign for the few rows of an invitee.
        looked_at.annotate(campaign_key=F("campaign_id") + 0).filter(campaign_key=here, invitee_id=who),
    )
    return reduce(or_, (Q(Exists(each)) for each in sides))


def doubted() -> "ExpressionWrapper[Q]":
    """Of a reward: whether it may be blocked; ``blocked_among`` tells."""
    return whether(_has_case(BLOCKING | REFUSED))


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
        takes_claims(),
        ~_has_case(BLOCKING),
        beneficiary_id=member.pk,
        kind=RewardKind.GIFT,
        state=RewardState.APPROVED,
    )


def claimable_rewards(member: Any, *, size: int = 3) -> list[ClaimableReward]:
    """Gifts that were approved and wait to be claimed, the most urgent first.

    One statement, up to four more where friends do not count.
    """
    rows = claimable(member).annotate(is_doubted=doubted()).order_by("campaign__settle_by", "id")
    columns = ("pk", "public_id", "campaign__title", "campaign__settle_by", "is_doubted")
    found = list(rows.values_list(*columns, named=True)[:REWARDS_SHOWN])
    blocked = blocked_among([row.pk for row in found if row.is_doubted], member_id=member.pk)
    return [
        ClaimableReward(
            public_id=row.public_id, campaign_title=row.campaign__title, settle_by=row.campaign__settle_by
        )
        for row in found
        if row.pk not in blocked
    ][:size]


def own_reward(*, public_id: str, member_id: int) -> OwnReward:
    """One statement, up to four more where friends do not count.

    Raises: NotFound, also for somebody else's.
    """
    rewards = _explained_rewards().filter(public_id=public_id, beneficiary_id=member_id)
    row = rewards.values_list(*_REWARD, "campaign__title", named=True).first()
    if row is None:
        raise NotFound
    [found] = _own_rewards([row], title=row.campaign__title)
    return found


def _explained_rewards() -> QuerySet[Reward]:
    newest = Decision.objects.filter(reward=OuterRef("pk")).order_by("-id")
    place = BoardRow.objects.filter(
        board__campaign_id=OuterRef("campaign_id"),
        member_id=OuterRef("beneficiary_id"),
        prize_key=OuterRef("rule_key"),
    )
    return Reward.objects.annotate(
        why_code=Subquery(newest.values("code")[:1]),
        why_data=Subquery(newest.values("data")[:1]),
        is_open=whether(takes_claims()),
        is_in_time=whether(is_in_time()),
        is_looked_at=whether(_has_case(BLOCKING)),
        is_doubted=doubted(),
        is_welcome=whether(Q(cause__invitee_id=F("beneficiary_id"))),
        is_place=Exists(place),
    )


def whether(what: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(what, output_field=BooleanField())


def own_rewards(*, campaign_id: int, member_id: int, title: Texts) -> list[OwnReward]:
    """The newest of one campaign, called ``title``. One statement, up to four more where friends do not
    count."""
    return _own_rewards(_OWN_REWARDS.rows(campaign_id=campaign_id, member_id=member_id), title=title)


def _rewards_of(campaign_id: int, member_id: int) -> QuerySet[Any, Any]:
    mine = _explained_rewards().filter(campaign_id=campaign_id, beneficiary_id=member_id)
    return mine.order_by("-earned_at", "-id").values_list(*_REWARD, named=True)[:REWARDS_SHOWN]


_OWN_REWARDS = Compiled(_rewards_of, campaign_id=int, member_id=int)


def _own_rewards(rows: Sequence[Any], *, title: Texts) -> list[OwnReward]:
    """Of one member."""
    doubted_ones = [row.pk for row in rows if row.is_doubted and row.state in _UNDONE]
    blocked = blocked_among(doubted_ones, member_id=rows[0].beneficiary_id) if rows else set()
    return [_own_reward(row, title=title, is_blocked=row.pk in blocked) for row in rows]


def _own_reward(row: Any, *, title: Texts, is_blocked: bool) -> OwnReward:
    is_claimable = row.kind == RewardKind.GIFT and row.state == RewardState.APPROVED
    code = _code(row, is_blocked=is_blocked, is_claimable=is_claimable)
    return OwnReward(
        public_id=row.public_id,
        kind=row.kind,
        state=row.state,
        earned_at=row.earned_at,
        reason=explain_reward(code, row.why_data) if code else "",
        gift_id=row.gift_id,
        campaign_title=title,
        can_be_claimed=is_claimable and row.is_open and not is_blocked,
        waits=row.state == RewardState.HELD or (is_claimable and is_blocked),
    )


def _code(row: Any, *, is_blocked: bool, is_claimable: bool) -> str:
    """What was decided last, or what it waits for since."""
    is_held = row.state == RewardState.HELD and row.why_code == "risk"
    if (is_held or is_claimable) and is_blocked:
        return _why_blocked(row)
    if is_held:
        return "risk-answered"
    if is_claimable and not row.is_open:
        is_paused = row.is_in_time and row.campaign__state in (*GIFT_ISSUING_STATES, CampaignState.PAUSED)
        return "claim-paused" if is_paused else "claim-over"
    return row.why_code or ""


def _why_blocked(row: Any) -> str:
    if row.is_looked_at:
        return "risk"
    if row.is_welcome:
        return "risk-own"
    return "risk-place" if row.is_place else "risk-uncovered"
