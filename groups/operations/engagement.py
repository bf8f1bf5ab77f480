"""Keeping the ledger of engagement: counted anew from what happened, with the same result."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from groups import engagement_rules, queries
from groups.engagement_rules import WEEK, WEEKS_COUNTED, Standing
from groups.models import EngagementWeek, Group
from groups.states import GroupState


def keep_engagement(*, now: datetime) -> int:
    """This week and the last of every group; returns how many groups. One transaction each. Repeatable:
    hours that were missed are made up for by the next count.
    """
    this = engagement_rules.week_of(now)
    groups = Group.objects.filter(state=GroupState.ACTIVE).order_by("pk").values_list("pk", flat=True)
    done = 0
    for group_id in groups.iterator(chunk_size=500):
        for back in reversed(range(WEEKS_COUNTED)):
            count_week(group_id=group_id, since=this - back * WEEK, now=now)
        done += 1
    return done


@transaction.atomic
def count_week(*, group_id: int, since: datetime, now: datetime) -> EngagementWeek:
    """``since``: a Monday, midnight UTC. Repeating writes the same numbers."""
    counts = queries.week_counts(group_id=group_id, since=since)
    stood = queries.standings(group_id=group_id, at=min(since + WEEK, now))
    numbers = {**asdict(counts), "points": counts.points, **{str(one): stood[one] for one in Standing}}
    week, _made = EngagementWeek.objects.update_or_create(
        group_id=group_id, starts_on=since.date(), defaults={**numbers, "counted_at": now}
    )
    return week
