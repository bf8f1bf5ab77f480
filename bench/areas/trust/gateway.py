"""A credit gateway gone mad, over real HTTP: broken answers to our questions, broken news to our door."""

import asyncio
import logging
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations
from urllib.parse import parse_qsl

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from bench import worlds
from bench.areas.trust.garbage import levels_swapped, spoiled
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from common.http.errors import NotDone
from outbox.testing import run_jobs
from simulators.http import Reply, Request, serve
from simulators.testing import Running, running_simulators
from tests.trust.credit_worlds import with_level
from trust import credit_queries
from trust.credit_states import CreditState
from trust.models import CreditAttestation, ProviderEvent
from trust.operations import receive_credit_news
from trust.operations.credit import fetch_credit
from trust.providers.alipay import AGREE, LEVEL

CASES = 5_000
NEWS_URL = "/credit/news/"
_KIND = "application/x-www-form-urlencoded"


@contextmanager
def wired() -> Iterator[Running]:
    """Our settings point at simulators of our own; no breaker, it would spare us the work."""
    with running_simulators() as house:
        settings.PROVIDERS["credit"] = house.providers["credit"] | {"breaker_failures": "1000000000"}
        settings.ALLOWED_HOSTS = ["testserver"]
        logging.getLogger("django.request").setLevel(logging.CRITICAL)  # thousands of lines of 400
        yield house


class Mad:
    """Answers the question about the level with whatever ``body`` holds, and the one before it truly."""

    body = b""

    def __init__(self, agreed: bytes) -> None:
        self._agreed = agreed

    def handle(self, request: Request) -> Reply:
        return Reply(body=self.body if request.form.get("method") == LEVEL else self._agreed)


