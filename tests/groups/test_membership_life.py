import pytest

from tests.groups.membership_life import live

pytestmark = pytest.mark.django_db


def test_no_life_of_a_group_breaks_a_rule() -> None:
    live(4)


def test_a_seat_that_nobody_counts_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules can tell: the group's number and its rows must agree."""
    monkeypatch.setattr("groups.operations.seats._take_seat", lambda _group: None)
    with pytest.raises(AssertionError):
        live(2)
