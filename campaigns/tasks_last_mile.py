"""Jobs around units that are kept: ids in, one operation out."""

from campaigns.operations.reservations import end_reservations
from campaigns.operations.reserving import (
    extend_reservation,
    reserve_after_pause,
    reserve_after_stop,
    reserve_for_next,
    reserve_units,
    warn_of_ending,
)
from common.clock import db_now
from outbox.jobs import job, periodic


@job("campaigns.reserve-units")
def reserve_some(*, campaign_id: int, advocate_id: int, **later: object) -> None:
    reserve_units(campaign_id=campaign_id, advocate_id=advocate_id, now=db_now())


@job("campaigns.reserve-next")
def reserve_next(*, campaign_id: int, rule_key: str, **later: object) -> None:
    reserve_for_next(campaign_id=campaign_id, rule_key=rule_key, now=db_now())


@job("campaigns.reserve-after-pause", transactional=False)
def reserve_anew(*, campaign_id: int, **later: object) -> None:
    reserve_after_pause(campaign_id=campaign_id, now=db_now())


@job("campaigns.reserve-after-stop", transactional=False)
def reserve_anew_everywhere(*, brand_id: int, **later: object) -> None:
    reserve_after_stop(brand_id=brand_id, now=db_now())


@job("campaigns.extend-reservation")
def extend_one(*, reward_id: int, **later: object) -> None:
    extend_reservation(reward_id=reward_id, now=db_now())


@periodic("campaigns.end-reservations", every_seconds=30)
def end_due(**later: object) -> None:
    end_reservations(now=db_now())


@periodic("campaigns.warn-of-ending", every_seconds=300)
def warn(**later: object) -> None:
    warn_of_ending(now=db_now())
