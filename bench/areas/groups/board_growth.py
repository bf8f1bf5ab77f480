"""A board of a million posts, in a group of ten thousand members, costs what one of ten thousand costs."""

import statistics
import time

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from groups.models import Group, Membership, Post
from groups.states import MembershipState
from tests.factories.groups import group, member

FEW, MANY = 10_000, 1_000_000
FELLOWS = 10_000
ROUNDS = 15
SLOWER_AT_MOST = 1.5
_COLUMNS = "version, public_id, state, created_at, kind, audience, body, comment_count, author_id, group_id"
_VALUES = "0, {id}, 'shown', %s, 'note', 20, 'Found a good thing, number ' || n, 0, %s, %s"
_SERIES = {
    "postgresql": ("lower(substr(md5(random()::text || n), 1, 20))", "generate_series(1, %s) AS n"),
    "sqlite": (
        "lower(hex(randomblob(10)))",
        "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT %s) SELECT n FROM c)",
    ),
}


@counted("groups.board-growth", stacks=[SQLITE, POSTGRES_REDIS], members=FELLOWS, limit_seconds=900)
def count(trial: Trial) -> Figure:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.LIMITS = {"groups.founded-a-day": 1_000_000}
    reader = member()
    small, large = group(reader), group(reader)
    people = list(Member.objects.exclude(pk=reader.pk).order_by("pk").values_list("pk", flat=True))
    few_people, many_people = people[:50], people[:FELLOWS]
    _move_in(small, few_people)
    _move_in(large, many_people)
    _write(small, few_people, FEW)
    _write(large, many_people, MANY)
    client = Client()
    client.force_login(reader)
    pages = {name: _cost(client, made) for name, made in (("few", small), ("many", large))}
    ratio = max(pages["many"][n][1] / pages["few"][n][1] for n in range(2))
    more = sum(pages["many"][n][0] - pages["few"][n][0] for n in range(2))
    posts = Post.objects.filter(group=large).count()
    return trial.figure(
        ok=ratio <= SLOWER_AT_MOST and not more and posts >= MANY,
        numbers={
            "few": FEW,
            "posts": posts,
            "fellows": Membership.objects.filter(group=large).count(),
            "statements_more": more,
            "ratio": ratio,
            "target": SLOWER_AT_MOST,
        },
        notes=pages,
    )


def _move_in(made: Group, people: list[int]) -> None:
    now = timezone.now()
    rows = [
        Membership(
            group=made, member_id=pk, state=MembershipState.ACTIVE, seq=100 + n, since=now, joined_at=now
        )
        for n, pk in enumerate(people)
    ]
    known = set(Membership.objects.filter(group=made).values_list("member_id", flat=True))
    Membership.objects.bulk_create([row for row in rows if row.member_id not in known], batch_size=2_000)
    Group.objects.filter(pk=made.pk).update(seats_taken=Membership.objects.filter(group=made).count())


def _write(made: Group, people: list[int], posts: int) -> None:
    """By one statement per hundredth of the people: a page shows several authors."""
    new_id, series = _SERIES[connection.vendor]
    authors = people[:: max(1, len(people) // 50)][:50]
    values = _VALUES.format(id=new_id)
    sql = f"INSERT INTO groups_post ({_COLUMNS}) SELECT {values} FROM {series}"  # noqa: S608 - constants
    with connection.cursor() as cursor:
        for author in authors:
            cursor.execute(sql, [timezone.now(), author, made.pk, posts // len(authors)])
        cursor.execute("ANALYZE")


def _cost(client: Client, made: Group) -> list[tuple[int, float]]:
    """(statements, median milliseconds) of the first page and of the one after it."""
    first = f"/groups/{made.public_id}/board/"
    rows = Post.objects.filter(group=made).order_by("-pk")
    address = client.get(first)
    cursor = str(address.context["next_cursor"])
    assert rows.exists() and cursor
    return [_median(client, first), _median(client, f"{first}?cursor={cursor}")]


def _median(client: Client, path: str) -> tuple[int, float]:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    statements = len(asked)
    took = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - began) * 1000)
    return statements, statistics.median(took)
