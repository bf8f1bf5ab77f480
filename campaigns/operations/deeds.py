"""What members do, written down for the conditions that ask for it."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.queries import joined_at
from campaigns.conditions import Deed
from campaigns.models import QualifyingEvent
from campaigns.operations.qualifying import recheck_referrals

# No referral's window is longer, so what somebody does later than this counts for nobody.
NEWCOMER = timedelta(days=367)


@transaction.atomic
def note_deed(*, member_id: int, deed: Deed, source: str, now: datetime) -> int:
    """Write it down once, and see whom it makes count; returns how many referrals rose.

    ``source`` names the report: told again it changes nothing. Of people who have been members for long
    nothing is kept.
    """
    since = joined_at([member_id]).get(member_id)
    if since is None or deed.occurred_at - since > NEWCOMER:
        return 0
    event = QualifyingEvent(
        member_id=member_id,
        kind=deed.kind,
        group_ref=deed.group,
        event_ref=deed.event,
        name=deed.name,
        value_minor=deed.value_minor,
        brand_ref=deed.brand,
        source=source[:120],
        occurred_at=deed.occurred_at,
        received_at=now,
    )
    QualifyingEvent.objects.bulk_create([event], ignore_conflicts=True)
    return recheck_referrals(member_id=member_id, happened_at=deed.occurred_at, now=now, deed=deed)
