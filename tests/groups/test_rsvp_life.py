import pytest

from tests.groups.rsvp_life import live

pytestmark = pytest.mark.django_db


def test_no_life_of_a_line_breaks_a_rule() -> None:
    live(4)


def test_a_line_that_nobody_serves_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules can tell."""
    monkeypatch.setattr("groups.event_rules.next_in", lambda line, **given: [])
    with pytest.raises(AssertionError):
        live(2)
