"""200 members claim the last gift in the same instant, over HTTP: one wins, 199 are told so."""

from collections import Counter

from accounts.models import Member
from bench import http, worlds
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, Number, counted
from bench.reconciling import violations
from bench.trial import NO_ENV, Env, Trial
from gifts.models import Gift, StockBalance

CLAIMS = 200
ROUNDS = 20
REFUSED = 409


@counted("chaos.last-gift", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=300)
def count(trial: Trial) -> Figure:
    return claim_all(trial, rounds=trial.size(ROUNDS), claims=CLAIMS)


def claim_all(trial: Trial, *, rounds: int, claims: int, env: Env = NO_ENV) -> Figure:
    """Every round has a campaign of its own with one gift. ``env`` reaches the web process: the control."""
    trial.start_web(workers=2, threads=8, env=env)
    people = worlds.members(claims)
    headers = [worlds.token_of(member) for member in people]
    winners: Counter[int] = Counter()
    refused = errors = unclear = 0
    worst = 0.0
    for number in range(rounds):
        requests = prepare(number, people, headers)
        answers = http.fire(
            trial, requests, connections=claims, seconds=120, once=True, at_once=True, keep=True
        )
        won = answers.count(200, 201)
        winners[won] += 1
        refused += answers.count(REFUSED)
        errors += answers.server_errors
        unclear += answers.done - won - answers.count(REFUSED)
        unclear += sum('"code"' not in body for _, status, _, body in answers.answers if status == REFUSED)
        worst = max(worst, answers.max_ms / 1000)
    given, oversold, broken = Gift.objects.count(), oversold_units(), violations()
    ok = winners == {1: rounds} and given == rounds and not (errors or unclear or oversold or broken)
    numbers: dict[str, Number] = {"rounds": rounds, "requests": rounds * claims, "winners": given}
    numbers |= {"refused": refused, "oversold": oversold + max(0, given - rounds), "errors": errors}
    return trial.figure(
        ok=ok,
        numbers=numbers | {"unclear": unclear, "violations": len(broken), "worst_seconds": worst},
        notes={"winners_a_round": dict(winners), "violations": broken},
    )


def prepare(number: int, people: list[Member], headers: list[worlds.Header]) -> list[bytes]:
    """One gift on the shelf, and more shares in the budget than gifts, so that the shelf decides."""
    campaign = worlds.live_campaign(slug=f"last-{number}", gifts_to_claim=1)
    rewards = worlds.approved_rewards(campaign, people)
    return [
        http.request(
            "POST",
            f"/api/v1/rewards/{reward.public_id}/claim/",
            headers=header,
            key=f"claim-{reward.public_id}",
        )
        for reward, header in zip(rewards, headers, strict=True)
    ]


def oversold_units() -> int:
    rows = StockBalance.objects.values_list("on_hand", "reserved")
    return sum(max(0, reserved - on_hand) for on_hand, reserved in rows)
