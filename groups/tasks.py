"""Jobs of groups: ids in, one operation out."""

from common.clock import db_now
from groups import operations
from outbox.jobs import job, periodic


@periodic("groups.lapse-pending", every_seconds=600)
def lapse_pending(**later: object) -> None:
    operations.lapse_pending(now=db_now())


@periodic("groups.end-offers", every_seconds=30, transactional=False)
def end_offers(**later: object) -> None:
    operations.end_offers(now=db_now())


@periodic("groups.follow-event-clock", every_seconds=60, transactional=False)
def follow_event_clock(**later: object) -> None:
    operations.follow_clock(now=db_now())


@job("groups.give-back-places")
def give_back_places(*, member_id: int, group_id: int, **later: object) -> None:
    operations.give_back_places(member_id=member_id, group_id=group_id, now=db_now())
