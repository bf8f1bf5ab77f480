"""Controls of the chaos figures, in small sizes."""

import dataclasses

from django.db import connection

from bench.areas.chaos.broker import flush, freeze
from bench.areas.chaos.double_submit import submit
from bench.areas.chaos.last_gift import claim_all
from bench.areas.chaos.worker_kill import kill
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial

KILLS, FULFILMENTS = 6, 60
ROUNDS, CLAIMS = 3, 200
FROZEN_SECONDS = 12
# Second walls: without them the control would count errors instead of gifts.
SECOND_WALLS = (
    ("gifts_stockbalance", "stockbalance_never_oversold"),
    ("campaigns_budget", "budget_not_overspent"),
)


def caught(figure: Figure, *names: str) -> Figure:
    """The control of a figure: short as a figure, and by the right number."""
    return dataclasses.replace(figure, ok=not figure.ok and any(figure.numbers[name] for name in names))


@counted("controls.kill-guarded", stacks=[SQLITE, POSTGRES_REDIS])
def kill_guarded(trial: Trial) -> Figure:
    return kill(trial, kills=KILLS, fulfilments=FULFILMENTS)


@counted("controls.kill-without-key", stacks=[SQLITE, POSTGRES_REDIS])
def kill_without_key(trial: Trial) -> Figure:
    figure = kill(trial, kills=KILLS, fulfilments=FULFILMENTS, env={"UNGUARDED": "key"})
    return caught(figure, "doubled")


@counted("controls.kill-done-first", stacks=[SQLITE, POSTGRES_REDIS])
def kill_done_first(trial: Trial) -> Figure:
    figure = kill(trial, kills=KILLS, fulfilments=FULFILMENTS, env={"UNGUARDED": "done-first"})
    return caught(figure, "lost")


@counted("controls.last-gift-guarded", stacks=[SQLITE, POSTGRES_REDIS])
def last_gift_guarded(trial: Trial) -> Figure:
    return claim_all(trial, rounds=ROUNDS, claims=CLAIMS)


@counted("controls.last-gift-without-condition", stacks=[SQLITE, POSTGRES_REDIS])
def last_gift_without_condition(trial: Trial) -> Figure:
    drop_second_walls()
    figure = claim_all(trial, rounds=ROUNDS, claims=CLAIMS, env={"UNGUARDED": "stock"})
    return caught(figure, "oversold")


@counted("controls.flush-guarded", stacks=[POSTGRES_REDIS], own_broker=True)
def flush_guarded(trial: Trial) -> Figure:
    return flush(trial, flushes=1, sweeper=True)


@counted("controls.flush-without-sweeper", stacks=[POSTGRES_REDIS], own_broker=True)
def flush_without_sweeper(trial: Trial) -> Figure:
    return caught(flush(trial, flushes=1, sweeper=False), "lost")


@counted("controls.frozen-guarded", stacks=[POSTGRES_REDIS], own_broker=True)
def frozen_guarded(trial: Trial) -> Figure:
    return freeze(trial, seconds=FROZEN_SECONDS)


@counted("controls.frozen-with-patience", stacks=[POSTGRES_REDIS], own_broker=True)
def frozen_with_patience(trial: Trial) -> Figure:
    figure = freeze(trial, seconds=FROZEN_SECONDS, env={"UNGUARDED": "bell"})
    return dataclasses.replace(figure, ok=float(figure.numbers["worst_seconds"]) > 3.0)


@counted("controls.double-submit-guarded", stacks=[POSTGRES_REDIS])
def double_submit_guarded(trial: Trial) -> Figure:
    return submit(trial, only="api-items")


@counted("controls.double-submit-without-answers", stacks=[POSTGRES_REDIS])
def double_submit_without_answers(trial: Trial) -> Figure:
    return caught(submit(trial, only="api-items", env={"UNGUARDED": "answers"}), "doubled")


def drop_second_walls() -> None:
    """In this control's own database only."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA writable_schema = ON")
            for table, name in SECOND_WALLS:
                cursor.execute(
                    "UPDATE sqlite_master SET sql = replace(sql, %s, %s) WHERE name = %s",
                    [f'CONSTRAINT "{name}" CHECK (', f'CONSTRAINT "{name}" CHECK (1 = 1 OR ', table],
                )
            cursor.execute("PRAGMA writable_schema = RESET")
            return
        for table, name in SECOND_WALLS:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"')
