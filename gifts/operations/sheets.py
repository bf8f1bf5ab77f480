"""What was filled in on a table: all of it, or nothing and what is wrong with each line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from common.access import Actor
from common.errors import NotFound, Refused
from gifts import errors, queries, sheet_queries
from gifts.operations.warehouses import count_stock
from gifts.operations.waybills import type_waybill

Lines = Sequence[tuple[int, Mapping[str, str]]]


@dataclass(frozen=True, kw_only=True)
class SheetResult:
    """``problems``: (line, what is wrong). With any of them, nothing was written."""

    changed: int
    problems: list[tuple[int, str]]


def enter_counts(*, actor: Actor, lines: Lines, reason: str, dry_run: bool, now: datetime) -> SheetResult:
    """The counted numbers of a stock table; a line without one is passed over. Again changes nothing.

    A line whose ``on_hand`` is no longer the book's is refused; empty says that nothing stood there.
    """
    items = sheet_queries.ids_of_items(cells["item"] for _line, cells in lines)
    houses = sheet_queries.ids_of_houses()

    def enter(cells: Mapping[str, str]) -> bool:
        if not cells["counted"]:
            return False
        item_id, brand = items.get(cells["item"], (0, ""))
        house_id = houses.get((brand, cells["warehouse"])) if cells["warehouse"] else None
        if not item_id or (cells["warehouse"] and house_id is None):
            raise NotFound
        difference = count_stock(
            actor=actor,
            item_id=item_id,
            warehouse_id=house_id,
            counted=_whole(cells["counted"], field="counted"),
            book=_whole(cells["on_hand"] or "0", field="on_hand"),
            reason=reason,
            now=now,
        )
        return difference != 0

    in_turn = sorted(lines, key=lambda line: items.get(line[1]["item"], (0, ""))[0])
    twice = _repeated(lines, ("item", "warehouse"), filled="counted")
    return _carry_out(in_turn, enter, twice=twice, dry_run=dry_run)


def enter_waybills(*, actor: Actor, lines: Lines, dry_run: bool, now: datetime) -> SheetResult:
    """The waybills of a packing table; a line without one is passed over. Again changes nothing."""
    slices = sheet_queries.slices_of_gifts(cells["gift"] for _line, cells in lines)

    def enter(cells: Mapping[str, str]) -> bool:
        if not cells["waybill"]:
            return False
        gift_id = queries.gift_id_of(cells["gift"])
        shipment = type_waybill(
            actor=actor, gift_id=gift_id, carrier=cells["carrier"], number=cells["waybill"], now=now
        )
        return shipment.created_at == now

    in_turn = sorted(lines, key=lambda line: slices.get(line[1]["gift"], (0, 0, 0)))
    twice = _repeated(lines, ("gift",), filled="waybill")
    return _carry_out(in_turn, enter, twice=twice, dry_run=dry_run)


def _repeated(lines: Lines, heads: Sequence[str], *, filled: str) -> Mapping[int, int]:
    """{line: the first one about the same}, of those that are filled in."""
    first: dict[tuple[str, ...], int] = {}
    found = {}
    for line, cells in lines:
        if cells[filled] and first.setdefault(tuple(cells[head] for head in heads), line) != line:
            found[line] = first[tuple(cells[head] for head in heads)]
    return found


def _whole(text: str, *, field: str) -> int:
    """Raises: BadCount."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise errors.BadCount(field=field)
    return int(text)


@transaction.atomic
def _carry_out(
    lines: Lines, enter: Callable[[Mapping[str, str]], bool], *, twice: Mapping[int, int], dry_run: bool
) -> SheetResult:
    """In the order given, that of the stock's locks, against deadlocks; told in the order of the lines."""
    changed, problems = 0, []
    for line, cells in lines:
        try:
            if line in twice:
                raise errors.LineRepeated(line=twice[line])
            with transaction.atomic():
                changed += enter(cells)
        except Refused as refused:
            problems.append((line, refused.text))
    if problems or dry_run:
        transaction.set_rollback(True)
    return SheetResult(changed=changed, problems=sorted(problems))
