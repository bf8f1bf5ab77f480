"""Controls of the gifts' figures, in small sizes."""

import dataclasses

from bench import unguarded
from bench.areas.controls.chaos import caught
from bench.areas.gifts.callbacks import tell_all
from bench.areas.gifts.decline_next import race_for
from bench.areas.gifts.recovery import EACH, MOST_SECONDS, recover
from bench.areas.gifts.worker_kill import Size, kill, measured
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.fulfilment import Fulfilment
from bench.payouts import Payouts
from bench.trial import Trial
from common.http.provider import Capability

SMALL = Size(kills=6, least_whole=1, fulfilments=60)


# SQLite's single writer hides the gap between looking and calling.
@counted("controls.decline-next-without-queue-number", stacks=[POSTGRES_REDIS])
def decline_next_without_queue_number(trial: Trial) -> Figure:
    unguarded.remove(["queue-number"])
    return caught(race_for(trial, races=60), "wrong")


@counted("controls.kill-forgetful-carrier", stacks=[SQLITE, POSTGRES_REDIS])
def kill_forgetful_carrier(trial: Trial) -> Figure:
    """An adapter that claims keys for a carrier that keeps none."""
    figure = kill(
        trial,
        can=Capability.NONE,
        told=Capability.KEY,
        size=SMALL,
    )
    return caught(figure, "doubled")


@counted("controls.kill-forgetful-payer", stacks=[SQLITE, POSTGRES_REDIS])
def kill_forgetful_payer(trial: Trial) -> Figure:
    """A payer that makes a second bill under the same number, and an adapter that does not ask first."""
    work = Payouts(trial, SMALL.fulfilments, {"PAYER_CAN": Capability.KEY})
    work.carrier.options(forgets_orders=1)
    return caught(measured(trial, work, SMALL, provider="MONEY", has_review=False), "doubled")


@counted("controls.kill-money-guarded", stacks=[SQLITE, POSTGRES_REDIS])
def kill_money_guarded(trial: Trial) -> Figure:
    work = Payouts(trial, SMALL.fulfilments)
    return measured(trial, work, SMALL, provider="MONEY", has_review=False)


@counted("controls.recovery-with-long-lease", stacks=[SQLITE])
def recovery_with_long_lease(trial: Trial) -> Figure:
    figure = recover(trial, Fulfilment(trial, 3 * EACH, {"LEASE_SECONDS": "15"}), kills=3)
    return dataclasses.replace(figure, ok=float(figure.numbers["p99_seconds"]) > MOST_SECONDS)


@counted("controls.kill-query-guarded", stacks=[SQLITE, POSTGRES_REDIS])
def kill_query_guarded(trial: Trial) -> Figure:
    return _guarded(trial, Capability.QUERY)


@counted("controls.kill-none-guarded", stacks=[SQLITE, POSTGRES_REDIS])
def kill_none_guarded(trial: Trial) -> Figure:
    return _guarded(trial, Capability.NONE)


def _guarded(trial: Trial, can: Capability) -> Figure:
    return kill(trial, can=can, told=can, size=SMALL)


@counted("controls.callbacks-unsigned", stacks=[SQLITE])
def callbacks_unsigned(trial: Trial) -> Figure:
    return caught(tell_all(trial, every=40, env={"UNGUARDED": "callback-signature"}), "believed")


@counted("controls.callbacks-in-any-order", stacks=[SQLITE])
def callbacks_in_any_order(trial: Trial) -> Figure:
    return caught(tell_all(trial, every=40, env={"UNGUARDED": "callback-order"}), "back")
