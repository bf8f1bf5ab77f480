"""The codes of refusals stay what they are, as programs decide by them: the page has them all."""

import re

import pytest

from tests.architecture.problem_codes import PAGE, sentences

ROW = re.compile(r"^\| `([^`]+)` \| (\d{3}) \| .+ \|$", re.MULTILINE)
Row = tuple[str, int]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [(code, int(status)) for code, status in ROW.findall(PAGE.read_text())]


def test_every_code_is_on_the_page_and_none_is_made_up(rows: list[Row]) -> None:
    told = set(sentences())
    assert len(rows) > 300
    assert (told - set(rows), set(rows) - told) == (set(), set())


def test_the_page_is_in_order_and_says_each_once(rows: list[Row]) -> None:
    assert rows == sorted(set(rows))


def test_codes_are_words_that_can_stand_in_an_address(rows: list[Row]) -> None:
    assert [code for code, _status in rows if not re.fullmatch(r"[a-z][a-z0-9-]{2,39}", code)] == []
