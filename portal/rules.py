"""Decisions without a database: how to greet."""

from datetime import datetime, tzinfo

from portal.states import STEPS, PartOfDay

# (first hour, part), the last that applies wins; before five it is still night.
_PARTS = (
    (0, PartOfDay.NIGHT),
    (5, PartOfDay.MORNING),
    (11, PartOfDay.NOON),
    (13, PartOfDay.AFTERNOON),
    (18, PartOfDay.EVENING),
    (23, PartOfDay.NIGHT),
)


def part_of_day(now: datetime, zone: tzinfo) -> PartOfDay:
    hour = now.astimezone(zone).hour
    return [part for first, part in _PARTS if hour >= first][-1]


def next_step(steps_done: int) -> str:
    """The step to go on with; the last one for whoever has done all."""
    return STEPS[min(steps_done, len(STEPS) - 1)]
