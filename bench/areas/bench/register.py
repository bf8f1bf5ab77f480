"""Registration through an invitation over HTTP, beside pgbench replaying exactly the SQL that it sends."""

import hashlib
import json
import random
import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import ContactCode, Member
from accounts.notices import MEMBERSHIP
from accounts.operations.codes import digits_of
from bench import http, replay
from bench.figures import POSTGRES_REDIS, Figure, counted, short
from bench.trial import Trial
from campaigns.models import Referral, ShareLink
from common.models import DataKey

MEMBERS = 100_000
ROUNDS = 5
SECONDS = 3
CLIENTS = 8
TARGET = 0.35
PATH = "/api/v1/registrations/"
# Codes that are confirmed before the clock starts: (round, client, how many).
SENT, CAPTURED = 50, 90
CODES_A_CLIENT, CODES_A_ROUND = 1500, 4500

_KEYS = """
INSERT INTO common_datakey (public_id, owner, wrapped, master_key_id, created_at)
SELECT 'k' || n, 'contact-code:bench', 'wrapped', 'bench', now() FROM generate_series(%s::bigint, %s) n
"""
_CODES = """
INSERT INTO accounts_contactcode (public_id, purpose, kind, contact_index, contact_sealed, tries, expires_at,
    was_right, data_key_id)
SELECT 'bench' || n, 'enter', 'phone', encode(sha256(n::text::bytea), 'hex'), 'sealed', 0,
    now() + interval '1 day', false, %s + n - %s
FROM generate_series(%s::bigint, %s) n
"""


@counted("bench.register", stacks=[POSTGRES_REDIS], members=MEMBERS)
def count(trial: Trial) -> Figure:
    """Eight connections on each side, interleaved; the ratio is the median of the rounds' ratios."""
    try:
        replay.find_pgbench()
    except replay.NoPgbench:
        return short("bench.register", trial.stack, "pgbench is missing")
    rounds = trial.size(ROUNDS)
    path = trial.folder / "register.pgbench"
    captured, variables = write_script(path)
    trial.start_web(workers=2, threads=4)
    ours, theirs = [], []
    for number in range(1, rounds + 2):  # the first is for warming up
        ours.append(send(trial, number))
        theirs.append(replay_round(path, number, variables))
    ratios = [mine / other for mine, other in zip(ours[1:], theirs[1:], strict=True)]
    ratio = statistics.median(ratios)
    numbers: dict[str, float] = {
        "members": Member.objects.count(),
        "rounds": rounds,
        "statements": len(captured),
    }
    numbers |= {"ours": statistics.median(ours[1:]), "yardstick": statistics.median(theirs[1:])}
    return trial.figure(
        ok=ratio >= TARGET,
        numbers=numbers | {"ratio": ratio, "target": TARGET},
        notes={"ours": ours, "yardstick": theirs, "ratios": ratios, "statements": captured},
    )


def send(trial: Trial, number: int) -> float:
    """Registrations per second over HTTP, each through the invitation of an advocate at random."""
    codes = list(make_codes(SENT + number, 0, CODES_A_ROUND))
    advocates, chance = ShareLink.objects.count(), random.Random(number)
    requests = []
    for code in codes:
        invitation = f"S{100_000_000 + chance.randint(1, advocates)}"
        requests.append(http.request("POST", PATH, body=body_of(code, invitation=invitation)))
    before = Referral.objects.count()
    answers = http.fire(trial, requests, connections=CLIENTS, seconds=SECONDS, once=True)
    made = Referral.objects.count() - before
    if answers.count(201) != answers.done or made != answers.done:
        raise RuntimeError(f"{answers.done} answers {dict(answers.statuses)} but {made} referrals")
    return answers.per_second


def replay_round(path: Path, number: int, variables: Mapping[str, int]) -> float:
    """The same statements through pgbench, on rows made ready for it."""
    key = min(
        key
        for key in [
            first_key_of(list(make_codes(number, client, CODES_A_CLIENT))) for client in range(CLIENTS)
        ]
    )
    first_code = ContactCode.objects.filter(data_key_id__gte=key).order_by("pk").values_list("pk", flat=True)
    return replay.pgbench(
        path,
        clients=CLIENTS,
        seconds=SECONDS,
        round_number=number,
        variables={**variables, "first_key": key, "first_code": first_code[0]},
    )


def first_key_of(codes: list[int]) -> int:
    return DataKey.objects.values_list("pk", flat=True).get(public_id=f"k{codes[0]}")


def write_script(path: Path) -> tuple[list[str], dict[str, int]]:
    """Capture two registrations in this process; returns the statements and the script's constants."""
    with connection.cursor() as cursor:  # numbers that stand for one thing only
        cursor.execute("SELECT setval('common_datakey_id_seq', 3000000)")
        cursor.execute("SELECT setval('accounts_contactcode_id_seq', 4000000)")
    captures = [capture(code, index) for index, code in enumerate(make_codes(CAPTURED, 0, 3))]
    (_, _), (first, known), (second, _) = captures  # the first one fills this process's caches
    text = replay.script(first, second, known=known, returned={'INSERT INTO "accounts_member"': "m_"})
    link = ShareLink.objects.get(code="S100000001")
    prelude = (
        replay.NUMBER
        + f"\\set a random(1, {ShareLink.objects.count()})\n"
        + "\\set invitation 100000000 + :a\n"
        + "\\set link :first_link + :a - 1\n\\set advocate :first_advocate + :a - 1\n"
        + f"\\set row :client_id * {CODES_A_CLIENT} + :i - 1\n"
        + "\\set code :first_code + :row\n\\set key :first_key + :row\n"
    )
    path.write_text(prelude + text)
    return first, {"first_link": link.pk, "first_advocate": link.advocate_id}


def capture(number: int, index: int) -> tuple[list[str], dict[str, str]]:
    """The statements of one registration, and what its known words are called in the script."""
    row = ContactCode.objects.get(public_id=f"bench{number}")
    link = ShareLink.objects.get(code=f"S{100_007_001 + 10 * index}")
    browser = Client(headers={"host": "127.0.0.1"})
    body = json.dumps(body_of(number, invitation=link.code))
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(PATH, body, content_type="application/json")
    if answer.status_code != 201:
        raise RuntimeError(f"registration answered {answer.status_code}")
    member = Member.objects.get(public_id=answer.json()["member"]["public_id"])
    known = replay.distinct(
        [
            (member.pk, ":m_id"),
            (row.public_id, "bench:n"),
            (row.pk, ":code"),
            (row.data_key_id, ":key"),
            (link.code, "S:invitation"),
            (link.pk, ":link"),
            (link.advocate_id, ":advocate"),
        ]
    )
    return [query["sql"] for query in queries.captured_queries], known


def make_codes(round_number: int, client: int, count: int) -> Iterator[int]:
    """Codes that were sent and not yet used, in two statements; yields their numbers."""
    first = replay.number_of(round_number=round_number, client=client, index=1)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(_KEYS, [first, first + count - 1])
        key = DataKey.objects.get(public_id=f"k{first}").pk
        cursor.execute(_CODES, [key, first, first, first + count - 1])
    yield from range(first, first + count)


def body_of(number: int, *, invitation: str) -> dict[str, str]:
    index = hashlib.sha256(str(number).encode()).hexdigest()
    row = ContactCode(public_id=f"bench{number}", contact_index=index)
    return {
        "ref": row.public_id,
        "code": digits_of(row),
        "display_name": "Li Na",
        "notice_hash": MEMBERSHIP.hash,
        "invitation": invitation,
    }
