"""Random lives of one shelf, compared with a plain Python oracle after every step."""

import pytest

from bench.shelf_life import live

STEPS = 20
LIVES = 8


@pytest.mark.django_db
def test_every_life_of_a_shelf_is_the_one_on_paper() -> None:
    live(LIVES, steps=STEPS)


@pytest.mark.django_db
def test_a_forgotten_release_is_found(monkeypatch: pytest.MonkeyPatch, breaks_invariants: None) -> None:
    """The oracle can tell: without the release, some life disagrees."""
    monkeypatch.setattr("gifts.operations.stock_moves.release_unit", lambda **_more: None)

    with pytest.raises(AssertionError):
        live(100, steps=STEPS)
