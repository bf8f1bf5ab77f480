"""Controls of the campaigns' figures, in small sizes."""

import dataclasses

from django.db.models import F
from django.utils import timezone

from bench import unguarded
from bench.areas.campaigns import draw_fairness, fraud, mutation
from bench.areas.campaigns.claims import Rush, claim_in
from bench.areas.campaigns.closed_paths import try_all
from bench.areas.campaigns.draw_agreement import compare
from bench.areas.campaigns.milestone_race import drop_unique_key, race_to_third
from bench.areas.campaigns.replay import live_and_replay
from bench.areas.campaigns.stateful import live_for
from bench.areas.controls.chaos import caught, drop_second_walls
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from campaigns.models import Progress, RiskRuleRow
from campaigns.risk_rules import DEFAULTS
from campaigns.risk_states import RiskRuleState

SMALL = Rush(requests=400, connections=16, gifts=5)


@counted("controls.campaign-claims-guarded", stacks=[SQLITE, POSTGRES_REDIS])
def claims_guarded(trial: Trial) -> Figure:
    return claim_in(SMALL, trial)


@counted("controls.campaign-claims-without-condition", stacks=[SQLITE, POSTGRES_REDIS])
def claims_without_condition(trial: Trial) -> Figure:
    drop_second_walls()
    return caught(claim_in(SMALL, trial, env={"UNGUARDED": "stock"}), "oversold")


# SQLite's single writer hides the gap between reading the counters and writing them.
@counted("controls.campaign-milestone-without-lock", stacks=[POSTGRES_REDIS])
def milestone_race_without_lock(trial: Trial) -> Figure:
    """The unique key still stands: no second reward, but friends that were counted over each other."""
    unguarded.remove(["progress-lock"])
    figure = race_to_third(trial, trials=20)
    is_held = figure.numbers["doubled"] == 0
    return dataclasses.replace(caught(figure, "miscounted"), ok=is_held and figure.numbers["miscounted"] != 0)


@counted("controls.campaign-milestone-without-key", stacks=[POSTGRES_REDIS])
def milestone_race_without_key(trial: Trial) -> Figure:
    unguarded.remove(["progress-lock"])
    drop_unique_key()
    return caught(race_to_third(trial, trials=20), "doubled")


@counted("controls.campaign-draw-of-another-kind", stacks=[SQLITE])
def draw_of_another_kind(trial: Trial) -> Figure:
    """An engine that counts its numbers from 1."""
    unguarded.remove(["draw-counter"])
    return caught(compare(trial, draws=20), "differing")


@counted("controls.campaign-draw-with-a-favourite", stacks=[SQLITE])
def draw_with_a_favourite(trial: Trial) -> Figure:
    """Numbers of six bits, taken as they come: the first entries win a little too often."""
    unguarded.remove(["draw-range"])
    figure = draw_fairness.weigh(trial, seeds=draw_fairness.SEEDS)
    return dataclasses.replace(figure, ok=float(figure.numbers["worst_z"]) >= draw_fairness.FARTHEST)


@counted("controls.campaign-fraud-with-dry-rules", stacks=[SQLITE])
def fraud_with_dry_rules(trial: Trial) -> Figure:
    """Rules that are only tried out hold nobody."""
    RiskRuleRow.objects.bulk_create(
        RiskRuleRow(code=code, revision=2, points=points, state=RiskRuleState.DRY, made_at=timezone.now())
        for code, points in DEFAULTS.items()
    )
    figure = fraud.hold(trial, honest=1_000, least=1_000)
    is_blind = not any(figure.numbers[name] for name in ("rings", "self", "false"))
    return dataclasses.replace(figure, ok=is_blind and not figure.ok)


@counted("controls.campaign-mutation-without-its-tests", stacks=[SQLITE], limit_seconds=600)
def mutation_without_its_tests(trial: Trial) -> Figure:
    """Mistakes in one file, and the tests of another."""
    figure = mutation.score(trial, rules=["conditions"], tests=["test_funnel_rules"])
    return caught(figure, "untested")


@counted("controls.campaign-stateful-with-a-wrong-threshold", stacks=[SQLITE])
def stateful_with_a_wrong_threshold(trial: Trial) -> Figure:
    unguarded.remove(["threshold"])
    return caught(live_for(trial, steps=2_000), "violations")


@counted("controls.campaign-closed-paths-without-state", stacks=[SQLITE])
def closed_paths_without_state(trial: Trial) -> Figure:
    unguarded.remove(["campaign-state"])
    return caught(try_all(trial), "issued")


@counted("controls.campaign-replay-of-a-touched-ledger", stacks=[SQLITE])
def replay_of_a_touched_ledger(trial: Trial) -> Figure:
    """One advocate's counter is one too high."""

    def touch() -> None:
        first = Progress.objects.filter(qualified__gt=0).order_by("pk")[:1]
        Progress.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(
            registered=F("registered") + 1, qualified=F("qualified") + 1
        )

    return caught(live_and_replay(trial, lives=1, touch=touch, least=1), "differences")
