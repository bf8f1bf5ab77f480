from collections.abc import Iterator

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from common.access import SYSTEM
from common.errors import IllegalMove, Stale
from common.moves import unreachable
from outbox.models import AuditLine
from tests.common.light import Light, table
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _table(transactional_db: None) -> Iterator[None]:
    with table():
        yield


def _switch(light: Light, to: str) -> None:
    with transaction.atomic():
        light._move(to, actor=SYSTEM, why="test", note="moved")


def test_a_move_writes_state_version_columns_and_an_audit_line() -> None:
    light = Light.objects.create()

    _switch(light, "green")

    stored = Light.objects.get()
    assert (stored.state, stored.version, stored.note) == ("green", 1, "moved")
    assert (light.state, light.version, light.note) == ("green", 1, "moved")
    line = AuditLine.objects.get()
    assert (line.old_state, line.new_state, line.why) == ("red", "green", "test")


def test_a_move_off_the_table_is_refused_and_changes_nothing() -> None:
    light = Light.objects.create()

    with pytest.raises(IllegalMove):
        _switch(light, "amber")

    assert (Light.objects.get().state, AuditLine.objects.count()) == ("red", 0)


def test_a_stale_row_is_refused_and_changes_nothing() -> None:
    Light.objects.create()
    first, second = Light.objects.get(), Light.objects.get()
    _switch(first, "green")

    with pytest.raises(Stale):
        _switch(second, "green")

    assert (Light.objects.get().version, AuditLine.objects.count()) == (1, 1)


def test_a_round_trip_of_states_is_noticed_by_the_version() -> None:
    Light.objects.create()
    old, other = Light.objects.get(), Light.objects.get()
    for state in ("green", "amber", "red"):
        _switch(other, state)

    with pytest.raises(Stale):
        _switch(old, "green")


def test_a_move_needs_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        Light.objects.create()._move("green", actor=SYSTEM)


@pytest.mark.race
def test_of_twelve_at_once_one_moves() -> None:
    Light.objects.create()

    results = race([lambda: _switch(Light.objects.get(), "green") for _racer in range(12)])

    assert sum(result is None for result in results) == 1
    assert all(result is None or isinstance(result, (Stale, IllegalMove)) for result in results)
    assert AuditLine.objects.count() == 1


def test_unreachable_states_are_found() -> None:
    assert unreachable({"a": frozenset({"b"}), "b": frozenset(), "c": frozenset({"a"})}, "a") == {"c"}
    assert unreachable(Light.MOVES, "red") == set()
