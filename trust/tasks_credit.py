"""Jobs about the credit level: they call the network between their own transactions and can be repeated."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from outbox import jobs
from outbox.jobs import Work, job, periodic
from trust import credit_queries
from trust.credit_rules import CHINA
from trust.operations import credit

# The monthly reading is spread over a day.
_SPREAD_SECONDS = 24 * 3600


@job("trust.fetch-credit", queue="fulfilment", transactional=False, lease_seconds=60)
def fetch_credit(*, attestation_id: int, **later: object) -> None:
    credit.fetch_credit(attestation_id=attestation_id, now=timezone.now())


@job("trust.end-credit", queue="fulfilment", transactional=False, lease_seconds=60)
def end_credit(*, attestation_id: int, **later: object) -> None:
    credit.end_credit_at_provider(attestation_id=attestation_id)


@job("trust.drop-credit")
def drop_credit(*, member_id: int, **later: object) -> None:
    credit.drop_without_consent(member_id=member_id, now=timezone.now())


@periodic("trust.age-credit", every_seconds=600, transactional=False)
def age_credit(**later: object) -> None:
    """Once a day per attestation that is due: the day stands in the key."""
    now = timezone.now()
    credit.age_credit(now=now)
    day = now.astimezone(CHINA).date().isoformat()
    works: list[Work] = [
        fetch_credit.work(
            attestation_id=pk,
            run_at=now + timedelta(seconds=pk * 7919 % _SPREAD_SECONDS) if not is_stale else None,
            dedupe=f"credit-refresh:{pk}:{day}",
        )
        for pk, is_stale in credit_queries.due_for_refresh(now)
    ]
    with transaction.atomic():
        jobs.add(works)
