"""The funnel's counts, kept up with the news and made again from the rows."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from campaigns.models import DayCount, QualifyTime
from campaigns.queries.counted import (
    COUNTING,
    Cell,
    Counts,
    Hour,
    counts_from_rows,
    news_of,
)
from outbox.operations import close_dead

__all__ = ["COUNTING", "count_news", "rebuild_counts"]


@transaction.atomic
def count_news(news: Mapping[str, Any]) -> None:
    """Add one piece of news to its line. Called once for each, by the news's own job."""
    counts = news_of(news)
    for cell, columns in counts.cells.items():
        campaign_id, day, channel, version, variant = cell
        line = {
            "campaign_id": campaign_id,
            "day": day,
            "channel": channel,
            "version": version,
            "variant": variant,
        }
        DayCount.objects.bulk_create([DayCount(**line)], ignore_conflicts=True)
        DayCount.objects.filter(**line).update(**{name: F(name) + n for name, n in columns.items()})
    for (campaign_id, hours), friends in counts.hours.items():
        QualifyTime.objects.bulk_create(
            [QualifyTime(campaign_id=campaign_id, hours=hours)], ignore_conflicts=True
        )
        QualifyTime.objects.filter(campaign_id=campaign_id, hours=hours).update(
            friends=F("friends") + friends
        )


def rebuild_counts() -> int:
    """Write every line again as the rows have it; returns how many were different.

    News that waits for its job is left to the job; what a dead one was to count is counted here, and the job
    is closed, so that nobody who replays it counts twice. One snapshot: who counts at the same time makes
    this fail, or waits, and nothing is counted twice.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        close_dead(kind=COUNTING, why="counted from the rows")
        true, said = counts_from_rows(), stored_counts()
        wrong_cells = {
            cell for cell in true.cells.keys() | said.cells.keys() if true.at(cell) != said.at(cell)
        }
        wrong_hours = {hour for hour in true.hours.keys() | said.hours.keys() if _differ(true, said, hour)}
        for cell in wrong_cells:
            _write_cell(cell, true.at(cell))
        for campaign_id, hours in wrong_hours:
            QualifyTime.objects.update_or_create(
                campaign_id=campaign_id,
                hours=hours,
                defaults={"friends": true.hours.get((campaign_id, hours), 0)},
            )
    return len(wrong_cells) + len(wrong_hours)


def _differ(true: Counts, said: Counts, hour: Hour) -> bool:
    return true.hours.get(hour, 0) != said.hours.get(hour, 0)


def _write_cell(cell: Cell, columns: Mapping[str, int]) -> None:
    campaign_id, day, channel, version, variant = cell
    DayCount.objects.update_or_create(
        campaign_id=campaign_id,
        day=day,
        channel=channel,
        version=version,
        variant=variant,
        defaults={name: columns.get(name, 0) for name in DayCount.COLUMNS},
    )


def stored_counts() -> Counts:
    counts = Counts()
    for *cell, campaign_id in DayCount.objects.values_list(
        "day", "channel", "version", "variant", *DayCount.COLUMNS, "campaign_id"
    ):
        key = (campaign_id, *cell[:4])
        counts.cells[key] = Counter(dict(zip(DayCount.COLUMNS, cell[4:], strict=True)))
    for campaign_id, hours, friends in QualifyTime.objects.values_list("campaign_id", "hours", "friends"):
        counts.hours[campaign_id, hours] = friends
    return counts
