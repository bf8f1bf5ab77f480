"""Members leave while something of theirs is in every state: what of them is found afterwards, anywhere."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import override_settings

from accounts.models import Erasure
from accounts.operations import leaving
from bench.areas.security.canaries import tables
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.leavers import NOW, Leaver, leave, leavers
from bench.reconciling import violations
from bench.trial import Trial
from common.models import DataKey
from gifts.models import Gift, Shipment
from gifts.operations import StepInput, record_tracking
from groups.models import Event
from outbox.testing import run_jobs
from tests.factories import gifts


@counted("accounts.erasure", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=300)
def count(trial: Trial) -> Figure:
    return count_leavers(trial)


def count_leavers(trial: Trial) -> Figure:
    with override_settings(STEP_UP=False), logged(trial.folder / "erasure.txt") as log:
        people = leavers()
        keys = {one.state: one.member.data_key_id for one in people}
        planted = sum(one.word in text for one in people for _, text in tables())
        before = set(violations())
        first = {one.state: leave(one) for one in people}
        come_to_an_end()
        again(people)
        run_jobs()
        hits = list(found(people, log))
        unfinished = [one.state for one in people if state_of(one) != "finished"]
        readable = [state for state, key in keys.items() if is_left(key)]
        broken = sorted(set(violations()) - before)
    return trial.figure(
        ok=not (hits or unfinished or readable or broken) and planted >= len(people),
        numbers={
            "states": len(people),
            "waited": sum(state == "waiting" for state in first.values()),
            "planted": planted,
            "found": len(hits),
            "unfinished": len(unfinished),
            "keys_left": len(readable),
            "violations": len(broken),
        },
        notes={"found": hits, "unfinished": unfinished, "keys_left": readable, "violations": broken},
    )


def is_left(key_id: int | None) -> bool:
    return key_id is not None and DataKey.objects.filter(pk=key_id).exclude(wrapped="").exists()


def come_to_an_end() -> None:
    """What an erasure waits for: accepted gifts are sent and parcels arrive, events are over."""
    for gift in Gift.objects.filter(state__in=["accepted", "packing"]):
        gifts.ship(gift, number=f"SF{gift.pk:010d}")
    for shipment in Shipment.objects.exclude(state__in=["delivered", "returned"]):
        step = StepInput(happened_at=NOW, state="delivered", text="Signed for")
        record_tracking(shipment_id=shipment.pk, steps=[step], now=NOW)
    Event.objects.filter(state="published").update(state="ended")


def again(people: list[Leaver]) -> None:
    waiting = Erasure.objects.filter(member__in=[one.member for one in people]).exclude(state="finished")
    for erasure in waiting:
        leaving.run_erasure(erasure_id=erasure.pk, now=NOW)


def state_of(one: Leaver) -> str:
    return str(Erasure.objects.get(member_id=one.member.pk).state)


def found(people: list[Leaver], log: Path) -> Iterator[str]:
    """In every table, every file that the product keeps, the database's own files, and the log."""
    for place, text in places(log):
        for one in people:
            for secret in one.secrets:
                if secret.lower() in text:
                    yield f"{one.state} in {place}"


def places(log: Path) -> Iterator[tuple[str, str]]:
    for name, text in tables():
        yield name, text.lower()
    yield "log", log.read_text(errors="replace").lower()
    for folder in (Path(settings.FILES_DIR), Path(settings.MEDIA_ROOT)):
        for path in folder.rglob("*") if folder.exists() else ():
            if path.is_file():
                yield f"file {path.name}", path.read_bytes().decode("utf-8", "replace").lower()
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        for path in database.parent.glob(f"{database.name}*"):
            yield f"file {path.name}", path.read_bytes().decode("utf-8", "replace").lower()


@contextmanager
def logged(path: Path) -> Iterator[Path]:
    """Every line of every logger, as a file."""
    handler, root = logging.FileHandler(path), logging.getLogger()
    former = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield path
    finally:
        handler.flush()
        root.removeHandler(handler)
        root.setLevel(former)
