"""A thousand calls of one key in the same instant: never more pass than the limit says, in any window."""

from bench import http
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, Number, counted
from bench.trial import Trial
from common.models import LimitWindow
from connect.models.sites import CALLS_BY_KEY
from tests.factories import connect as platform

CALLS, ROUNDS, CONNECTIONS = 1000, 20, 200
PATH = "/api/v1/qualifying-events/"


@counted("platform.rate-limits", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count(trial: Trial) -> Figure:
    return call_all(trial, rounds=trial.size(ROUNDS, times=5))


def call_all(trial: Trial, *, rounds: int) -> Figure:
    """Each round has a key of its own. A round may touch two windows; each is counted by itself."""
    trial.start_web(workers=2, threads=4)
    allowed = CALLS_BY_KEY.in_force
    over = passed = refused = errors = unexplained = 0
    for _ in range(rounds):
        LimitWindow.objects.all().delete()
        headers = {"Authorization": f"Bearer {platform.key_of(platform.site())}"}
        requests = [http.request("GET", PATH, headers=headers) for _ in range(CALLS)]
        answers = http.fire(trial, requests, connections=CONNECTIONS, seconds=120, once=True, at_once=True)
        counts = list(LimitWindow.objects.filter(name=CALLS_BY_KEY.name).values_list("count", flat=True))
        over += sum(max(0, one - allowed) for one in counts)
        unexplained += abs(answers.count(200) - sum(counts))
        passed, refused = passed + answers.count(200), refused + answers.count(429)
        errors += answers.server_errors
    numbers: dict[str, Number] = {"rounds": rounds, "requests": rounds * CALLS, "limit": allowed}
    numbers |= {"passed": passed, "refused": refused, "over": over, "errors": errors}
    ok = not (over or errors or unexplained) and passed + refused == rounds * CALLS
    return trial.figure(ok=ok, numbers=numbers | {"unexplained": unexplained})
