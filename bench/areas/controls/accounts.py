"""Controls of the accounts' figures, in small sizes."""

import dataclasses
from unittest.mock import patch

from django.contrib.auth import hashers

from accounts.operations import sign_in
from bench import unguarded
from bench.areas.accounts.enumeration import LEAST_P, WAYS, compare
from bench.areas.accounts.erasure import count_leavers
from bench.areas.accounts.export import count_archives
from bench.areas.accounts.limits import rush
from bench.areas.accounts.notify_once import count_letters
from bench.areas.accounts.poster import scan
from bench.areas.controls.chaos import caught
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from common.registries import erasure_steps, export_steps

PARALLEL, PAIRS = 200, 300


@counted("controls.notify-without-claim", stacks=[SQLITE, POSTGRES_REDIS])
def notify_without_claim(trial: Trial) -> Figure:
    figure = count_letters(trial, members=8, kills=0, env={"UNGUARDED": "claim"})
    return caught(figure, "doubled")


@counted("controls.notify-without-shelf-life", stacks=[SQLITE])
def notify_without_shelf_life(trial: Trial) -> Figure:
    figure = count_letters(trial, members=8, kills=0, env={"UNGUARDED": "shelf-life"})
    return caught(figure, "stale")


# SQLite's single writer hides the gap between looking and counting.
@counted("controls.limits-naive", stacks=[POSTGRES_REDIS])
def limits_naive(trial: Trial) -> Figure:
    unguarded.remove(["counter"])
    return caught(rush(trial, rounds=6, parallel=PARALLEL, env={"UNGUARDED": "counter"}), "above")


@counted("controls.enumeration-without-dummy-work", stacks=[SQLITE])
def enumeration_without_dummy_work(trial: Trial) -> Figure:
    """Nobody's password is not compared with anything."""
    compared = hashers.check_password

    def check(password: str, encoded: str) -> bool:
        return encoded != sign_in._nobodys_password() and compared(password, encoded)

    ways = tuple(way for way in WAYS if "password" in way.name)
    with patch.object(sign_in, "check_password", check):
        figure = compare(trial, pairs=PAIRS, ways=ways)
    return dataclasses.replace(figure, ok=not figure.ok and float(figure.numbers["least_p"]) < LEAST_P)


@counted("controls.erasure-without-a-step", stacks=[SQLITE])
def erasure_without_a_step(trial: Trial) -> Figure:
    """Nobody lets go of what stands on boards and in profiles."""
    fewer = {
        step.key: step for step in erasure_steps if step.key not in ("groups.groups", "accounts.profile")
    }
    with patch.object(erasure_steps, "_items", fewer):
        return caught(count_leavers(trial), "found")


@counted("controls.export-without-a-step", stacks=[SQLITE], limit_seconds=300)
def export_without_a_step(trial: Trial) -> Figure:
    """The archive forgets groups and what members wrote there."""
    fewer = {step.key: step for step in export_steps if step.key != "groups.groups"}
    with patch.object(export_steps, "_items", fewer):
        return caught(count_archives(trial), "unsaid")


@counted("controls.poster-without-quiet-zone", stacks=[SQLITE])
def poster_without_quiet_zone(trial: Trial) -> Figure:
    """Readers lose the code when its quiet zone is gone."""
    figure = scan(trial, has_quiet_zone=False)
    return dataclasses.replace(figure, ok=bool(figure.numbers["lost"]))
