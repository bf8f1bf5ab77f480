"""A receiver is down for three days by a fake clock; then everything arrives, in order, within the hour.

Beside it stands a healthy one, whose messages must not wait for the dead one.
"""

import statistics
import time
from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import Member
from bench import worlds
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, Number, counted
from bench.trial import Trial
from common.models import ClockOffset
from connect.facts import EventReceived
from connect.models import Delivery, Endpoint, Subscription
from connect.operations.endpoints import send_test
from outbox import runner
from outbox.facts import Fact, record_all
from outbox.models import Job
from tests.connect.receiver import Receiver, receiving
from tests.factories import connect as platform

EVENTS, OBJECTS, AT_ONCE = 10_000, 500, 500
DOWN_HOURS = 72
PROBES = 150
DEAD, HEALTHY = "/dead", "/healthy"
QUEUE = "webhooks"
TARGET = 2


@counted("platform.webhook-down", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=1500)
def count(trial: Trial) -> Figure:
    return go_down(trial, events=trial.size(EVENTS, times=2))


def go_down(trial: Trial, *, events: int) -> Figure:
    member, boss = worlds.members(2)
    Member.objects.filter(pk=boss.pk).update(is_superuser=True, is_staff=True)
    boss.refresh_from_db()
    with receiving() as there, override_settings(CLOCK_OFFSET=True, WEBHOOKS_OWN_ORIGIN=there.origin):
        dead, healthy = _endpoint(boss, there, DEAD), _endpoint(boss, there, HEALTHY)
        Subscription.objects.create(endpoint=dead, kind=EventReceived.KIND)
        alone = _latencies(boss, healthy, there)
        there.down.add(DEAD)
        _happen(member.pk, events)
        beside = _latencies(boss, healthy, there)
        for _ in range(DOWN_HOURS):
            _drain()
            _later(hours=1)
        tries = len(there.sent_to(DEAD))
        there.down.clear()
        there.got.clear()
        _later(minutes=31)
        _drain()
        arrived = there.sent_to(DEAD)
    delivered = Delivery.objects.filter(endpoint=dead, state="delivered").count()
    ratio = _p99(beside) / _p99(alone)
    numbers: dict[str, Number] = {"events": events, "delivered": delivered}
    numbers |= {"doubled": len(arrived) - len({one["id"] for one in arrived})}
    numbers |= {"disordered": _disordered(arrived), "hours": DOWN_HOURS, "tries": tries, "ratio": ratio}
    ok = delivered == events and not numbers["disordered"] and not numbers["doubled"] and ratio < TARGET
    return trial.figure(
        ok=ok,
        numbers={**numbers, "target": TARGET},
        notes={"alone_ms": _p99(alone) * 1000, "beside_ms": _p99(beside) * 1000},
    )


def _endpoint(boss: Member, there: Receiver, path: str) -> Endpoint:
    made = platform.hook(boss, url=there.origin + path)
    made.subscriptions.all().delete()
    made.deliveries.all().delete()
    return made


def _happen(member_id: int, events: int) -> None:
    """Facts as operations record them: in transactions of several, about objects that come back."""
    at = timezone.now().isoformat()
    for start in range(0, events, AT_ONCE):
        news: list[tuple[Fact, str]] = [
            (
                EventReceived(
                    member_id=member_id, name="purchase", value_minor=number, occurred_at=at, source="shop"
                ),
                f"order/{number % OBJECTS}",
            )
            for number in range(start, min(events, start + AT_ONCE))
        ]
        with transaction.atomic():
            record_all(news)


def _latencies(boss: Member, healthy: Endpoint, there: Receiver) -> list[float]:
    """Seconds from "send" to "got", one after the other, with a worker that serves everybody in turn."""
    found = []
    for _ in range(PROBES):
        before, started = len(there.sent_to(HEALTHY)), time.perf_counter()
        with override_settings(STEP_UP=False):
            send_test(actor=boss, endpoint_id=healthy.pk, now=timezone.now())
        while len(there.sent_to(HEALTHY)) == before:
            runner.drain(QUEUE, limit=1)
        found.append(time.perf_counter() - started)
        there.got[:] = [one for one in there.got if one[0]["x-path"] != HEALTHY]
    return found


def _drain() -> None:
    while runner.drain(QUEUE, limit=1000):
        pass


def _later(**by: float) -> None:
    offset, _new = ClockOffset.objects.get_or_create(pk=1, defaults={"seconds": 0})
    ClockOffset.objects.filter(pk=1).update(seconds=offset.seconds + timedelta(**by).total_seconds())
    Job.objects.filter(state="done").delete()


def _p99(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]


def _disordered(arrived: list[dict[str, object]]) -> int:
    """Messages about an object that came after a later one about it."""
    seen: defaultdict[object, int] = defaultdict(int)
    wrong = 0
    for message in arrived:
        sequence = int(str(message["sequence"]))
        wrong += sequence < seen[message["object"]]
        seen[message["object"]] = max(sequence, seen[message["object"]])
    return wrong
