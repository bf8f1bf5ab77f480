"""Jobs around words for friends: ids in, one operation out."""

from datetime import datetime

from campaigns.operations.vouching import (
    fail_vouches,
    fail_vouches_of_case,
    lapse_vouches,
    restore_vouches,
    settle_vouches,
)
from campaigns.vouch_states import FailReason
from common.clock import db_now
from outbox.jobs import job, periodic


@job("campaigns.fail-vouches")
def fail_for_suspended(*, invitee_id: int, happened_at: str, **later: object) -> None:
    fail_vouches(
        invitee_id=invitee_id,
        reason=FailReason.SUSPENDED,
        happened_at=datetime.fromisoformat(happened_at),
        now=db_now(),
    )


@job("campaigns.fail-vouches-of-case")
def fail_for_refused(*, case_id: int, **later: object) -> None:
    fail_vouches_of_case(case_id=case_id, now=db_now())


@job("campaigns.restore-vouches")
def restore(
    *, invitee_id: int, campaign_id: int | None = None, is_released: bool = False, **later: object
) -> None:
    restore_vouches(invitee_id=invitee_id, campaign_id=campaign_id, is_released=is_released, now=db_now())


@job("campaigns.settle-vouches")
def settle(*, campaign_id: int, advocate_id: int, **later: object) -> None:
    settle_vouches(campaign_id=campaign_id, advocate_id=advocate_id, now=db_now())


@periodic("campaigns.lapse-vouches", every_seconds=300)
def lapse(**later: object) -> None:
    lapse_vouches(now=db_now())
