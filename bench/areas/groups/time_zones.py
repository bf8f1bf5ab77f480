"""No day of a group is skipped or opened twice across clock changes, and no dot is lost to travelling."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.test import override_settings

from accounts.models import Member
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from common.clock import zone_of
from groups import operations, queries, ritual_rules
from groups.models import Group, Prompt
from tests.factories.groups import group, member, steward_of

# Where, and the first of the days around a change of the clock; Shanghai and Kathmandu know none.
CHANGES = (
    ("Asia/Shanghai", date(2027, 3, 26)),
    ("Europe/Berlin", date(2027, 3, 26)),
    ("Europe/Berlin", date(2027, 10, 29)),
    ("Asia/Kathmandu", date(2027, 10, 29)),
    ("America/New_York", date(2027, 3, 12)),
    ("Australia/Lord_Howe", date(2027, 4, 2)),
)
# At midnight, inside the hour that is missing or comes twice, and just before midnight.
TIMES = (time(0, 0), time(2, 30), time(23, 59))
DAYS, STEP = 6, timedelta(minutes=25)
# Where the travelling member is, day by day.
JOURNEY = ("Asia/Shanghai", "Asia/Kathmandu", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland")
NO_LIMITS = {"groups.posts-a-day": 1_000_000, "groups.founded-a-day": 1_000_000}


@dataclass(kw_only=True)
class Seen:
    days: int = 0
    skipped: int = 0
    doubled: int = 0
    answered: int = 0
    dots_lost: int = 0


@counted("groups.time-zones", stacks=[SQLITE, POSTGRES_REDIS])
def count(trial: Trial) -> Figure:
    seen = Seen()
    with override_settings(LIMITS=NO_LIMITS):
        for _round in range(trial.size(1)):
            for zone, first in CHANGES:
                _live_through(seen, zone=zone, first=first)
            _travel(seen)
    return trial.figure(
        ok=seen.skipped == seen.doubled == seen.dots_lost == 0 and seen.answered > 0,
        numbers={
            "zones": len({zone for zone, _first in CHANGES}),
            "transitions": len(CHANGES),
            "days": seen.days,
            "skipped": seen.skipped,
            "doubled": seen.doubled,
            "answered": seen.answered,
            "dots_lost": seen.dots_lost,
        },
    )


def _group(zone: str, at: datetime) -> Group:
    made = group(time_zone=zone, now=at)
    for local_time in TIMES:
        given = operations.RitualInput(title={"en": f"{local_time}"}, local_time=local_time)
        operations.add_ritual(actor=steward_of(made), group_id=made.pk, given=given, now=at)
    return made


def _live_through(seen: Seen, *, zone: str, first: date) -> None:
    """The job looks every few minutes, and once more at the end."""
    there = zone_of(zone)
    now = ritual_rules.instant(first, time(0, 0), there) - timedelta(minutes=1)
    end = ritual_rules.instant(first + timedelta(days=DAYS), time(0, 0), there) - timedelta(seconds=1)
    made = _group(zone, now)
    opened = 0
    while now < end:
        now = min(end, now + STEP)
        opened += operations.open_prompts(now=now)
        opened += operations.open_prompts(now=now)
    found = Counter(Prompt.objects.filter(group=made).values_list("ritual_id", "local_date"))
    wanted = DAYS * len(TIMES)
    seen.days += wanted
    seen.skipped += wanted - len(found)
    seen.doubled += max(0, opened - len(found)) + sum(number - 1 for number in found.values())
    Group.objects.filter(pk=made.pk).update(state="archived")


def _travel(seen: Seen) -> None:
    """Each day answered as late as wherever the member is allows; each has to become a dot."""
    traveller: Member = member()
    now = datetime(2027, 3, 25, 1, tzinfo=UTC)
    made = group(traveller, time_zone="Asia/Shanghai", now=now)
    given = operations.RitualInput(title={"en": "Good deeds"}, local_time=time(8, 0))
    operations.add_ritual(actor=steward_of(made), group_id=made.pk, given=given, now=now)
    for number in range(len(JOURNEY) * 2):
        now += timedelta(days=1)
        operations.open_prompts(now=now)
        prompt = Prompt.objects.filter(group=made).latest("local_date")
        traveller.time_zone = JOURNEY[number % len(JOURNEY)]
        traveller.save(update_fields=["time_zone"])
        zones = (zone_of(made.time_zone), zone_of(traveller.time_zone))
        late = ritual_rules.open_until(prompt.local_date, *zones) - timedelta(minutes=1)
        operations.answer_prompt(actor=traveller, public_id=prompt.public_id, body="Rain", now=late)
        seen.answered += 1
    dots = queries.rhythm_of(group=made, viewer=traveller, now=now)
    seen.dots_lost += len(JOURNEY) * 2 - sum(dot.is_mine for dot in dots)
    Group.objects.filter(pk=made.pk).update(state="archived")