@contextmanager
def listening(mad: Mad) -> Iterator[str]:
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(serve(mad.handle, host="127.0.0.1", port=0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/gateway.do"
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def state_of(row: CreditAttestation) -> tuple[str, str]:
    row.refresh_from_db()
    seen = credit_queries.current_level(row.member_id, now=timezone.now())
    return row.state, seen.level if seen else ""


def genuine_answers(house: Running) -> tuple[bytes, bytes]:
    """To the agreement and to the question about the level, as they go over the wire."""
    from simulators.alipay import AlipaySimulator
    from simulators.faults import Faults
    from simulators.store import Store

    alipay = AlipaySimulator(Store(), Faults(), house.plan.alipay_keys)
    agreed: dict[str, object] = {"code": "10000", "msg": "Success"}
    level: dict[str, object] = {**agreed, "biz_no": "SIM", "level_code": "L4"}
    answers = ((AGREE, agreed), (LEVEL, level))
    one, other = (alipay._sealed(f"{name.replace('.', '_')}_response", inner, "") for name, inner in answers)
    return one.body, other.body


def broken_answers(count: int, house: Running, row: CreditAttestation) -> Counter[str]:
    """Our question is answered with nonsense. Genuine bytes would change nothing either: the level is L4."""
    chance, told = random.Random(20261126), Counter[str]()
    agreed, good = genuine_answers(house)
    before, mad = state_of(row), Mad(agreed)
    liars = list(levels_swapped(good))
    with listening(mad) as url:
        settings.PROVIDERS["credit"] = {**settings.PROVIDERS["credit"], "base_url": url}
        for number in range(count):
            mad.body = liars[number] if number < len(liars) else spoiled(chance, good)
            try:
                fetch_credit(attestation_id=row.pk, now=timezone.now())
                told["believed"] += 1
                told["changed"] += state_of(row) != before
            except NotDone:
                told["unavailable"] += 1
            except Exception as crash:
                told[f"crash {type(crash).__name__}"] += 1
    told["changed"] += state_of(row) != before
    return told


def broken_news(count: int, house: Running, row: CreditAttestation) -> Counter[str]:
    """A notification of a withdrawal, broken. What still says the same in other letters is not broken."""
    asked = house.post("/_control/alipay/change", agreement=row.public_id, withdrawn=True)
    good, chance, told = asked["body"].encode(), random.Random(7), Counter[str]()
    client, before = Client(raise_request_exception=False), state_of(row)
    done = 0
    while done < count:
        body = spoiled(chance, good)
        if dict(parse_qsl(body.decode("latin-1"))) == dict(parse_qsl(good.decode())):
            continue
        done += 1
        status = client.post(NEWS_URL, body, content_type=_KIND).status_code
        told[str(status)] += 1
        told["5xx"] += status >= 500
    told["changed"] += (state_of(row) != before) + ProviderEvent.objects.count()
    told["genuine"] = client.post(NEWS_URL, good, content_type=_KIND).status_code
    told["control"] = int(state_of(row)[0] == CreditState.WITHDRAWN)
    return told


def person(number: int) -> Member:
    return worlds.members(1, prefix=f"credit-{number}", first_phone=13_600_000_000 + number)[0]


@counted("trust.gateway-garbage", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count_garbage(trial: Trial) -> Figure:
    """Half of it answers, half of it news."""
    half = trial.size(CASES) // 2
    with wired() as house:
        answers = broken_answers(half, house, with_level(person(1), "score-650"))
        settings.PROVIDERS["credit"] = house.providers["credit"]
        news = broken_news(half, house, with_level(person(2), "score-650"))
    crashes = sum(n for word, n in answers.items() if word.startswith("crash")) + news["5xx"]
    changed = answers["changed"] + news["changed"]
    return trial.figure(
        ok=not changed and not crashes and news["control"] == 1,
        numbers={"cases": half * 2, "changed": changed, "crashes": crashes, "control": news["control"]},
        notes={"answers": dict(answers), "news": dict(news)},
    )


WORDS = ("changed", "changed-again", "withdrawn", "forged", "earlier")


def letter(house: Running, row: CreditAttestation, **more: object) -> bytes:
    body: str = house.post("/_control/alipay/change", agreement=row.public_id, **more)["body"]
    return body.encode()


def bodies(house: Running, row: CreditAttestation, old: bytes, size: int) -> dict[str, bytes]:
    """Up to five letters about one permission: late, twice, forged, about an earlier one.

    Making the letter of a withdrawal ends the permission over there, so it is made only where it is sent.
    """
    changed = letter(house, row, persona="score-700")
    over = letter(house, row, withdrawn=True) if size > 2 else b""
    return {
        "changed": changed,
        "changed-again": changed,
        "withdrawn": over,
        "forged": over.replace(b"unsign", b"signed"),
        "earlier": old,
    }


@counted("trust.notify-order", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=600)
def count_orders(trial: Trial) -> Figure:
    """Every order of one to five letters: the end depends on which came, never on when."""
    wrong: list[str] = []
    done = 0
    with wired() as house:
        first = with_level(person(1))
        old = letter(house, first, withdrawn=True)
        for size in range(1, len(WORDS) + 1):
            for order in permutations(WORDS[:size]):
                done += 1
                row = with_level(person(100 + done), "score-650")
                letters = bodies(house, row, old, size)
                _deliver([letters[word] for word in order])
                state, level = state_of(row)
                over = "withdrawn" in order
                if (state, level) != (("withdrawn", "") if over else ("current", "outstanding")):
                    wrong.append(f"{order}: {state} {level}")
    events = ProviderEvent.objects.values("event_id").distinct().count()
    ok = done >= 153 and not wrong and events == ProviderEvent.objects.count()
    numbers = {"permutations": done, "events": events, "violations": len(wrong)}
    return trial.figure(ok=ok, numbers=numbers, notes={"wrong": wrong[:20]})


def _deliver(letters: list[bytes]) -> None:
    from trust.errors import ForgedNews

    for letter in letters:
        try:
            receive_credit_news(body=letter, now=timezone.now())
        except ForgedNews:
            pass
        run_jobs()
