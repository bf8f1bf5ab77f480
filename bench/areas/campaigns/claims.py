"""Thousands of claims, every fifth a repetition, at once on 100 gifts: none oversold, none lost."""

import random
from collections import Counter
from dataclasses import dataclass

from bench import http, worlds
from bench.areas.chaos.last_gift import REFUSED, oversold_units
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, Number, counted
from bench.reconciling import violations
from bench.trial import NO_ENV, Env, Trial
from campaigns.models import Budget, BudgetEntry, Reward
from campaigns.states import RewardState
from gifts.models import Gift

GIFTS = 100
TWICE_OF = 5  # one request in five repeats another one


@dataclass(frozen=True, kw_only=True)
class Rush:
    """``requests`` in all, ``gifts`` to be had, over so many ``connections``."""

    requests: int
    connections: int
    gifts: int = GIFTS

    @property
    def repeated(self) -> int:
        return self.requests // TWICE_OF


ON_POSTGRES = Rush(requests=10_000, connections=200)
ON_SQLITE = Rush(requests=2_000, connections=16)


@counted("campaigns.claims", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=1800)
def count(trial: Trial) -> Figure:
    usual = ON_POSTGRES if trial.on_postgres else ON_SQLITE
    rush = Rush(requests=trial.size(usual.requests, times=20), connections=usual.connections)
    return claim_in(rush, trial)


def claim_in(rush: Rush, trial: Trial, *, env: Env = NO_ENV) -> Figure:
    """``env`` reaches the web process: the control.

    Lost: a "yes" without a gift, somebody who was told no and yes, a gift that nobody was told of, and
    gifts that are left although somebody was told that all are given.
    """
    requests, rewards = prepare(rush)
    trial.start_web(workers=2, threads=8, env=env)
    answers = http.fire(
        trial, requests, connections=rush.connections, seconds=1500, once=True, at_once=True, keep=True
    )
    told = Counter((rewards[index], status) for index, status, _, _ in answers.answers)
    yes = {reward for reward, status in told if status in (200, 201)}
    no = {reward for reward, status in told if status == REFUSED}
    given = set(Reward.objects.filter(gift__isnull=False).values_list("public_id", flat=True))
    made = Gift.objects.count()
    lost = len(yes ^ given) + len(yes & no) + (max(0, rush.gifts - made) if no else 0)
    oversold = oversold_units() + max(0, made - rush.gifts) + _overspent(rush)
    unclear = rush.requests - answers.count(200, 201, REFUSED) - answers.server_errors
    broken = violations()
    numbers: dict[str, Number] = {"requests": answers.done, "repeated": rush.repeated}
    numbers |= {"connections": rush.connections, "gifts": rush.gifts, "given": made}
    numbers |= {"oversold": oversold, "lost": lost, "errors": answers.server_errors, "unclear": unclear}
    wrong = oversold or lost or unclear or answers.server_errors or broken
    return trial.figure(
        ok=answers.done == rush.requests and made == rush.gifts and not wrong,
        numbers=numbers
        | {"violations": len(broken), "per_second": answers.per_second, "p99_ms": answers.p99_ms},
        notes={
            "statuses": dict(answers.statuses),
            "odd": [
                body[:300] for _, status, _, body in answers.answers if status not in (200, 201, REFUSED)
            ][:20],
            "log": _complaints(trial) if answers.server_errors else [],
            "violations": broken[:20],
        },
    )


def prepare(rush: Rush) -> tuple[list[bytes], list[str]]:
    """The requests in a mixed order, and the reward that each of them claims.

    Half of the repetitions bring the same key, as a retry does; half another one, as a second phone does.
    """
    people = worlds.members(rush.requests - rush.repeated)
    campaign = worlds.live_campaign(slug="rush", gifts_to_claim=rush.gifts)
    rewards = worlds.approved_rewards(campaign, people)
    plan = [(number, f"claim-{number:06d}") for number in range(len(rewards))]
    plan += [
        (number, f"claim-{number:06d}" if number % 2 else f"again-{number:06d}")
        for number in range(rush.repeated)
    ]
    random.Random(7).shuffle(plan)
    headers = [worlds.token_of(member) for member in people]
    requests = [
        http.request(
            "POST",
            f"/api/v1/rewards/{rewards[number].public_id}/claim/",
            headers=headers[number],
            key=key,
        )
        for number, key in plan
    ]
    return requests, [rewards[number].public_id for number, _ in plan]


def _overspent(rush: Rush) -> int:
    """Shares beyond the limit, and shares that the book and the counters see differently."""
    spent = sum(Budget.objects.values_list("spent_units", flat=True))
    entered = sum(BudgetEntry.objects.values_list("units", flat=True))
    granted = Reward.objects.filter(state=RewardState.GRANTED).count()
    return max(0, spent - rush.gifts) + abs(spent - entered) + abs(spent - granted)


def _complaints(trial: Trial) -> list[str]:
    """What the processes called an error, each once."""
    lines = {line for log in trial.logs() for line in log.read_text(errors="replace").splitlines()}
    return sorted(line[:200] for line in lines if "Error" in line)[:20]
