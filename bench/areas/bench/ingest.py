"""Events by the batch endpoint, beside one hand-written multi-row INSERT of the same rows."""

import json
import random
import statistics
import time
import uuid
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from accounts.models import Member
from bench import http
from bench.figures import POSTGRES_REDIS, Figure, counted
from bench.trial import Trial
from connect.models import Event, Site
from connect.states import MOST_EVENTS
from tests.factories import connect as platform

MEMBERS = 10_000
EVENTS = 20_000  # a round; FULL has 100,000
ROUNDS = 5
CONNECTIONS = 4
TARGET = 0.3
PATH = "/api/v1/qualifying-events/"
_INSERT = (
    "INSERT INTO connect_event (site_id, event_id, name, member_id, external_index, value_minor, currency, "
    "properties, occurred_at, received_at, published_at, batch, body_hash) VALUES "
)
_ROW = "(%s, %s, 'purchase', %s, '', %s, 'CNY', %s::jsonb, %s, %s, NULL, %s, %s)"


@counted("bench.ingest", stacks=[POSTGRES_REDIS], members=MEMBERS, limit_seconds=600)
def count(trial: Trial) -> Figure:
    """Rows a second, interleaved; both sides write batches of 500, each its own commit."""
    events = trial.size(EVENTS, times=5)
    platform.kind("purchase", sku={"type": "string"})
    site = platform.site()
    secret = platform.key_of(site)
    members = list(Member.objects.values_list("pk", "public_id")[:MEMBERS])
    trial.start_web(workers=2, threads=2)
    ours, theirs = [], []
    for number in range(ROUNDS + 1):  # the first is for warming up
        sent = _events(number, members, events)
        ours.append(_send(trial, secret, sent))
        theirs.append(_insert(site, members, number, events))
    ratios = [mine / other for mine, other in zip(ours[1:], theirs[1:], strict=True)]
    ratio = statistics.median(ratios)
    numbers = {"events": Event.objects.count(), "rounds": ROUNDS, "ours": statistics.median(ours[1:])}
    numbers |= {"yardstick": statistics.median(theirs[1:]), "ratio": ratio, "target": TARGET}
    return trial.figure(ok=ratio >= TARGET, numbers=numbers, notes={"ratios": ratios})


def _moment(chance: random.Random) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=chance.randint(1, 10_000_000))


def _events(number: int, members: list[tuple[int, str]], events: int) -> list[dict[str, object]]:
    chance = random.Random(number)
    return [
        {
            "event_id": f"order-{number}-{place}",
            "name": "purchase",
            "occurred_at": _moment(chance).isoformat(),
            "member": chance.choice(members)[1],
            "value_minor": chance.randint(1, 100_000),
            "currency": "CNY",
            "properties": {"sku": f"item-{place}"},
        }
        for place in range(events)
    ]


def _send(trial: Trial, secret: str, events: list[dict[str, object]]) -> float:
    headers = {"Authorization": f"Bearer {secret}"}
    requests = [
        http.request("POST", PATH, headers=headers, body={"events": events[start : start + MOST_EVENTS]})
        for start in range(0, len(events), MOST_EVENTS)
    ]
    answers = http.fire(
        trial, requests, connections=CONNECTIONS, seconds=120, once=True, at_once=True, keep=True
    )
    taken = sum(
        json.loads(body)["accepted"] for _index, status, _took, body in answers.answers if status == 202
    )
    if taken != len(events):
        raise RuntimeError(f"{taken} of {len(events)} were taken: {dict(answers.statuses)}")
    return float(taken / answers.seconds)


def _insert(site: Site, members: list[tuple[int, str]], number: int, events: int) -> float:
    """The same rows, made before the clock starts."""
    chance = random.Random(number)
    rows = [
        (
            *(site.pk, f"hand-{number}-{place}", chance.choice(members)[0], chance.randint(1, 100_000)),
            *(json.dumps({"sku": f"item-{place}"}), _moment(chance), datetime.now(UTC), uuid.uuid4()),
            f"{place:032x}",
        )
        for place in range(events)
    ]
    started = time.perf_counter()
    for start in range(0, events, MOST_EVENTS):
        some = rows[start : start + MOST_EVENTS]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_INSERT + ", ".join([_ROW] * len(some)), [value for row in some for value in row])
    return events / (time.perf_counter() - started)
