"""Keeping a unit for an advocate who is one friend short, within the announced share."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.notifications import News
from accounts.operations.notifications import notify
from campaigns import last_mile_rules, rules
from campaigns.errors import AllGiven
from campaigns.last_mile_facts import UnitReserved
from campaigns.last_mile_rules import Goal
from campaigns.models import Campaign, Reservation, ReservedShare, Reward
from campaigns.operations.claims import take_slice
from campaigns.operations.qualifying import lock_progress
from campaigns.operations.rewards import standing_of
from campaigns.queries.reservations import standing_credit, waiting_for_unit
from campaigns.reservation_states import ReservationState
from campaigns.risk_states import BLOCKING, REFUSED
from campaigns.rulebook import LastMile, claim_of
from campaigns.states import ISSUING_STATES
from common.access import SYSTEM
from common.clock import DbNow
from common.errors import Refused
from gifts.operations import hold_unit
from gifts.queries import active_item_ids
from outbox.facts import record

ENDING = "campaigns.unit-ending"
WARN_AT_ONCE = 500
# How many are asked for before a unit that came free is left to the order of claims.
ASK_AT_ONCE = 20


@transaction.atomic
def reserve_units(*, campaign_id: int, advocate_id: int, now: datetime) -> int:
    """Keep one unit for each gift that one more friend earns this advocate; returns how many.

    Once for each member and rule, whatever became of it, so that repeating changes nothing; anew only where a
    pause took it back. Friends whom somebody looks at don't help. Where the share is full or nothing is left,
    nothing is kept.
    """
    campaign = Campaign.objects.one(campaign_id)
    rulebook = campaign.current.rulebook if campaign.current else None
    if rulebook is None or rulebook.last_mile is None or not _is_open(campaign, now=now):
        return 0
    progress = lock_progress(campaign_id, advocate_id)
    if rules.hold_reason(standing_of(progress.advocate, campaign)):
        return 0
    credit = standing_credit(campaign_id=campaign_id, advocate_id=advocate_id, without=BLOCKING | REFUSED)
    return sum(
        _reserve(goal, rulebook.last_mile, campaign=campaign, advocate_id=advocate_id, now=now)
        for goal in last_mile_rules.nearly_reached(rulebook, credit_hundredths=credit)
    )


def reserve_for_next(*, campaign_id: int, rule_key: str, now: datetime) -> bool:
    """There is room again: keep a unit for whoever has been one friend short for longest without one.

    Each try is a transaction of its own. Where nobody waits or nothing is left, nothing is kept.
    """
    campaign = Campaign.objects.one(campaign_id)
    rulebook = campaign.current.rulebook if campaign.current else None
    goals = last_mile_rules.goals_of(rulebook) if rulebook else ()
    goal = next((goal for goal in goals if goal.rule_key == rule_key), None)
    if rulebook is None or goal is None or not _is_open(campaign, now=now):
        return False
    waiting = waiting_for_unit(
        campaign_id=campaign_id,
        rule_key=rule_key,
        goal=goal.goal_hundredths,
        worth=rulebook.worth_at_least,
        most=ASK_AT_ONCE,
    )
    return any(reserve_units(campaign_id=campaign_id, advocate_id=each, now=now) for each in waiting)


def reserve_after_pause(*, campaign_id: int, now: datetime) -> int:
    """The campaign goes on: keep units anew for whoever is still one friend short; how often there was one.

    Whoever had one before the pause comes first, in the order of then, as far as share and shelf go. Each is
    a transaction of its own. Repeating finds nobody, or goes on where it was broken off.
    """
    campaign = Campaign.objects.one(campaign_id)
    rulebook = campaign.current.rulebook if campaign.current else None
    made = 0
    for goal in last_mile_rules.goals_of(rulebook) if rulebook else ():
        while reserve_for_next(campaign_id=campaign_id, rule_key=goal.rule_key, now=now):
            made += 1
    return made


def reserve_after_stop(*, brand_id: int, now: datetime) -> int:
    """``reserve_after_pause`` for each campaign of a brand that goes on."""
    running = Campaign.objects.filter(brand_id=brand_id, state__in=ISSUING_STATES).order_by("pk")
    ids = list(running.values_list("pk", flat=True))
    return sum(reserve_after_pause(campaign_id=each, now=now) for each in ids)


def _is_open(campaign: Campaign, *, now: datetime) -> bool:
    """Somebody may still come in or count, and claims are given."""
    runs = campaign.state in ISSUING_STATES and not campaign.brand.is_stopped
    return runs and campaign.opens_at <= now < campaign.settle_by


def _reserve(goal: Goal, last_mile: LastMile, *, campaign: Campaign, advocate_id: int, now: datetime) -> bool:
    until = last_mile_rules.kept_until(hours=last_mile.hours, settle_by=campaign.settle_by, since=now)
    kept = Reservation(
        campaign=campaign,
        advocate_id=advocate_id,
        rule_key=goal.rule_key,
        item=goal.item,
        taken_at=now,
        expires_at=until,
        warn_at=last_mile_rules.warned_at(since=now, until=until),
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
            _take(kept, goal, campaign=campaign, now=now)
    except (IntegrityError, Refused):
        return False  # kept once already, or nothing left to keep
    return True


def _take(kept: Reservation, goal: Goal, *, campaign: Campaign, now: datetime) -> None:
    """One of the announced share, one of the campaign's own units, one on the shelf; or none of them.

    Raises: AllGiven, SoldOut, ItemRetired.
    """
    fact = UnitReserved(
        reservation_id=kept.pk,
        campaign_id=campaign.pk,
        advocate_id=kept.advocate_id,
        rule_key=kept.rule_key,
        expires_at=kept.expires_at.isoformat(),
    )
    record(fact, subject=kept.public_id)
    share, _made = ReservedShare.objects.get_or_create(campaign=campaign, rule_key=goal.rule_key)
    room = ReservedShare.objects.filter(pk=share.pk, open_units__lt=goal.most_units)
    if room.update(open_units=F("open_units") + 1) != 1:
        raise AllGiven
    budget_id = take_slice(campaign.pk, claim_of(goal.rule_key), column="held_units")
    item_id = active_item_ids([goal.item], brand_ref=campaign.brand.scope).get(goal.item)
    if budget_id is None or item_id is None:
        raise AllGiven
    gift = hold_unit(
        actor=SYSTEM,
        item_id=item_id,
        member_id=kept.advocate_id,
        source=kept.source,
        sender_ref=campaign.brand.scope,
        reason=campaign.title,
        purpose=campaign.purpose,
        now=now,
    )
    Reservation.objects.filter(pk=kept.pk).update(budget_id=budget_id, gift_id=gift.pk)


@transaction.atomic
def extend_reservation(*, reward_id: int, now: datetime) -> bool:
    """The gift is earned in time: what is kept waits for the look at it, and the announced hours after that.

    Again changes nothing.
    """
    reward = Reward.objects.one(reward_id)
    last_mile = reward.campaign.current.rulebook.last_mile if reward.campaign.current else None
    if last_mile is None:
        return False
    since = max(reward.hold_until, reward.earned_at)
    until = last_mile_rules.kept_until(
        hours=last_mile.hours, settle_by=reward.campaign.settle_by, since=since
    )
    mine = Reservation.objects.filter(
        campaign_id=reward.campaign_id,
        advocate_id=reward.beneficiary_id,
        rule_key=reward.rule_key,
        state=ReservationState.OPEN,
        expires_at__lt=until,
    )
    warn_at = last_mile_rules.warned_at(since=since, until=until)
    return mine.update(expires_at=until, warn_at=warn_at, version=F("version") + 1) == 1


@transaction.atomic
def warn_of_ending(*, now: datetime) -> int:
    """Tell members that what is kept for them goes back soon, once each; returns how many."""
    due = Reservation.objects.filter(
        state=ReservationState.OPEN, warned_at__isnull=True, warn_at__lte=DbNow(), expires_at__gt=DbNow()
    )
    rows = list(due.order_by("warn_at", "pk").values_list("pk", "advocate_id")[:WARN_AT_ONCE])
    Reservation.objects.filter(pk__in=[pk for pk, _member in rows]).update(warned_at=now)
    notify([News(kind=ENDING, member_id=member, about=f"reservation:{pk}") for pk, member in rows], now=now)
    return len(rows)
