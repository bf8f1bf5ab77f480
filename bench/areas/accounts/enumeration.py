"""Known and unknown contacts, asked for in turn: the same answer, the same time, on every way in."""

import gc
import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Member
from bench import worlds
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, Number, counted
from bench.samples import kolmogorov_smirnov_p, mann_whitney_p
from bench.trial import Trial

PAIRS = 1000
WARM_UP = 20
LEAST_P = 0.01
KNOWN, UNKNOWN = 13_000_000_000, 13_900_000_000


class FewRounds(PBKDF2PasswordHasher):
    """The same hash with fewer rounds, so that thousands fit: what is left out still shows (the control)."""

    iterations = 5_000


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way in. ``send(client, contact)`` makes the request whose answer is compared."""

    name: str
    send: Callable[[Client, str], Any]


def _page(name: str, fields: Callable[[str], Mapping[str, str]]) -> Way:
    return Way(name=name, send=lambda client, contact: client.post(reverse(name), fields(contact)))


def _call(name: str, body: Callable[[str], Mapping[str, str]]) -> Way:
    def send(client: Client, contact: str) -> Any:
        key = {"Idempotency-Key": f"enumeration-{contact}"}
        return client.post(reverse(name), body(contact), content_type="application/json", headers=key)

    return Way(name=name, send=send)


WAYS = (
    _page("accounts:join", lambda contact: {"display_name": "Lin", "contact": contact, "consent": "on"}),
    _page("accounts:sign-in", lambda contact: {"contact": contact}),
    _page("accounts:sign-in-password", lambda contact: {"login": contact, "password": "wrong password"}),
    _page("accounts:reset", lambda contact: {"contact": contact}),
    _page("accounts:contact-add", lambda contact: {"contact": contact}),
    _call("api-contact-codes", lambda contact: {"contact": contact}),
    _call("api-sign-ins", lambda contact: {"login": contact, "password": "wrong password"}),
)


@dataclass(kw_only=True)
class Sample:
    known: list[float] = field(default_factory=list)
    unknown: list[float] = field(default_factory=list)
    answers: dict[str, set[str]] = field(default_factory=lambda: {"known": set(), "unknown": set()})

    @property
    def p(self) -> float:
        """The smaller of the two tests."""
        return min(mann_whitney_p(self.known, self.unknown), kolmogorov_smirnov_p(self.known, self.unknown))


@counted("accounts.enumeration", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count(trial: Trial) -> Figure:
    return compare(trial, pairs=trial.size(PAIRS), ways=WAYS)


def compare(trial: Trial, *, pairs: int, ways: tuple[Way, ...]) -> Figure:
    """A way that looks different is asked once more, afresh: ten tests at 1 % would cry wolf too often."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")  # the disk's time tells of nothing here
    worlds.members(2 * pairs + WARM_UP + 1, first_phone=KNOWN)
    least, differing, told = 1.0, 0, []
    with measuring():
        for number, way in enumerate(ways):
            sample = take(way, pairs, start=number * 1_000_000)
            gc.collect()  # a thousand answers leave a gigabyte of circles
            if sample.p <= LEAST_P:
                sample = take(way, pairs, start=number * 1_000_000 + 500_000, known_from=pairs)
            differing += int(sample.answers["known"] != sample.answers["unknown"])
            least = min(least, sample.p)
            told.append(f"{way.name}: p={sample.p:.4f} answers={sorted(sample.answers['known'])[:2]}")
    numbers: dict[str, Number] = {"ways": len(ways), "pairs": pairs, "least_p": least}
    return trial.figure(
        ok=least > LEAST_P and not differing,
        numbers=numbers | {"differing": differing, "target": LEAST_P},
        notes={"ways": told},
    )


@contextmanager
def measuring() -> Iterator[None]:
    """Without limits that would end the sample, and without the collector's pauses."""
    endless = dict.fromkeys(
        f"{what}-{by}"
        for what in ("codes", "passwords")
        for by in (
            "by-network",
            "by-network-and-contact",
            "by-network-and-login",
            "by-contact",
            "by-login",
            "in-all",
        )
    )
    names = {
        "LIMITS": {name: 10**9 for name in endless},
        "ALLOWED_HOSTS": ["testserver"],
        "PASSWORD_HASHERS": ["bench.areas.accounts.enumeration.FewRounds"],
    }
    gc.collect()
    gc.disable()
    logging.disable(logging.ERROR)
    try:
        with override_settings(**names):
            yield
    finally:
        gc.enable()
        logging.disable(logging.INFO)


def take(way: Way, pairs: int, *, start: int, known_from: int = 0) -> Sample:
    """Each pair in an order that a coin decides, each request from a browser that has not been here."""
    coin = random.Random(start)
    sample = Sample()
    asker = worlds.cookies_of(Member.objects.order_by("-pk")[0])[settings.SESSION_COOKIE_NAME]
    for number in range(-WARM_UP, pairs):
        both = {
            "known": f"+86{KNOWN + known_from + number + WARM_UP}",
            "unknown": f"+86{UNKNOWN + start + number + WARM_UP}",
        }
        for which in coin.sample(sorted(both), 2):
            client = Client()
            if way.name == "accounts:contact-add":
                client.cookies[settings.SESSION_COOKIE_NAME] = asker
            began = time.perf_counter()
            answer = way.send(client, both[which])
            took = time.perf_counter() - began
            if number >= 0:
                getattr(sample, which).append(took)
                sample.answers[which].add(told(answer, both[which]))
    return sample


def told(answer: Any, contact: str) -> str:
    """What a stranger reads: status, place and body, without what is random or typed."""
    body = answer.content.decode().replace(contact, "*")
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        return f"{answer.status_code} {sorted(answer.json())}"
    return f"{answer.status_code} {answer.headers.get('Location', '')} {len(body)}"
