"""What was given for friends who don't count: taken back before it is accepted, and earned again later."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from accounts.states import MemberState
from campaigns.models import Decision, Referral, Reward
from campaigns.operations.gift_news import GiftNews, follow_gift
from campaigns.operations.rewards import announce
from campaigns.queries.risk import is_blocked, is_undone
from campaigns.reversal_facts import RewardTakenBack
from campaigns.risk_states import NOT_COVERED
from campaigns.rules import AGAIN
from campaigns.states import (
    GIFT_ISSUING_STATES,
    QUALIFYING_STATES,
    ReferralState,
    RewardKind,
    RewardState,
)
from common.errors import Stale
from gifts.operations import take_back_offer
from outbox.facts import record

AGAIN_AT_ONCE = 200
KEPT = "kept-all-the-same"


def take_back_behind(*, campaign_id: int, invitee_id: int, now: datetime) -> int:
    """Take back the gifts that a friend who does not count had earned for anybody; returns how many.

    What has been accepted is not fetched back. Again takes nothing. Raises: Stale.
    """
    found = Referral.objects.filter(campaign_id=campaign_id, invitee_id=invitee_id)
    rows = found.exclude(state=ReferralState.VOID).values_list("advocate_id", "sharer_id", "invitee_id")
    concerned = {member_id for row in rows for member_id in row if member_id is not None}
    return sum(_take_back(campaign_id, member_id, now=now) for member_id in sorted(concerned))


@transaction.atomic
def _take_back(campaign_id: int, member_id: int, *, now: datetime) -> int:
    hers = Reward.objects.filter(campaign_id=campaign_id, beneficiary_id=member_id)
    for reward in _undone(hers.filter(state=RewardState.APPROVED)):
        # A claim that looked a moment before the decision no longer fits, and looks again.
        hers.filter(pk=reward.pk, state=RewardState.APPROVED).update(version=F("version") + 1)
    given = hers.filter(state=RewardState.GRANTED, kind=RewardKind.GIFT)
    return sum(_take_back_gift(reward, now=now) for reward in _undone(given))


def _undone(rewards: QuerySet[Reward]) -> Sequence[Reward]:
    rows = rewards.select_related("campaign__current", "pinned").order_by("pk")
    return [reward for reward in rows if is_undone(reward)]


def _take_back_gift(reward: Reward, *, now: datetime) -> bool:
    gift_id = take_back_offer(source=reward.source, member_id=reward.beneficiary_id, why=NOT_COVERED, now=now)
    if gift_id is None:
        _keep(reward, now=now)
        return False
    _end(reward, now=now)
    follow_gift(
        news=GiftNews.TAKEN_BACK,
        gift_id=gift_id,
        source=reward.source,
        recipient_id=reward.beneficiary_id,
        occurred_at=reward.granted_at or now,
        now=now,
    )
    return True


def _end(reward: Reward, *, now: datetime) -> None:
    reward.take_back(why=NOT_COVERED)
    _decide(reward, "taken-back", now=now)
    fact = RewardTakenBack(
        reward_id=reward.pk,
        campaign_id=reward.campaign_id,
        beneficiary_id=reward.beneficiary_id,
        kind=reward.kind,
    )
    record(fact, subject=reward.public_id)


def _keep(reward: Reward, *, now: datetime) -> None:
    """Written down once."""
    if not Decision.objects.filter(reward=reward, code=KEPT).exists():
        _decide(reward, KEPT, now=now)


def earn_again_due(*, now: datetime) -> int:
    """Give again what was taken back and is earned by now: other friends count, or an objection was granted.

    Returns how many. In no order: one that waits for long must not keep the others from their turn.
    """
    heirs = Reward.objects.filter(
        campaign=OuterRef("campaign"),
        rule_key=OuterRef("rule_key"),
        beneficiary=OuterRef("beneficiary"),
        occurrence_key=Concat(OuterRef("occurrence_key"), Value(AGAIN)),
    )
    waiting = Reward.objects.filter(
        ~Exists(heirs),
        state=RewardState.CLAWED_BACK,
        campaign__state__in=QUALIFYING_STATES | GIFT_ISSUING_STATES,
        campaign__brand__stopped_at__isnull=True,
    ).exclude(beneficiary__state=MemberState.ERASED)
    ids = list(waiting.order_by("?").values_list("pk", flat=True)[:AGAIN_AT_ONCE])
    return sum(_earn_again(reward_id, now=now) for reward_id in ids)


def _earn_again(reward_id: int, *, now: datetime) -> bool:
    try:
        with transaction.atomic():
            former = Reward.objects.one(reward_id)
            if former.state != RewardState.CLAWED_BACK or is_blocked(former):
                return False
            _give_again(former, now=now)
    except (IntegrityError, Stale):
        return False  # given by somebody else this very moment
    return True


def _give_again(former: Reward, *, now: datetime) -> None:
    """Raises: IntegrityError."""
    rulebook = former.pinned.rulebook
    reward = Reward(
        campaign_id=former.campaign_id,
        pinned_id=former.pinned_id,
        rule_key=former.rule_key,
        beneficiary_id=former.beneficiary_id,
        occurrence_key=f"{former.occurrence_key}{AGAIN}",
        kind=former.kind,
        weight=former.weight,
        item=former.item,
        cause_id=former.cause_id,
        hold_until=now + timedelta(minutes=rulebook.hold_minutes),
        earned_at=now,
    )
    reward.save(force_insert=True)
    announce(reward, rulebook=rulebook, now=now, code="earned-again")


def _decide(reward: Reward, code: str, *, now: datetime) -> None:
    Decision(
        campaign_id=reward.campaign_id,
        pinned_id=reward.pinned_id,
        reward=reward,
        rule=reward.rule_key,
        code=code,
        decided_at=now,
    ).save(force_insert=True)
