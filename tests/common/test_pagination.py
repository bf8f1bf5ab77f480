from datetime import UTC, datetime, timedelta

import pytest

from common.models import LimitWindow
from common.pagination import BadCursor, keyset

START = datetime(2026, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _rows(count: int) -> None:
    LimitWindow.objects.bulk_create(
        LimitWindow(name=f"n{i}", subject="-", starts_at=START + timedelta(minutes=i // 3))
        for i in range(count)
    )


@pytest.mark.parametrize("order", [["-starts_at", "-id"], ["starts_at", "id"], ["name", "-id"]])
def test_pages_give_every_row_once_in_order(order: list[str]) -> None:
    _rows(53)
    seen, cursor, pages = [], None, 0
    while True:
        page = keyset(LimitWindow.objects.all(), order=order, cursor=cursor, size=10)
        seen += [row.pk for row in page.items]
        pages += 1
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == list(LimitWindow.objects.order_by(*order).values_list("pk", flat=True))
    assert pages == 6


def test_a_row_added_meanwhile_moves_nothing() -> None:
    _rows(20)
    first = keyset(LimitWindow.objects.all(), order=["-id"], cursor=None, size=10)
    LimitWindow.objects.create(name="new", subject="-", starts_at=START)

    second = keyset(LimitWindow.objects.all(), order=["-id"], cursor=first.next_cursor, size=10)

    assert second.items[0].pk == first.items[-1].pk - 1


@pytest.mark.parametrize("cursor", ["x", "W10:1a2b:abc", "😀", "'; drop table"])
def test_an_edited_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        keyset(LimitWindow.objects.all(), order=["-id"], cursor=cursor)


def test_a_cursor_of_another_list_is_refused() -> None:
    _rows(20)
    other = keyset(LimitWindow.objects.all(), order=["-starts_at", "-id"], cursor=None, size=5)

    with pytest.raises(BadCursor):
        keyset(LimitWindow.objects.all(), order=["-id"], cursor=other.next_cursor)
