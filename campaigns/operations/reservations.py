"""The end of a kept unit: claimed by whom it was kept for, or given back to everybody."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.states import MemberState
from campaigns import last_mile_rules
from campaigns.last_mile_facts import ReservationEnded
from campaigns.models import Budget, Reservation, ReservedShare, Reward, RiskCase
from campaigns.operations.clock import now_sql
from campaigns.queries.reservations import standing_credit
from campaigns.reservation_states import ReleaseReason, ReservationState
from campaigns.risk_states import REFUSED
from campaigns.states import GIFT_ISSUING_STATES, CampaignState, RewardState
from common.access import SYSTEM, Actor
from common.clock import DbNow
from common.errors import Stale
from gifts.operations import let_go_of_held_unit
from outbox.facts import record

AT_ONCE = 200

_SPEND = """
UPDATE campaigns_budget SET spent_units = spent_units + 1, held_units = held_units - 1
 WHERE id = %s AND held_units >= 1
   AND EXISTS (SELECT 1 FROM campaigns_campaign
                WHERE campaigns_campaign.id = campaigns_budget.campaign_id AND state IN ({states})
                  AND opens_at <= {now} AND settle_by > {now}
                  AND NOT EXISTS (SELECT 1 FROM campaigns_brand
                                   WHERE campaigns_brand.id = campaigns_campaign.brand_id
                                     AND stopped_at IS NOT NULL))
"""


def use_reservation(reward: Reward, *, actor: Actor, now: datetime) -> Reservation | None:
    """Take what is kept for this reward's member, if anything is. Inside the claim's transaction.

    None as well when it went back in this very moment: then she claims like everybody else.
    """
    kept = Reservation.objects.filter(
        campaign_id=reward.campaign_id,
        advocate_id=reward.beneficiary_id,
        rule_key=reward.rule_key,
        state=ReservationState.OPEN,
    ).first()
    if kept is None:
        return None
    try:
        kept.use(actor=actor, now=now)
    except Stale:
        return None
    _tell(kept)
    _leave_share(kept)
    return kept


def spend_reserved(kept: Reservation) -> int | None:
    """Turn the kept unit of the campaign's share into a spent one; None where nothing may be claimed now.

    One statement that looks at the campaign's state and the clock, as every other claim's does.
    """
    states = ", ".join(f"'{state}'" for state in sorted(GIFT_ISSUING_STATES))
    with connection.cursor() as cursor:
        cursor.execute(_SPEND.format(states=states, now=now_sql()), [kept.budget_id])
        return kept.budget_id if cursor.rowcount == 1 else None


@transaction.atomic
def release_reservation(*, reservation_id: int, reason: ReleaseReason, now: datetime) -> bool:
    """Back on the shelf and into the campaign's share, for everybody; whether it was still kept.

    Raises: Stale, when it was claimed in the same moment.
    """
    kept = Reservation.objects.get(pk=reservation_id)
    if kept.state != ReservationState.OPEN:
        return False
    kept.release(actor=SYSTEM, reason=reason, now=now)
    _tell(kept)
    _leave_share(kept)
    if kept.budget_id is not None:
        Budget.objects.filter(pk=kept.budget_id).update(held_units=F("held_units") - 1)
    if kept.gift_id is not None:
        let_go_of_held_unit(actor=SYSTEM, gift_id=kept.gift_id, why=reason, now=now)
    return True


def _tell(kept: Reservation) -> None:
    fact = ReservationEnded(
        reservation_id=kept.pk,
        campaign_id=kept.campaign_id,
        advocate_id=kept.advocate_id,
        rule_key=kept.rule_key,
        outcome=kept.reason or kept.state,
    )
    record(fact, subject=kept.public_id)


def _leave_share(kept: Reservation) -> None:
    share = ReservedShare.objects.filter(campaign_id=kept.campaign_id, rule_key=kept.rule_key)
    share.update(open_units=F("open_units") - 1)


def end_reservations(*, now: datetime) -> int:
    """Give back what is kept no longer, by the database's clock; returns how many. Repeating finds none.

    A late run leaks nothing: until then the unit is hers alone.
    """
    ended = 0
    for reservation_id, reason in list(_to_end())[:AT_ONCE]:
        try:
            ended += release_reservation(reservation_id=reservation_id, reason=reason, now=now)
        except Stale:
            continue
    return ended


def _to_end() -> Iterator[tuple[int, ReleaseReason]]:
    """Each once, with the first reason that applies."""
    rows = Reservation.objects.filter(state=ReservationState.OPEN)
    may_claim = Q(campaign__state__in=GIFT_ISSUING_STATES, campaign__brand__stopped_at__isnull=True)
    waits = Q(campaign__state=CampaignState.PAUSED) | Q(campaign__brand__stopped_at__isnull=False)
    off = Reward.objects.filter(
        campaign=OuterRef("campaign"),
        beneficiary=OuterRef("advocate"),
        rule_key=OuterRef("rule_key"),
        state__in=[RewardState.CANCELLED, RewardState.CLAWED_BACK],
    )
    found: set[int] = set()
    for reason, some in (
        (ReleaseReason.LEFT, rows.exclude(advocate__state=MemberState.ACTIVE)),
        (ReleaseReason.PAUSED, rows.filter(waits)),
        (ReleaseReason.OVER, rows.exclude(may_claim)),
        (ReleaseReason.EXPIRED, rows.filter(expires_at__lte=DbNow())),
        (ReleaseReason.REWARD_OFF, rows.filter(Exists(off))),
    ):
        ids = some.order_by("expires_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
        yield from ((pk, reason) for pk in ids if pk not in found)
        found |= set(ids)
    yield from ((pk, ReleaseReason.CREDIT) for pk in _too_far(rows) if pk not in found)


def _too_far(rows: QuerySet[Reservation]) -> Iterator[int]:
    """A friend was found not to count after all, so that one more is not enough any more."""
    refused = RiskCase.objects.filter(state__in=REFUSED, campaign__in=rows.values("campaign"))
    pairs = set(refused.values_list("campaign_id", "referral__advocate_id"))
    some = rows.filter(advocate__in=[advocate for _campaign, advocate in pairs])
    for kept in some.select_related("campaign__current"):
        version = kept.campaign.current
        if version is None or (kept.campaign_id, kept.advocate_id) not in pairs:
            continue
        credit = standing_credit(campaign_id=kept.campaign_id, advocate_id=kept.advocate_id, without=REFUSED)
        if last_mile_rules.is_too_far(version.rulebook, rule_key=kept.rule_key, credit_hundredths=credit):
            yield kept.pk


def let_go_of_reservations(member_id: int, now: datetime) -> None:
    """Of a member who leaves. Inside the caller's transaction."""
    mine = Reservation.objects.filter(advocate_id=member_id, state=ReservationState.OPEN)
    for reservation_id in mine.order_by("campaign_id", "pk").values_list("pk", flat=True):
        release_reservation(reservation_id=reservation_id, reason=ReleaseReason.LEFT, now=now)
