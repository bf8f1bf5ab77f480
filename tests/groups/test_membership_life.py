import pytest

from tests.groups.membership_life import live

pytestmark = pytest.mark.django_db


def test_no_life_of_a_group_breaks_a_rule() -> None:
    live(4)


def test_a_seat_that_nobody_gives_back_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules can tell: whoever waits must come in once a seat is free."""
    monkeypatch.setattr("groups.operations.seats.fill", lambda *_all, **_more: [])
    with pytest.raises(AssertionError):
        live(12)
