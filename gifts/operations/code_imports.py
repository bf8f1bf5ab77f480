"""A file of codes becomes stock: cut into sealed parts at once, worked in by a job, part by part."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from common.access import SYSTEM, Actor, allow
from common.crypto import blind_index, create_key, sealer
from gifts import code_rules, errors, facts, rules
from gifts.code_rules import Line
from gifts.models import CodeImport, CodeImportPart, CodePool, Item, PoolCode, StockBalance
from gifts.operations import stock_moves
from gifts.operations.stock import item_of
from gifts.states import ImportState, ItemKind
from outbox import audit
from outbox.facts import record

LOOK_UP_AT_ONCE = 5_000


def index_of(pool_public_id: str, code: str) -> str:
    """How a code is found in its pool without being read."""
    return blind_index(f"{pool_public_id}\x1f{code}", purpose="gifts.poolcode")


@transaction.atomic
def start_code_import(
    *, actor: Actor, item_id: int, chunks: Iterable[bytes], dry_run: bool, reason: str, now: datetime
) -> CodeImport:
    """Keep a file of codes, sealed, for the job that works it in. Nothing is in stock yet.

    The first import makes the item's pool. ``dry_run`` only counts and names what would be wrong.

    Raises: NotFound, NotCodes, HasUncodedStock, ReasonMissing, FileTooLarge, NotText, NoCodes.
    """
    item = item_of(item_id)
    allow(actor, "gifts.import-codes", item)
    why = rules.check_reason(reason)
    pool = _pool_of(item, now=now)
    made = CodeImport(pool=pool, actor_id=actor.pk, reason=why, dry_run=dry_run, created_at=now)
    made.save(force_insert=True)
    for number, (first_line, text) in enumerate(code_rules.cut(chunks)):
        sealed = pool.data_key.encrypt(text, aad=CodeImportPart.aad(made.public_id, number))
        CodeImportPart.objects.create(source=made, number=number, first_line=first_line, sealed=sealed)
        made.parts_total = number + 1
    if not made.parts_total:
        raise errors.NoCodes(field="file")
    CodeImport.objects.filter(pk=made.pk).update(parts_total=made.parts_total)
    audit.note(actor, verb="gifts.import-codes", kind="gifts.item", key=item.public_id, why=why)
    record(facts.CodesArrived(import_id=made.pk), subject=made.public_id)
    return made


def _pool_of(item: Item, *, now: datetime) -> CodePool:
    if item.kind != ItemKind.CODE:
        raise errors.NotCodes
    pool = CodePool.objects.select_related("data_key").filter(item=item).first()
    if pool is not None:
        return pool
    if StockBalance.objects.filter(item=item, on_hand__gt=0).exists():
        raise errors.HasUncodedStock
    pool = CodePool(item=item, created_at=now)
    pool.data_key = create_key(f"code-pool:{pool.public_id}")
    pool.save(force_insert=True)
    return pool


def run_code_import(*, import_id: int, now: datetime) -> None:
    """Work in what is left of a file, each part in a transaction of its own. Repeatable after any end."""
    source = CodeImport.objects.select_related("pool__item", "pool__data_key").filter(pk=import_id).first()
    if source is None or source.state not in (ImportState.WAITING, ImportState.RUNNING):
        return
    if source.state == ImportState.WAITING:
        with transaction.atomic():
            source.start(actor=SYSTEM)
    if source.dry_run:
        _count_all(source)
    else:
        while _work_in_next(source, now=now):
            pass
    with transaction.atomic():
        source.finish(actor=SYSTEM, now=now)
        source.parts.all().delete()


def _count_all(source: CodeImport) -> None:
    """From the beginning, whatever an earlier try had counted."""
    CodeImport.objects.filter(pk=source.pk).update(
        parts_done=0, lines=0, known=0, repeated=0, unusable=0, told=[]
    )
    seen: set[bytes] = set()  # half of each index: 16 bytes a code
    for number in range(source.parts_total):
        part = source.parts.get(number=number)
        with transaction.atomic():
            _sort(source, part, seen=seen)


def _work_in_next(source: CodeImport, *, now: datetime) -> bool:
    """One part: its codes, the stock, the counts and the part's end are one commit. False when all are in."""
    with transaction.atomic():
        CodePool.objects.filter(pk=source.pool_id).update(turn=F("turn") + 1)
        part = source.parts.order_by("number").first()
        if part is None:
            return False
        fresh = _sort(source, part, seen=None)
        seal = sealer(source.pool.data_key)
        PoolCode.objects.bulk_create(
            [
                PoolCode(
                    pool_id=source.pool_id,
                    source_id=source.pk,
                    code_index=index,
                    sealed=seal(code, PoolCode.aad(source.pool.public_id, index)),
                )
                for index, code in fresh.items()
            ],
            batch_size=1_000,
        )
        CodeImport.objects.filter(pk=source.pk).update(added=F("added") + len(fresh))
        part.delete()
        if fresh:
            stock_moves.add_units(
                item=source.pool.item, quantity=len(fresh), actor=SYSTEM, now=now, reason=source.reason
            )
    return True


