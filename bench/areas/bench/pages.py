"""Pages and lists that everybody opens, beside bare Django views of the same rows on the same server."""

import statistics

from accounts.models import Member
from bench import http, worlds
from bench.figures import POSTGRES_REDIS, Figure, counted
from bench.http import Answers
from bench.seed import BIG, SLUG
from bench.trial import Trial

MEMBERS = 100_000
READERS = 50
# Two of each meet by chance: two connections on one worker are half as fast as one on each.
WORKERS = CONNECTIONS = 1
ROUNDS = 5
SECONDS = 2.0
SLOWER_AT_MOST = 2.0
RATE_AT_LEAST = 0.8


@counted("bench.page-progress", stacks=[POSTGRES_REDIS], members=MEMBERS)
def count_progress(trial: Trial) -> Figure:
    return beside(trial, f"/campaigns/{SLUG}/progress/", "/bench/friends/")


@counted("bench.page-campaign", stacks=[POSTGRES_REDIS], members=MEMBERS)
def count_campaign(trial: Trial) -> Figure:
    return beside(trial, f"/campaigns/{SLUG}/", f"/bench/campaigns/{SLUG}/")


@counted("bench.page-today", stacks=[POSTGRES_REDIS], members=MEMBERS)
def count_today(trial: Trial) -> Figure:
    """Of newcomers with a campaign of their own: three cards speak, all others are asked in vain."""
    return beside(trial, "/", "/bench/today/")


@counted("bench.api-list", stacks=[POSTGRES_REDIS], members=MEMBERS)
def count_list(trial: Trial) -> Figure:
    """Answers per second; the session decides on both sides whose rows they are."""
    pairs = measure(trial, f"/api/v1/campaigns/{SLUG}/referrals/", "/bench/friends.json")
    ratios = [ours.per_second / bare.per_second for ours, bare in pairs]
    ratio = statistics.median(ratios)
    numbers: dict[str, float] = {"members": Member.objects.count(), "rows": 25, "rounds": len(pairs)}
    numbers |= {
        "ours": statistics.median(ours.per_second for ours, _ in pairs),
        "yardstick": statistics.median(bare.per_second for _, bare in pairs),
    }
    ok = ratio >= RATE_AT_LEAST
    numbers |= {"ratio": ratio, "target": RATE_AT_LEAST}
    return trial.figure(ok=ok, numbers=numbers, notes={"ratios": ratios, "unit": "answers per second"})


def beside(trial: Trial, path: str, yardstick: str) -> Figure:
    """p99 of a signed-in page, in milliseconds; the ratio is the median of the rounds' ratios."""
    pairs = measure(trial, path, yardstick)
    ratios = [ours.p99_ms / bare.p99_ms for ours, bare in pairs]
    ratio = statistics.median(ratios)
    numbers: dict[str, float] = {"members": Member.objects.count(), "rounds": len(pairs)}
    numbers |= {
        "requests": sum(ours.done for ours, _ in pairs),
        "ours": statistics.median(ours.p99_ms for ours, _ in pairs),
        "yardstick": statistics.median(bare.p99_ms for _, bare in pairs),
    }
    notes = {
        "ratios": ratios,
        "unit": "milliseconds, p99",
        "p50_ours": statistics.median(ours.p50_ms for ours, _ in pairs),
        "p50_yardstick": statistics.median(bare.p50_ms for _, bare in pairs),
    }
    return trial.figure(
        ok=ratio <= SLOWER_AT_MOST,
        numbers=numbers | {"ratio": ratio, "target": SLOWER_AT_MOST},
        notes=notes,
    )


def measure(trial: Trial, path: str, yardstick: str) -> list[tuple[Answers, Answers]]:
    """(ours, the bare view's), interleaved; the first round only warms up."""
    readers = Member.objects.filter(handle__startswith="seed-").order_by("pk")[: min(READERS, BIG)]
    cookies = [worlds.cookies_of(member) for member in readers]
    ours = [http.request("GET", path, cookies=one) for one in cookies]
    bare = [http.request("GET", yardstick, cookies=one) for one in cookies]
    trial.start_web(workers=WORKERS, threads=1)
    pairs = []
    for number in range(trial.size(ROUNDS) + 1):
        pair = (burst(trial, ours), burst(trial, bare))
        if number:
            pairs.append(pair)
    return pairs


def burst(trial: Trial, requests: list[bytes]) -> Answers:
    """Raises: RuntimeError when anything but the page came back."""
    answers = http.fire(trial, requests, connections=CONNECTIONS, seconds=SECONDS)
    if answers.count(200) != answers.done or answers.broken:
        raise RuntimeError(f"{requests[0][:60]!r} answered {dict(answers.statuses)}")
    return answers
