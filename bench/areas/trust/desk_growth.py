"""The desk with 100,000 open cases costs what it costs with ten."""

import hashlib
import time
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from accounts.operations import grant_role
from accounts.states import Role
from bench import worlds
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from common.access import SYSTEM
from trust.models import Case, ReviewTask
from trust.states import CaseKind, CaseState, TaskState

FEW, MANY = 10, 100_000
ROUNDS = 15
SLOWER_AT_MOST = 2.0
PAGES = ("/admin/trust/case/", "/api/v1/desk/cases/")


def applicants(count: int) -> list[int]:
    """Members' ids; nothing of theirs is opened, so there are no keys."""
    rows = [
        Member(
            handle=f"applicant-{number}",
            display_name=f"Applicant {number}",
            password="!bench",
            phone_index=hashlib.sha256(str(number).encode()).hexdigest(),
            phone_sealed="sealed",
        )
        for number in range(count)
    ]
    return [row.pk for row in Member.objects.bulk_create(rows, batch_size=2_000)]


def fill(members: list[int], kind: str) -> None:
    """One open case each, due one after the other."""
    now = timezone.now()
    cases = Case.objects.bulk_create(
        [
            Case(
                member_id=pk,
                kind=kind,
                state=CaseState.QUEUED,
                round=1,
                created_at=now,
                submitted_at=now,
                due_at=now + timedelta(seconds=number),
                expected_at=now + timedelta(seconds=number),
            )
            for number, pk in enumerate(members)
        ],
        batch_size=2_000,
    )
    ReviewTask.objects.bulk_create(
        [ReviewTask(case=case, round=1, state=TaskState.OPEN, created_at=now) for case in cases],
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def cost(client: Client, path: str) -> tuple[int, float]:
    """(statements, milliseconds of the best round: other programs share the machine)."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    statements = len(asked)  # before the next request empties the log
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - began) * 1000)
    return statements, min(took)


@counted("trust.desk-growth", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count(trial: Trial) -> Figure:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STAFF_SECOND_FACTOR = False  # the pages are counted, not the way in
    boss = worlds.members(1, prefix="certifier", first_phone=13_500_000_000)[0]
    grant_role(actor=SYSTEM, member_id=boss.pk, role=Role.CERTIFIER, now=timezone.now())
    client = Client()
    client.force_login(Member.objects.get(pk=boss.pk))
    people = applicants(trial.size(MANY))
    fill(people[:FEW], CaseKind.REAL_NAME)
    few = {path: cost(client, path) for path in PAGES}
    fill(people[FEW:], CaseKind.REAL_NAME)
    many = {path: cost(client, path) for path in PAGES}
    ratio = max(many[path][1] / few[path][1] for path in PAGES)
    more = sum(many[path][0] - few[path][0] for path in PAGES)
    cases = Case.objects.filter(state=CaseState.QUEUED).count()
    return trial.figure(
        ok=ratio <= SLOWER_AT_MOST and not more and cases >= trial.size(MANY),
        numbers={
            "few": FEW,
            "cases": cases,
            "statements": sum(many[path][0] for path in PAGES),
            "statements_more": more,
            "ratio": ratio,
            "target": SLOWER_AT_MOST,
        },
        notes={"few": few, "many": many},
    )
