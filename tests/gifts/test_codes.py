"""Importing, handing out, voiding and showing codes."""

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import NotFound
from gifts import code_rules, errors, operations, reconcile
from gifts.models import CodeImportPart, CodeReveal, Gift, PoolCode, StockEntry
from gifts.operations.code_imports import index_of
from gifts.states import GiftState
from outbox.models import AuditLine, FactRow
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def test_imported_codes_are_the_stock() -> None:
    done = make.codes(texts=["A-1", "B-2", "C-3"])

    assert (done.lines, done.added, done.state) == (3, 3, "done")
    assert make.left(done.pool.item) == 3
    assert not CodeImportPart.objects.exists()


def test_repeated_and_known_codes_are_named_by_line_and_counted_once() -> None:
    shelf = make.codes(texts=["A-1", "B-2"]).pool.item

    done = make.codes(of=shelf, texts=["C-3", "B-2", "C-3", "D" * 121, "LONG-ENOUGH-4", "LONG-ENOUGH-4"])

    assert (done.added, done.known, done.repeated, done.unusable) == (2, 1, 2, 1)
    assert done.told == [
        [2, "known", "…"],
        [3, "repeated", "…"],
        [4, "too-long", "…DD"],
        [6, "repeated", "…-4"],
    ]
    assert make.left(shelf) == 4


def test_code_repeated_in_another_part_of_the_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_rules, "PART_BYTES", 16)

    done = make.codes(texts=["CODE-0001", "CODE-0002", "CODE-0001"])

    assert (done.parts_total, done.added, done.repeated) == (3, 2, 1)


@pytest.mark.parametrize("part_bytes", [16, 1024])
def test_dry_run_tells_the_same_and_adds_nothing(monkeypatch: pytest.MonkeyPatch, part_bytes: int) -> None:
    monkeypatch.setattr(code_rules, "PART_BYTES", part_bytes)
    shelf = make.codes(texts=["CODE-0001"]).pool.item
    texts = ["CODE-0002", "CODE-0001", "CODE-0002", "X" * 121]

    dry = make.codes(of=shelf, texts=texts, dry_run=True)

    assert (dry.added, PoolCode.objects.count(), make.left(shelf)) == (0, 1, 1)
    real = make.codes(of=shelf, texts=texts)
    assert (dry.told, dry.known, dry.repeated) == (real.told, real.known, real.repeated)


def test_import_goes_on_where_a_dead_worker_left_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_rules, "PART_BYTES", 16)
    made = operations.start_code_import(
        actor=make.with_role("manager"),
        item_id=make.item(kind="code").pk,
        chunks=[b"CODE-0001\nCODE-0002\nCODE-0003"],
        dry_run=False,
        reason="x",
        now=make.NOW,
    )
    with monkeypatch.context() as dying, pytest.raises(ZeroDivisionError):
        dying.setattr("gifts.operations.stock_moves.add_units", lambda **ignored: 1 / 0)
        operations.run_code_import(import_id=made.pk, now=make.NOW)
    assert not PoolCode.objects.exists()

    operations.run_code_import(import_id=made.pk, now=make.NOW)
    operations.run_code_import(import_id=made.pk, now=make.NOW)

    made.refresh_from_db()
    assert (made.added, made.lines, PoolCode.objects.count(), make.left(made.pool.item)) == (3, 3, 3, 3)


def test_codes_are_refused_to_parcels_and_to_items_with_other_stock() -> None:
    with pytest.raises(errors.NotCodes):
        make.codes(of=make.item())
    with pytest.raises(errors.HasUncodedStock):
        make.codes(of=make.item(kind="code", stock=1))

    assert not PoolCode.objects.exists()


def test_units_without_a_code_are_refused() -> None:
    shelf = make.codes().pool.item

    with pytest.raises(errors.StockIsCodes):
        operations.receive_stock(
            actor=make.with_role("manager"), item_id=shelf.pk, quantity=1, reason="x", now=make.NOW
        )

    assert make.left(shelf) == 1