def _sort(source: CodeImport, part: CodeImportPart, *, seen: set[bytes] | None) -> dict[str, str]:
    """Count a part's lines and tell its problems; returns {index: code} of those that are new."""
    key = source.pool.data_key
    text = key.decrypt(part.sealed, aad=CodeImportPart.aad(source.public_id, part.number))
    fresh: dict[str, str] = {}
    told: list[tuple[Line, str]] = []
    by_index: dict[str, Line] = {}
    lines = 0
    for line in code_rules.read_lines(text, first_line=part.first_line):
        lines += 1
        index = index_of(source.pool.public_id, line.code)
        problem = line.problem or (code_rules.REPEATED if _met(index, by_index, seen) else "")
        if problem:
            told.append((line, problem))
            continue
        by_index[index] = line
        fresh[index] = line.code
    for index, source_id in _known(source.pool_id, list(fresh)):
        del fresh[index]
        same_file = source_id == source.pk
        told.append((by_index[index], code_rules.REPEATED if same_file else code_rules.KNOWN))
    _write_down(source.pk, lines, told)
    return fresh


def _met(index: str, here: dict[str, Line], before: set[bytes] | None) -> bool:
    """Whether the code stood in this part or, in a dry run, in an earlier one."""
    if index in here:
        return True
    if before is None:
        return False
    short = bytes.fromhex(index)[:16]
    met = short in before
    before.add(short)
    return met


def _known(pool_id: int, indexes: Sequence[str]) -> Iterable[tuple[str, int]]:
    for start in range(0, len(indexes), LOOK_UP_AT_ONCE):
        some = indexes[start : start + LOOK_UP_AT_ONCE]
        rows = PoolCode.objects.filter(pool_id=pool_id, code_index__in=some)
        yield from rows.values_list("code_index", "source_id")


def _write_down(import_id: int, lines: int, told: list[tuple[Line, str]]) -> None:
    source = CodeImport.objects.get(pk=import_id)
    count = {problem: sum(1 for _line, one in told if one == problem) for _line, problem in told}
    told.sort(key=lambda pair: pair[0].number)
    room = code_rules.MOST_TOLD - len(source.told)
    source.told += [[line.number, problem, line.ending] for line, problem in told[: max(0, room)]]
    CodeImport.objects.filter(pk=import_id).update(
        told=source.told,
        lines=F("lines") + lines,
        parts_done=F("parts_done") + 1,
        known=F("known") + count.get(code_rules.KNOWN, 0),
        repeated=F("repeated") + count.get(code_rules.REPEATED, 0),
        unusable=F("unusable") + count.get(code_rules.TOO_LONG, 0) + count.get(code_rules.UNPRINTABLE, 0),
    )
