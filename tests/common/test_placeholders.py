import pytest
from django.utils.translation import override

from common.placeholders import BrokenText, fill, unknown_gaps


def test_gaps_are_filled_by_name() -> None:
    assert fill("{friend} has joined {n} times", {"friend": "Li Na", "n": 2}) == "Li Na has joined 2 times"


def test_bilingual_values_follow_the_reader() -> None:
    with override("zh-hans"):
        assert fill("{item}", {"item": {"en": "Shoes", "zh-hans": "运动鞋"}}) == "运动鞋"


def test_doubled_braces_are_braces() -> None:
    assert fill("{{x}} {x}", {"x": "y"}) == "{x} y"


def test_a_value_is_never_read_as_a_text() -> None:
    assert fill("{a}", {"a": "{b}", "b": "secret"}) == "{b}"


@pytest.mark.parametrize(
    "text", ["{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{", "}", "{}", "{A}", "{a b}", "{__class__}"]
)
def test_nothing_but_plain_names_is_a_gap(text: str) -> None:
    with pytest.raises(BrokenText):
        fill(text, {"a": "x"})


def test_unknown_names_are_told_once_each() -> None:
    assert unknown_gaps("{a} {b} {b} {c}", {"a"}) == ["b", "c"]
