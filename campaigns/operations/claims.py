"""Claiming a gift while stock lasts."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from campaigns import errors, rules
from campaigns.models import BudgetEntry, Campaign, Reservation, Reward
from campaigns.operations.clock import now_sql
from campaigns.operations.pacing import check_pace, count_claim, pace_in_force, wait_for_her_other_claims
from campaigns.operations.reservations import spend_reserved, use_reservation
from campaigns.operations.rewards import tell_granted
from campaigns.queries.risk import is_blocked
from campaigns.rulebook import CLAIM, claim_of
from campaigns.states import GIFT_ISSUING_STATES, RewardKind, RewardState
from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.errors import Refused, Stale
from gifts.errors import Closed, ItemRetired, NotYetOpen, SoldOut
from gifts.operations import offer_gift, offer_held_gift
from gifts.queries import active_item_ids, values_by_public_id
from gifts.rules import Window


@transaction.atomic
def claim_reward(*, actor: Actor, reward_id: int, now: datetime) -> Reward:
    """Turn an approved reward into a gift that is held out to its member. Claiming again gives the same gift.

    Claims are open until the campaign's ``settle_by``, at the pace of its rules. A unit that is kept for
    her is used first, and never waits: its own time runs. Nothing at all changes on a refusal: the reward
    stays approved.

    Raises: NotFound, RewardOnHold, NotClaimable, CampaignPaused, CampaignEnded, ClaimLater, GivenToday,
    AllGiven.
    """
    reward = Reward.objects.one(reward_id)
    allow(actor, "campaigns.claim-reward", reward)
    if reward.state == RewardState.GRANTED:
        return reward
    _check_claimable(reward)
    pace = pace_in_force(reward)
    wait_for_her_other_claims(reward, pace)
    try:
        reward.grant(actor=actor, now=now)
    except Stale:
        # The other of two clicks was faster.
        return _granted_meanwhile(reward_id)
    kept = use_reservation(reward, actor=actor, now=now)
    if kept is None:
        check_pace(reward, pace, now=now)
    count_claim(reward, pace, is_kept=kept is not None, now=now)
    _spend(reward, kept, now=now)
    _offer(reward, kept, now=now)
    tell_granted(reward, actor=actor, now=now)
    return reward


def _check_claimable(reward: Reward) -> None:
    if reward.state == RewardState.HELD:
        raise errors.RewardOnHold
    if reward.kind != RewardKind.GIFT or reward.state != RewardState.APPROVED:
        raise errors.NotClaimable
    rules.check_issues(
        state=reward.campaign.state, kind=reward.kind, is_stopped=reward.campaign.brand.is_stopped
    )
    if is_blocked(reward):
        # A friend behind it is looked at after all; without an answer in her favour it stays unclaimed.
        raise errors.RewardOnHold


def _granted_meanwhile(reward_id: int) -> Reward:
    reward = Reward.objects.one(reward_id)
    if reward.state != RewardState.GRANTED:
        raise Stale
    return reward


def _spend(reward: Reward, kept: Reservation | None, *, now: datetime) -> None:
    """Take one of the campaign's own share in a statement that also looks at its state and clock.

    Raises: AllGiven, CampaignPaused, CampaignEnded.
    """
    budget_id = spend_reserved(kept) if kept else take_slice(reward.campaign_id, claim_of(reward.rule_key))
    if budget_id is None:
        raise _why_not(reward.campaign_id)
    BudgetEntry(budget_id=budget_id, reward=reward, cause=CLAIM, units=1, occurred_at=now).save(
        force_insert=True
    )


_TAKE = """
UPDATE campaigns_budget SET {column} = {column} + 1
 WHERE id = (SELECT id FROM campaigns_budget
              WHERE campaign_id = %s AND action = %s AND spent_units + held_units < limit_units
                AND EXISTS (SELECT 1 FROM campaigns_campaign
                             WHERE campaigns_campaign.id = %s AND state IN ({states})
                               AND opens_at <= {now} AND settle_by > {now}
                               AND NOT EXISTS (SELECT 1 FROM campaigns_brand
                                                WHERE campaigns_brand.id = campaigns_campaign.brand_id
                                                  AND stopped_at IS NOT NULL))
              ORDER BY {order} LIMIT 1 {lock})
   AND spent_units + held_units < limit_units
RETURNING id
"""


def take_slice(campaign_id: int, action: str, *, column: str = "spent_units") -> int | None:
    """One unit of a slice at random, in one statement that carries every condition; None where there is none.

    ``column``: what it becomes, ``held_units`` for a unit that is kept for somebody.

    PostgreSQL: first one that nobody holds, and only when there is none wait for the others, because a
    claim that is rolled back gives its unit back. Waiting is in one order, since a row that was waited
    for in vain stays locked. SQLite has one writer at a time.
    """
    postgres = connection.vendor == "postgresql"
    waits = (
        (("random()", "FOR UPDATE SKIP LOCKED"), ("id", "FOR UPDATE")) if postgres else (("random()", ""),)
    )
    states = ", ".join(f"'{state}'" for state in sorted(GIFT_ISSUING_STATES))
    for order, lock in waits:
        statement = _TAKE.format(column=column, states=states, now=now_sql(), order=order, lock=lock)
        with connection.cursor() as cursor:
            cursor.execute(statement, [campaign_id, action, campaign_id])
            row = cursor.fetchone()
        if row is not None:
            return int(row[0])
    return None


def _why_not(campaign_id: int) -> Refused:
    """Which of the claim's conditions did not hold."""
    campaign = Campaign.objects.one(campaign_id)
    try:
        rules.check_issues(state=campaign.state, kind=RewardKind.GIFT, is_stopped=campaign.brand.is_stopped)
    except Refused as refused:
        return refused
    moment = db_now()
    if moment < campaign.opens_at:
        return errors.CampaignNotStarted()
    return errors.CampaignEnded() if moment >= campaign.settle_by else errors.AllGiven()


def _offer(reward: Reward, kept: Reservation | None, *, now: datetime) -> None:
    expires_at = now + timedelta(hours=reward.pinned.rulebook.offer_hours)
    if kept is not None and kept.gift_id is not None:
        gift_id = offer_held_gift(
            actor=SYSTEM, gift_id=kept.gift_id, source=reward.source, expires_at=expires_at, now=now
        ).pk
    else:
        gift_id = _offer_from_the_shelf(reward, expires_at=expires_at, now=now)
    cost_minor = values_by_public_id([reward.item]).get(reward.item, 0)
    Reward.objects.filter(pk=reward.pk).update(gift_id=gift_id, cost_minor=cost_minor)
    reward.gift_id = gift_id


def _offer_from_the_shelf(reward: Reward, *, expires_at: datetime, now: datetime) -> int:
    """Raises: AllGiven, CampaignNotStarted, CampaignEnded."""
    brand = reward.campaign.brand
    item_id = active_item_ids([reward.item], brand_ref=brand.scope).get(reward.item)
    if item_id is None:
        raise errors.AllGiven
    try:
        return offer_gift(
            actor=SYSTEM,
            item_id=item_id,
            recipient_id=reward.beneficiary_id,
            source=reward.source,
            sender_ref=brand.scope,
            expires_at=expires_at,
            now=now,
            window=Window(starts_at=reward.campaign.opens_at, ends_at=reward.campaign.settle_by),
            reason=reward.campaign.title,
            purpose=reward.campaign.purpose,
        ).pk
    except (SoldOut, ItemRetired) as error:
        raise errors.AllGiven from error
    except NotYetOpen as error:
        raise errors.CampaignNotStarted from error
    except Closed as error:
        raise errors.CampaignEnded from error