def test_writing_off_voids_as_many_codes() -> None:
    shelf = make.codes(texts=["A-1", "B-2", "C-3"]).pool.item

    operations.write_off_stock(
        actor=make.with_role("manager"), item_id=shelf.pk, quantity=2, reason="recalled", now=make.NOW
    )

    assert make.left(shelf) == 1
    assert PoolCode.objects.filter(void=True).count() == 2


def test_yes_hands_out_one_code_and_delivers() -> None:
    shelf = make.codes(texts=["A-1", "B-2"]).pool.item

    gift = make.accepted(of=shelf)

    gift.refresh_from_db()
    assert gift.state == GiftState.DELIVERED
    assert PoolCode.objects.filter(gift=gift).count() == 1
    assert StockEntry.objects.filter(gift=gift, kind="consume").count() == 1
    assert FactRow.objects.filter(kind="gifts.gift-delivered").count() == 1


def test_code_items_without_a_pool_still_wait_for_a_clerk() -> None:
    gift = make.accepted(of=make.item(kind="code", stock=1))

    assert make.state_of(gift) == GiftState.ACCEPTED


def test_recipient_sees_the_code_and_every_look_is_written_down() -> None:
    gift = make.accepted(of=make.codes(texts=["SECRET-1"]).pool.item)
    assert gift.recipient is not None

    seen = [operations.reveal_code(actor=gift.recipient, gift_id=gift.pk, now=make.NOW) for _look in "12"]

    assert seen == ["SECRET-1", "SECRET-1"]
    assert CodeReveal.objects.filter(code__gift=gift, member=gift.recipient).count() == 2
    assert AuditLine.objects.filter(verb="gifts.reveal-code").count() == 2


def test_code_is_hidden_from_everybody_else() -> None:
    gift = make.accepted(of=make.codes().pool.item)

    for stranger in (make.member(), make.with_role("manager"), make.with_role("clerk")):
        with pytest.raises(NotFound):
            operations.reveal_code(actor=stranger, gift_id=gift.pk, now=make.NOW)

    assert not CodeReveal.objects.exists()


def test_code_is_not_shown_before_the_yes() -> None:
    gift = make.offered(of=make.codes().pool.item)
    assert gift.recipient is not None

    with pytest.raises(errors.NoCodeYet):
        operations.reveal_code(actor=gift.recipient, gift_id=gift.pk, now=make.NOW)


def test_no_table_holds_a_code_in_plain() -> None:
    make.accepted(of=make.codes(texts=["PLAIN-CANARY-77"]).pool.item)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            assert "PLAIN-CANARY-77" not in repr(cursor.fetchall()), table


def test_code_can_be_found_by_its_text_through_the_keyed_index() -> None:
    pool = make.codes(texts=["FIND-ME-1"]).pool

    assert PoolCode.objects.filter(code_index=index_of(pool.public_id, "FIND-ME-1")).count() == 1
    assert not PoolCode.objects.filter(code_index=index_of("another-pool", "FIND-ME-1")).exists()


@pytest.mark.usefixtures("breaks_invariants")
def test_reconcile_finds_a_code_that_vanished() -> None:
    pool = make.codes(texts=["A-1", "B-2"]).pool
    PoolCode.objects.filter(pool=pool)[:1].get().delete()

    assert reconcile.codes_are_the_stock() == [f"item {pool.item_id}: 1 free codes, 2 units on hand"]


def test_a_code_belongs_to_one_gift_at_most() -> None:
    shelf = make.codes(texts=["A-1", "B-2"]).pool.item
    first, second = make.accepted(of=shelf), make.accepted(of=shelf)

    with pytest.raises(IntegrityError), transaction.atomic():
        PoolCode.objects.filter(gift=first).update(gift=second)

    assert Gift.objects.filter(code__isnull=False).count() == 2
