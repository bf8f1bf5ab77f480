import pytest

from tests.trust.case_life import live

pytestmark = pytest.mark.django_db


def test_no_life_of_an_application_breaks_a_rule() -> None:
    live(4)


def test_a_turn_that_is_left_behind_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules can tell: a case that is taken back must not wait on the desk any more."""
    monkeypatch.setattr("trust.models.ReviewTask.release", lambda *_all, **_more: None)
    with pytest.raises(AssertionError):
        live(6)
