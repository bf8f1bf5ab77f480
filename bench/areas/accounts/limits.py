"""A thousand tries at once, twenty times: exactly as many get through as the limits say."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections

from accounts import errors, limits, operations
from bench import http
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, Number, counted
from bench.trial import NO_ENV, Env, Trial
from common.clock import db_now
from common.errors import TooMany
from common.limits import Limit

PARALLEL = 1000
ROUNDS = 20
THREADS = 40
ADDRESS = "192.0.2.1"
# A round must not straddle two windows: the count would be right and look wrong.
MARGIN_SECONDS = 120


def ask_for_code(subject: str) -> None:
    try:
        operations.send_contact_code(contact=subject, address=ADDRESS)
    except errors.ContactJustUsed:
        pass  # a twin's code was faster; this one was let through as well


def try_password(subject: str) -> None:
    try:
        operations.sign_in_with_password(login=subject, password="wrong password", address=ADDRESS)
    except errors.WrongSignIn:
        pass


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A way to try, its limits, and the API's call for it."""

    name: str
    attempt: Callable[[str], None]
    by_subject: Limit
    by_network: Limit
    path: str
    body: Callable[[str], dict[str, str]]


KINDS = (
    Kind(
        name="codes",
        attempt=ask_for_code,
        by_subject=limits.CODES_BY_BOTH,
        by_network=limits.CODES_BY_NETWORK,
        path="/api/v1/contact-codes/",
        body=lambda subject: {"contact": subject},
    ),
    Kind(
        name="passwords",
        attempt=try_password,
        by_subject=limits.PASSWORDS_BY_BOTH,
        by_network=limits.PASSWORDS_BY_NETWORK,
        path="/api/v1/sign-ins/",
        body=lambda subject: {"login": subject, "password": "wrong password"},
    ),
)


@counted("accounts.limits", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=400)
def count(trial: Trial) -> Figure:
    return rush(trial, rounds=ROUNDS, parallel=trial.size(PARALLEL))


def rush(trial: Trial, *, rounds: int, parallel: int, env: Env = NO_ENV) -> Figure:
    """Half of the rounds ask for codes, half try passwords; the last two of each come with a subject of
    their own every time, so that the network's limit decides. One more of each comes over HTTP.

    ``env`` reaches the web process: the control.
    """
    leave_the_windows_edge()
    above = below = through = unclear = errors_seen = 0
    told: list[str] = []
    for kind in KINDS:
        left = kind.by_network.allowed
        for number in range(rounds // 2):
            many = number >= rounds // 2 - 2
            allowed = left if many else min(left, kind.by_subject.allowed)
            found = race(kind, subjects(number, parallel, many=many))
            passed = found["passed"]
            above, below = above + max(0, passed - allowed), below + max(0, allowed - passed)
            through, errors_seen = through + passed, errors_seen + found["broken"]
            left -= min(left, passed)
            told.append(f"{kind.name} of {'many' if many else 'one'}: {passed} of {allowed}")
    trial.start_web(workers=2, threads=8, env={"DATABASE_POOL": "0", **env})
    for kind in KINDS:
        answers = over_http(trial, kind, subjects(99, parallel // 5, many=False))
        passed = answers.done - answers.count(429)
        above += max(0, passed - kind.by_subject.allowed)
        below += max(0, kind.by_subject.allowed - passed)
        errors_seen += answers.server_errors
        unclear += sum("too-many-tries" not in body for _, code, _, body in answers.answers if code == 429)
        told.append(f"{kind.name} over HTTP: {passed} of {kind.by_subject.allowed}")
    numbers: dict[str, Number] = {"rounds": rounds, "requests": rounds * parallel, "through": through}
    numbers |= {"above": above, "below": below, "errors": errors_seen, "unclear": unclear}
    ok = not (above or below or errors_seen or unclear)
    return trial.figure(ok=ok, numbers=numbers, notes={"rounds": told})


def subjects(number: int, parallel: int, *, many: bool) -> list[str]:
    return [f"+86137{number * 100_000 + (one if many else 0):08d}" for one in range(parallel)]


def race(kind: Kind, wanted: list[str]) -> "Counter[str]":
    """All tries from forty connections that start at one moment."""
    start = threading.Barrier(THREADS)
    found: Counter[str] = Counter()
    lock = threading.Lock()

    def run(mine: list[str]) -> None:
        seen: Counter[str] = Counter()
        start.wait(60)
        for subject in mine:
            try:
                kind.attempt(subject)
                seen["passed"] += 1
            except TooMany:
                seen["refused"] += 1
            except Exception:
                seen["broken"] += 1
        connections.close_all()
        with lock:
            found.update(seen)

    threads = [threading.Thread(target=run, args=(wanted[first::THREADS],)) for first in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def over_http(trial: Trial, kind: Kind, wanted: list[str]) -> http.Answers:
    requests = [
        http.request("POST", kind.path, body=kind.body(subject), key=f"limits-{kind.name}-{number}")
        for number, subject in enumerate(wanted)
    ]
    return http.fire(
        trial, requests, connections=len(requests), seconds=120, once=True, at_once=True, keep=True
    )


def leave_the_windows_edge() -> None:
    """Wait for the next window when this one is about to end."""
    left = 900 - int(db_now().timestamp()) % 900
    if left < MARGIN_SECONDS:
        time.sleep(left + 1)
