"""64 clients claim one hot item while every commit is held for 2 ms: ours beside the best and the simplest.

All three go through pgbench: ``offer_gift`` as the product sends it, unit rows claimed at a random start with
SKIP LOCKED in one statement, and one row with a counter.
"""

import statistics
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import replay, worlds
from bench.figures import POSTGRES_REDIS, Figure, counted, short
from bench.reconciling import violations
from bench.trial import Trial
from common.access import SYSTEM
from common.ids import new_public_id
from gifts import operations as gifts
from gifts.models import Gift, Item, StockEntry

CLIENTS = 64
ROUNDS = 5
SECONDS = 2
TARGET = 0.5
TARGET_OF_ONE_ROW = 10.0
STOCK = 1_000_000
# What a manager chooses for an item that many will claim at once: the most that there is.
SLICES = 64
UNITS = 200_000
HOLD_MICROSECONDS = 2000
# A slice whose number stands for nothing else in the statements.
DISTINCT_SLOT = 11
TRIES = 12

_TABLES = f"""
CREATE TABLE bench_unit (id serial PRIMARY KEY, item integer NOT NULL, claim bigint);
CREATE INDEX bench_unit_free ON bench_unit (item, id) WHERE claim IS NULL;
INSERT INTO bench_unit (item) SELECT 1 FROM generate_series(1, {UNITS});
CREATE TABLE bench_stock (item integer PRIMARY KEY, available integer NOT NULL CHECK (available >= 0));
INSERT INTO bench_stock VALUES (1, {STOCK});
CREATE TABLE bench_claim (id bigserial PRIMARY KEY, item integer NOT NULL, member bigint NOT NULL,
    UNIQUE (item, member));
ANALYZE bench_unit;
"""  # noqa: S608 - numbers of ours
_UNITS_AT_RANDOM = f"""{replay.NUMBER}\\set start random(1, {UNITS})
WITH taken AS (
  SELECT id FROM bench_unit WHERE item = 1 AND claim IS NULL AND id >= :start
   ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
), claimed AS (
  INSERT INTO bench_claim (item, member) SELECT 1, :n FROM taken RETURNING id
)
UPDATE bench_unit SET claim = claimed.id FROM taken, claimed WHERE bench_unit.id = taken.id;
"""  # noqa: S608
_ONE_ROW = f"""{replay.NUMBER}WITH taken AS (
  UPDATE bench_stock SET available = available - 1 WHERE item = 1 AND available > 0 RETURNING item
)
INSERT INTO bench_claim (item, member) SELECT item, :n FROM taken;
"""  # noqa: S608


@counted("bench.hot-claim", stacks=[POSTGRES_REDIS])
def count(trial: Trial) -> Figure:
    """Interleaved rounds; the ratios are medians of the rounds' ratios."""
    try:
        replay.find_pgbench()
    except replay.NoPgbench:
        return short("bench.hot-claim", trial.stack, "pgbench is missing")
    scripts, constants = write_scripts(trial.folder)
    hold_commits()
    speeds: dict[str, list[float]] = {name: [] for name in scripts}
    for number in range(trial.size(ROUNDS) + 1):  # the first is for warming up
        for turn, (name, path) in enumerate(scripts.items()):
            speed = replay.pgbench(
                path, clients=CLIENTS, seconds=SECONDS, round_number=3 * number + turn, variables=constants
            )
            speeds[name].append(speed)
    ours, units, one_row = (speeds[name][1:] for name in ("ours", "units", "one-row"))
    ratio = statistics.median(a / b for a, b in zip(ours, units, strict=True))
    of_one_row = statistics.median(a / b for a, b in zip(ours, one_row, strict=True))
    broken = violations()
    numbers: dict[str, float] = {"clients": CLIENTS, "rounds": len(ours), "claims": Gift.objects.count()}
    numbers |= {"ours": statistics.median(ours), "yardstick": statistics.median(units), "ratio": ratio}
    numbers |= {"target": TARGET, "one_row": statistics.median(one_row), "of_one_row": of_one_row}
    return trial.figure(
        ok=ratio >= TARGET and of_one_row >= TARGET_OF_ONE_ROW and not broken,
        numbers=numbers | {"target_of_one_row": TARGET_OF_ONE_ROW, "violations": len(broken)},
        notes={"speeds": speeds, "script": scripts["ours"].read_text(), "violations": broken},
    )


def write_scripts(folder: Path) -> tuple[dict[str, Path], dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
    shelf = worlds.item(stock=STOCK, slots=SLICES)
    people = worlds.members(4000)
    texts = {"ours": _ours(shelf), "units": _UNITS_AT_RANDOM, "one-row": _ONE_ROW}
    paths = {}
    for name, text in texts.items():
        paths[name] = folder / f"{name}.pgbench"
        paths[name].write_text(text)
    return paths, {"first_member": people[0].pk}


def _ours(shelf: Item) -> str:
    """``offer_gift`` for two people, made into a script."""
    people = worlds.members(40, prefix="captured", first_phone=13_600_000_000)
    with connection.cursor() as cursor:  # numbers that stand for one thing only
        cursor.execute("SELECT setval('gifts_gift_id_seq', 3000000)")
    captures = []
    for person in people:
        with CaptureQueriesContext(connection) as queries:
            made = _offer(shelf, person.pk)
        slot = StockEntry.objects.get(gift=made).slot
        if slot >= DISTINCT_SLOT:
            known = replay.distinct([(person.pk, ":member"), (made.pk, ":g_id"), (slot, ":s_slot")])
            captures.append(([query["sql"] for query in queries.captured_queries], known))
    (first, known), (second, _) = captures[1:3]
    text = replay.script(first, second, known=known, returned={'INSERT INTO "gifts_gift"': "g_"})
    return replay.NUMBER + "\\set member :first_member + random(0, 3999)\n" + _with_retries(text)


def _with_retries(text: str) -> str:
    """What ``offer_gift`` does when every slice is held just then: roll back, look, and wait for one."""
    before, take, after = _around_take(text)
    waiting = _returning_none(take.replace("FOR UPDATE SKIP LOCKED", ""))
    script = ""
    for _ in range(TRIES):
        script = f"\\set none :s_slot < 0\n\\if :none\nROLLBACK;\n{before}{waiting}{script}\\endif\n"
    return f"{before}{_returning_none(take)}{script}{after}"


def _around_take(text: str) -> tuple[str, str, str]:
    start = text.index("UPDATE gifts_stockbalance")
    end = text.index("RETURNING slot;", start) + len("RETURNING slot")
    return text[:start], text[start:end], text[end + 1 :].lstrip("\n")


def _returning_none(take: str) -> str:
    """pgbench wants a row: -1 when no unit was taken."""
    return f"WITH taken AS ({take}) SELECT coalesce(max(slot), -1) AS slot FROM taken \\gset s_\n"  # noqa: S608


def _offer(shelf: Item, member_id: int) -> Gift:
    now = timezone.now()
    return gifts.offer_gift(
        actor=SYSTEM,
        item_id=shelf.pk,
        recipient_id=member_id,
        source=f"reward:{new_public_id()}",
        sender_ref="brand:bench",
        expires_at=now + timedelta(days=3),
        now=now,
    )


def hold_commits() -> None:
    """Every commit waits 2 ms for others, as on a slower disk. Only in this figure's own database."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" SET commit_delay = {HOLD_MICROSECONDS}')
        cursor.execute(f'ALTER DATABASE "{name}" SET commit_siblings = 0')
