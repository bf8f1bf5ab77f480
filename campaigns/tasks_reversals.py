"""Jobs after credit was taken back or given back: ids in, one operation out."""

from campaigns.operations.reversing import restore_credit
from campaigns.operations.taking_back import earn_again_due, take_back_behind
from common.clock import db_now
from outbox.jobs import job, periodic


@job("campaigns.take-back")
def take_back(*, campaign_id: int, invitee_id: int, **later: object) -> None:
    take_back_behind(campaign_id=campaign_id, invitee_id=invitee_id, now=db_now())


@job("campaigns.restore-credit")
def restore(*, case_id: int, **later: object) -> None:
    restore_credit(case_id=case_id, now=db_now())


@periodic("campaigns.earn-again", every_seconds=60)
def earn_again(**later: object) -> None:
    earn_again_due(now=db_now())
