"""Every ticket is scanned by two doors at once, one of them from what its device kept: each lets in once."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from django.conf import settings

from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.racing import race
from bench.trial import Trial
from common.errors import Refused
from groups import operations
from groups.door_rules import Scan
from groups.models import Attendance, CheckIn, Event, Ticket
from outbox.models import FactRow
from tests.factories.events import answer, world

PEOPLE, LANES = 100, 20
LEAST = 200
_NO_LIMITS = {"groups.founded-a-day": 1_000_000}


@counted("groups.tickets", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count(trial: Trial) -> Figure:
    return scan_all(trial, people=trial.size(PEOPLE))


def scan_all(trial: Trial, *, people: int, least: int = LEAST) -> Figure:
    """Each person has two seats; every ticket is scanned twice."""
    settings.LIMITS = _NO_LIMITS
    made, members = world(people, capacity=2 * people, max_party=2)
    for who in members:
        answer(made, who, seats=2)
    codes = list(Ticket.objects.filter(event=made).order_by("pk").values_list("code", flat=True))
    results = _scan(made, codes)
    let_in = Counter(code for one in results if not isinstance(one, BaseException) for code in one)
    crashes = [one for one in results if isinstance(one, BaseException)]
    rows = Counter(CheckIn.objects.filter(ticket__event=made).values_list("ticket_id", flat=True))
    doubled = sum(number - 1 for number in let_in.values()) + sum(number - 1 for number in rows.values())
    confirmed = FactRow.objects.filter(kind="groups.attendance-confirmed").count()
    came = Attendance.objects.filter(rsvp__event=made, state="came").count()
    lost = len(codes) - len(rows) + abs(people - confirmed) + abs(people - came)
    return trial.figure(
        ok=len(codes) >= least and not doubled and not lost and not crashes,
        numbers={
            "double_scans": len(codes),
            "admitted": len(rows),
            "confirmed": confirmed,
            "doubled": doubled,
            "lost": lost,
            "crashes": len(crashes),
        },
        notes={"crashes": [repr(one)[:200] for one in crashes[:10]]},
    )


def _scan(made: Event, codes: Sequence[str]) -> list[list[str] | BaseException]:
    """Two doors walk through the same guests in the same order, each in lanes of its own."""
    draw = random.Random(5)
    order = list(codes)
    draw.shuffle(order)
    half = LANES // 2
    lanes: list[Callable[[], list[str]]] = []
    for number in range(half):
        mine = order[number::half]
        lanes += [partial(_by_hand, made, mine), partial(_uploaded, made, mine, number)]
    return race(lanes, timeout_seconds=300)


def _by_hand(made: Event, codes: Sequence[str]) -> list[str]:
    """Those that this door let in."""
    done = []
    for code in codes:
        admitted = operations.admit(
            actor=made.host, event_id=made.pk, code=code, method="scan", now=made.starts_at
        )
        done += [code] if admitted.is_new else []
    return done


def _uploaded(made: Event, codes: Sequence[str], lane: int) -> list[str]:
    """In small uploads, each sent twice."""
    done = []
    for start in range(0, len(codes), 2):
        scans = [
            Scan(key=f"lane-{lane}-{start + n:05}", code=code, at=made.starts_at + timedelta(seconds=n))
            for n, code in enumerate(codes[start : start + 2])
        ]
        for _again in range(2):
            try:
                said = operations.admit_later(
                    actor=made.host, event_id=made.pk, scans=scans, now=made.ends_at
                )
            except Refused:
                continue
            done += [one.admission.ticket.code for one in said if one.admission and one.admission.is_new]
    return done
