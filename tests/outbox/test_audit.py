import pytest
from django.db import DatabaseError, connection, transaction

from common.access import SYSTEM
from outbox import audit
from outbox.models import AuditLine, AuditSeal

pytestmark = pytest.mark.django_db


def _lines(count: int) -> None:
    for number in range(count):
        audit.note(SYSTEM, verb="test", kind="tests.thing", key=str(number))


def _without_triggers(sql: str) -> None:
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        table = " ON outbox_auditline" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER outbox_auditline_no_update{table}")
        cursor.execute(f"DROP TRIGGER outbox_auditline_no_delete{table}")
        cursor.execute(sql)


def test_seals_chain_every_line_once() -> None:
    _lines(3)
    first = audit.seal_lines()
    _lines(2)
    second = audit.seal_lines()

    assert first is not None and second is not None
    assert (first.line_count, second.line_count, second.number) == (3, 2, 2)
    assert audit.seal_lines() is None
    assert audit.broken_seals() == []


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE outbox_auditline SET why = 'nothing happened' WHERE object_id = '1'",
        "DELETE FROM outbox_auditline WHERE object_id = '1'",
        "UPDATE outbox_auditline SET object_id = CASE object_id WHEN '0' THEN '1' WHEN '1' THEN '0' "
        "ELSE object_id END",
    ],
)
def test_an_edited_deleted_or_reordered_line_breaks_its_seal(forgery: str) -> None:
    _lines(3)
    audit.seal_lines()

    _without_triggers(forgery)

    assert audit.broken_seals() == ["seal 1 doesn't match its 3 lines"]


def test_a_cut_off_seal_is_noticed() -> None:
    AuditSeal.objects.create(number=2, root=audit.merkle_root([]), chained="x", line_count=0)

    assert audit.broken_seals()


def test_lines_can_not_be_edited_or_unsealed() -> None:
    _lines(1)
    audit.seal_lines()

    for change in ({"why": "x"}, {"seal_number": None}, {"seal_number": 7}):
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditLine.objects.update(**change)


@pytest.mark.parametrize(
    ("leaves", "root"),
    [
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ([b""], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ],
)
def test_the_root_follows_rfc_6962(leaves: list[bytes], root: str) -> None:
    """The two test vectors of RFC 6962's empty tree and empty leaf."""
    assert audit.merkle_root(leaves) == root
