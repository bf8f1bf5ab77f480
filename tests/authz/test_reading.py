"""The matrix's own reader refuses everything that could hide a hole."""

import pytest

from tests.authz.matrix import Reader, Unreadable

GROUPS = {"tokens": "read-token + write-token", "actors": "anonymous + owner"}


@pytest.fixture
def reader() -> Reader:
    return Reader(groups=GROUPS, rows={"open": {"200": "tokens"}})


def test_groups_and_exceptions(reader: Reader) -> None:
    assert reader.roles("anonymous + tokens - read-token") == {"anonymous", "write-token"}


@pytest.mark.parametrize(
    "words", ["tokens + read-token", "tokens - owner", "nobody-we-know"], ids=["twice", "absent", "unknown"]
)
def test_odd_groups_are_refused(reader: Reader, words: str) -> None:
    with pytest.raises(Unreadable):
        reader.roles(words)


def test_a_named_row(reader: Reader) -> None:
    assert reader.row("x", "open", ["read-token", "write-token"]) == {
        "read-token": "200",
        "write-token": "200",
    }


@pytest.mark.parametrize(
    "row",
    [{"200": "read-token"}, {"200": "tokens + owner"}, {"200": "tokens", "404": "read-token"}, "shut"],
    ids=["missing role", "unknown here", "said twice", "no such row"],
)
def test_rows_with_holes_are_refused(reader: Reader, row: object) -> None:
    with pytest.raises(Unreadable):
        reader.row("x", row, ["read-token", "write-token"])
