"""Profiles, search and Today among a million members cost what they cost among ten thousand."""

import random
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import CirclePlace, Consent, Member, Notification, Profile
from accounts.notification_states import MessageClass
from accounts.operations import enter_circle
from accounts.search import SOURCE, grams_by_scope
from bench.bulk import load_rows
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from common.models import SearchEntry
from tests.factories.accounts import MemberFactory

FEW, MANY = 10_000, 1_000_000
CIRCLE_OF = 100
FELLOWS = 50
ROUNDS = 25
SLOWER_AT_MOST = 1.5
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文辉力志永健世广海山仁波宁贵福生龙元全"
FIRST = ("Anna", "Ben", "Clara", "David", "Emma", "Felix", "Grace", "Henry", "Ivy", "Jack", "Kate", "Leo")
LAST = (
    "Ng",
    "Lee",
    "Wong",
    "Smith",
    "Baker",
    "Alexander",
    "Fischer",
    "Garcia",
    "Okafor",
    "Singh",
    "Tan",
    "Liu",
)
CITIES = ("上海", "北京", "深圳", "广州", "杭州", "成都", "Berlin", "Singapore", "Kathmandu", "Vancouver")
# Asked for: one character, a pair, a whole name, a first name with a rare and a common last one, a city's
# beginning, two that meet in nobody, and nothing that anybody has.
ASKED = ("王", "王伟", "王伟明", "anna ng", "grace alexander", "be", "上海 kath", "zzyzx")
LATIN_SHARE = 0.1
NEWS = ("public_id", "member_id", "kind", "message_class", "about", "local_on", "created_at", "expires_at")
NEWS_EACH = 3


@counted("accounts.growth", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=1800)
def count(trial: Trial) -> Figure:
    settings.ALLOWED_HOSTS = ["testserver"]
    reader = MemberFactory.create()
    crowd = Crowd(reader)
    began = time.perf_counter()
    crowd.grow_to(FEW)
    few = costs(reader, crowd)
    crowd.grow_to(MANY)
    many = costs(reader, crowd)
    ratios = {page: many[page][1] / few[page][1] for page in few}
    worst = max(ratios, key=lambda page: ratios[page])
    more = sum(many[page][0] - few[page][0] for page in few)
    members = Member.objects.count()
    return trial.figure(
        ok=ratios[worst] <= SLOWER_AT_MOST and more <= 0 and members >= MANY,
        numbers={
            "few": FEW,
            "members": members,
            "entries": SearchEntry.objects.count(),
            "pages": len(few),
            "statements_more": more,
            "ratio": ratios[worst],
            "target": SLOWER_AT_MOST,
            "worst": worst,
        },
        notes={"few": few, "many": many, "ratios": ratios, "seconds": time.perf_counter() - began},
    )


class Crowd:
    """Members with a profile, a consent, a circle, three pieces of news each, and their search entries."""

    def __init__(self, reader: Member) -> None:
        self.chance = random.Random(20)
        self.now = timezone.now()
        self.first = reader.pk + 1
        self.size = 0
        self.reader = reader

    def grow_to(self, size: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL statement_timeout = 0")
            self._load(range(self.size, size))
        if not self.size:
            self._meet_some()
        self.size = size
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET statement_timeout = 0")
                cursor.execute("VACUUM ANALYZE")
            else:
                cursor.execute("ANALYZE")

    def _load(self, numbers: range) -> None:
        people = [(self.first + number, *self._somebody()) for number in numbers]
        if not numbers.start:  # whoever is asked for is there from the beginning
            people[7] = (people[7][0], "王伟明", CITIES[0])
        joined = self.now - timedelta(days=60)
        load_rows(
            Member,
            ("id", "public_id", "handle", "display_name", "password", "joined_at"),
            ((pk, f"grown{pk:015d}", f"grown-{pk}", name, "!bench", joined) for pk, name, _ in people),
        )
        load_rows(Profile, ("member_id", "city", "city_audience"), ((pk, city, 2) for pk, _, city in people))
        load_rows(
            Consent,
            ("member_id", "purpose", "notice_hash", "given_at"),
            ((pk, "membership", "0" * 64, joined) for pk, _, _ in people),
        )
        load_rows(
            CirclePlace,
            ("member_id", "circle", "is_in", "step"),
            ((pk, f"grown:{pk // CIRCLE_OF}", True, 1) for pk, _, _ in people),
        )
        load_rows(Notification, NEWS, self._news(people))
        load_rows(SearchEntry, ("source", "scope", "gram", "object_id", "owner_id"), entries(people))
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Member]):
                cursor.execute(statement)

    def _somebody(self) -> tuple[str, str]:
        """(name, city): one to three characters behind a surname that is common or rare, or in letters."""
        chance = self.chance
        if chance.random() < LATIN_SHARE:
            name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        else:
            surname = SURNAMES[min(int(chance.expovariate(0.1)), len(SURNAMES) - 1)]
            name = surname + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
        return name, chance.choice(CITIES)

    def _news(self, people: Iterable[tuple[int, str, str]]) -> Iterator[tuple[Any, ...]]:
        until = self.now + timedelta(days=60)
        for pk, _name, _city in people:
            for number in range(NEWS_EACH):
                key = f"news{pk:012d}{number:04d}"
                about, on = f"badge:{number}", self.now.date()
                yield key, pk, "trust.badge", MessageClass.PERSONAL, about, on, self.now, until

    def _meet_some(self) -> None:
        for pk in (self.reader.pk, *range(self.first, self.first + FELLOWS)):
            enter_circle(circle="grown:reader", member_id=pk, step=1)


def entries(people: Iterable[tuple[int, str, str]]) -> Iterator[tuple[Any, ...]]:
    """What ``accounts.search`` writes for such people."""
    for pk, name, city in people:
        for scope, gram in grams(name, city):
            yield SOURCE, scope, gram, pk, pk


@cache
def grams(name: str, city: str) -> tuple[tuple[str, str], ...]:
    found = grams_by_scope(Member(display_name=name), Profile(city=city, city_audience=2))
    return tuple((scope, gram) for scope, grams in found.items() for gram in sorted(grams))


def costs(reader: Member, crowd: Crowd) -> dict[str, tuple[int, float]]:
    """{page: (statements, milliseconds of the fastest round, which other work slows least)}.

    Milliseconds of this process where the database is inside it, by the clock where it is a server.
    """
    client = Client()
    client.force_login(reader)
    middle = crowd.first + crowd.size // 2
    pages = {"today": "/", "profile": f"/people/grown{middle:015d}/", "news": "/notifications/"}
    pages |= {f"search {words}": f"/search/?{urlencode({'q': words})}" for words in ASKED}
    return {name: cost(client, path) for name, path in pages.items()}


def cost(client: Client, path: str) -> tuple[int, float]:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    statements, took = len(asked), []
    clock = time.perf_counter if connection.vendor == "postgresql" else time.process_time
    for _round in range(ROUNDS):
        began = clock()
        client.get(path)
        took.append((clock() - began) * 1000)
    return statements, min(took)
