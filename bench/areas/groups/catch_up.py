"""Three hours without a scheduler, then every lost slot of every group job, twice: nothing is sent twice."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings

from accounts.models import Delivery, Notification
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from common.clock import db_now, shift_clock, zone_of
from groups import operations
from groups.models import Prompt, StarInvitation
from outbox.jobs import enqueue, periodic_kinds
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories.groups import group, member, steward_of

LOST_HOURS = 3
GROUPS, MEMBERS = 6, 5
ZONES = ("Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu")


@counted("groups.catch-up", stacks=[SQLITE, POSTGRES_REDIS])
def count(trial: Trial) -> Figure:
    settings.CLOCK_OFFSET = True
    settings.LIMITS = {"groups.founded-a-day": 1_000_000}
    began = db_now()
    groups = trial.size(GROUPS)
    for number in range(groups):
        _set_up(number)
    run_jobs()
    Notification.objects.all().delete()
    shift_clock(timedelta(hours=LOST_HOURS))
    try:
        jobs = _replay("lost", began=began)
        sent = _sent()
        jobs += _replay("again", began=began)
        after = _sent()
    finally:
        shift_clock(timedelta())
    lost = groups * (MEMBERS + 1) - sum(1 for kind, *_rest in sent if kind == "groups.prompt-opened")
    asked = StarInvitation.objects.count()
    twice = sum(number - 1 for number in after.values()) + sum((after - sent).values()) + _doubled_days()
    return trial.figure(
        ok=not twice and not lost and asked > 0,
        numbers={
            "hours": LOST_HOURS,
            "jobs": jobs,
            "sent": sum(after.values()),
            "asked": asked,
            "lost": lost,
            "twice": twice,
        },
    )


def _set_up(number: int) -> None:
    """A group with a prompt that falls into the lost hours, and with a daily star."""
    now = db_now()
    made = group(*(member() for _n in range(MEMBERS)), time_zone=ZONES[number % len(ZONES)], now=now)
    at = (now + timedelta(minutes=7 + 23 * number % 170)).astimezone(zone_of(made.time_zone)).time()
    given = operations.RitualInput(title={"en": "Good deeds"}, local_time=at.replace(microsecond=0))
    steward = steward_of(made)
    operations.add_ritual(actor=steward, group_id=made.pk, given=given, now=now)
    operations.switch_stars(actor=steward, group_id=made.pk, is_on=True)


def _replay(key: str, *, began: object) -> int:
    """The job of every lost slot of everything that groups do by the clock, and what follows from it."""
    jobs = 0
    for kind in periodic_kinds():
        if kind.name.startswith("groups."):
            for slot in range(LOST_HOURS * 3600 // max(kind.every_seconds, 600)):
                enqueue(kind.work(dedupe=f"{kind.name}@{key}:{slot}"))
                jobs += 1
    run_jobs(limit=100_000)
    return jobs


def _sent() -> Counter[tuple[str, int, str]]:
    """Each message by what it is about: rows of news, and of what is to leave on any channel."""
    news = Notification.objects.values_list("kind", "member_id", "about")
    leaving = Delivery.objects.values_list("channel", "notification__member_id", "notification__about")
    return Counter([*_keyed("", news), *_keyed("via ", leaving)])


def _keyed(prefix: str, rows: Iterable[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    return [(f"{prefix}{kind}", member_id, about) for kind, member_id, about in rows]


def _doubled_days() -> int:
    """Days told by two facts."""
    told = FactRow.objects.filter(kind="groups.prompt-opened").values_list("subject", flat=True)
    days = Counter(Prompt.objects.values_list("ritual_id", "local_date"))
    return len(told) - len(set(told)) + sum(number - 1 for number in days.values())
