"""Jobs about what LinkedIn says."""

from django.utils import timezone

from outbox.jobs import job, periodic
from trust.operations import linkedin

# At most a quarter of an hour apart: enough for ``linkedin_states.READ_HOURS``.
TRIES = 300


@job("trust.read-linkedin", queue="fulfilment", transactional=False, lease_seconds=60, max_errors=TRIES)
def read_linkedin(*, check_id: int, **later: object) -> None:
    linkedin.read_linkedin(check_id=check_id, now=timezone.now())


@job("trust.drop-linkedin")
def drop_linkedin(*, member_id: int, **later: object) -> None:
    linkedin.drop_linkedin_without_consent(member_id=member_id, now=timezone.now())


@periodic("trust.age-linkedin", every_seconds=600, transactional=False)
def age_linkedin(**later: object) -> None:
    linkedin.age_linkedin(now=timezone.now())
