"""Secrets are planted through the whole journey and looked for in everything that is kept or sent about."""

import random
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection

from accounts.models import Member
from bench import worlds
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.journey import Journey, Person, person
from bench.stacks import OwnBroker
from bench.trial import Trial
from gifts.models import Gift
from outbox.models import FactRow, Job

PEOPLE = 6
LEAST_CANARIES = 50
SETTLE_SECONDS = 90


@counted("security.canaries", stacks=[SQLITE, POSTGRES_REDIS], own_broker=True)
def count(trial: Trial) -> Figure:
    assert trial.broker
    monitor = Monitor(trial.broker, trial.folder / "monitor.txt")
    people = live(trial, trial.size(PEOPLE))
    monitor.stop()
    hits = [
        f"{what} of person {one.number} in {place}"
        for place, text in places(trial, monitor)
        for one in people
        for what in found_in(text, one, is_dump=place.startswith("table "))
    ]
    seen_on_purpose = sum(one.display_name in dump for one in people for _, dump in tables())
    canaries = sum(len(one.texts) + len(one.words) for one in people)
    ok = not hits and canaries >= LEAST_CANARIES and seen_on_purpose >= len(people)
    numbers = {"people": len(people), "canaries": canaries, "places": sum(1 for _ in places(trial, monitor))}
    return trial.figure(
        ok=ok,
        numbers=numbers | {"messages": monitor.lines(), "names_seen": seen_on_purpose, "hits": len(hits)},
        notes={"hits": hits},
    )


def live(trial: Trial, count: int) -> list[Person]:
    """Register, verify, accept, be sent a parcel; with a wrong try at each step."""
    trial.start_simulators()
    trial.start_web()
    trial.start_worker()
    trial.start_scheduler(every_seconds=1)
    journey, chance = Journey(trial=trial), random.Random()
    people = [person(number, chance) for number in range(count)]
    for one in people:
        journey.register(one)
        journey.verify(one)
    members = list(Member.objects.in_bulk([one.member_id for one in people]).values())
    offered = worlds.offers(members, of=worlds.item(stock=count))
    for gift, one in zip(offered, people, strict=True):
        journey.accept(gift, one)
    trial.wait_until(
        lambda: Gift.objects.filter(state__in=["shipped", "delivered"]).count() == count,
        seconds=SETTLE_SECONDS,
    )
    return people


class Monitor:
    """Everything that any process says to the broker, word for word."""

    def __init__(self, broker: OwnBroker, path: Path) -> None:
        self.path = path
        self._connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._connection.connect(str(broker.socket_path))
        self._connection.sendall(b"MONITOR\r\n")
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with self.path.open("wb") as out:
            while part := self._connection.recv(65536):
                out.write(part)

    def stop(self) -> None:
        self._connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=5)

    def lines(self) -> int:
        return self.path.read_bytes().count(b"\n")


def places(trial: Trial, monitor: Monitor) -> Iterator[tuple[str, str]]:
    """(where, its text): our processes' logs, messages, jobs, facts, sessions, tables, the file."""
    for log in trial.logs():
        if not log.name.startswith("simulators"):
            yield f"log {log.name}", log.read_text(errors="replace")
    yield "broker messages", monitor.path.read_text(errors="replace")
    yield "jobs", "\n".join(f"{job.payload} {job.last_error} {job.subject}" for job in Job.objects.all())
    yield "facts", "\n".join(f"{fact.payload} {fact.subject}" for fact in FactRow.objects.all())
    yield "sessions", "\n".join(str(session.get_decoded()) for session in Session.objects.all())
    yield from tables()
    if connection.vendor == "sqlite":
        for path in Path(str(connection.settings_dict["NAME"])).parent.glob("security.canaries.sqlite3*"):
            yield f"file {path.name}", path.read_bytes().decode("utf-8", "replace")


def tables() -> Iterator[tuple[str, str]]:
    for name in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 - our own tables
            yield f"table {name}", "\n".join(str(row) for row in cursor.fetchall())


def found_in(text: str, one: Person, *, is_dump: bool) -> list[str]:
    """Which secrets of a person stand in a text. Six digits count only as a whole quoted cell of a table."""
    found = [what for what, secret in one.texts.items() if secret in text]
    for what, secret in one.words.items():
        pattern = rf"'{secret}'" if is_dump else rf"(?<![\w.:-]){secret}(?![\w.:-])"
        found += [what] if re.search(pattern, text) else []
    return found
