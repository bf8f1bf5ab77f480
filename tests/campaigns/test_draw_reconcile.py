"""Each check finds what it is for, with the triggers taken away as an intruder would."""

from collections.abc import Iterator

import pytest
from django.db import connection

from campaigns.models import DrawSlice
from campaigns.reconcile_draws import open_draws_count_right, published_draws_recompute, tickets_add_up
from tests.campaigns.draw_rows import a_draw, enter, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def _no_triggers() -> Iterator[None]:
    """Rolled back with the test."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
    yield


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_untouched_draws_are_in_order() -> None:
    published(6)
    enter(a_draw(most=2), 3)
    assert published_draws_recompute() + open_draws_count_right() + tickets_add_up() == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE campaigns_drawentry SET weight = 7", "do not lead to the published root"),
        ("UPDATE campaigns_drawentry SET excluded_code = 'x'", "do not lead to the published root"),
        ("UPDATE campaigns_drawblock SET node = 'ab'", "stored blocks differ"),
        ("UPDATE campaigns_drawseed SET seed = 'ab'", "its seed does not follow"),
        ("UPDATE campaigns_draw SET secret_sealed = 'dev:AAAA'", "its secret can not be read"),
        ("UPDATE campaigns_draw SET commitment = 'ab'", "not the committed one"),
        ("UPDATE campaigns_drawresult SET place = 9 WHERE place = 1", "stored winners are not those"),
        ("UPDATE campaigns_drawresult SET prize_id = NULL", "stored winners are not those"),
        ("UPDATE campaigns_drawreceipt SET header = 'x'", "is not the one that was published"),
    ],
)
@pytest.mark.usefixtures("_no_triggers")
def test_an_edit_behind_the_triggers_is_found(statement: str, sentence: str) -> None:
    published(6)
    run(statement)
    assert any(sentence in problem for problem in published_draws_recompute())


@pytest.mark.usefixtures("_no_triggers")
def test_wrong_counters_and_weights_are_found() -> None:
    draw = a_draw()
    enter(draw, 2)
    DrawSlice.objects.filter(draw=draw, slot=3).update(entries=9)
    run("UPDATE campaigns_drawentry SET weight = 7")
    assert len(open_draws_count_right()) == 1
    assert len(tickets_add_up()) == 2
