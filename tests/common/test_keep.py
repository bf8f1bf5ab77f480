"""``{% keep %}``: drawn once for all that goes into it."""

from django.template import Context, Template
from django.utils import timezone, translation

SOURCE = "{% load kept i18n %}{% keep a b %}{{ draw }}{% endkeep %}"


class Pen:
    """Counts how often it was used."""

    def __init__(self) -> None:
        self.strokes = 0

    def __call__(self) -> str:
        self.strokes += 1
        return f"<{self.strokes}>"


def test_the_same_values_are_drawn_once() -> None:
    template, pen = Template(SOURCE), Pen()

    first = template.render(Context({"draw": pen, "a": "seal", "b": [1]}))

    assert template.render(Context({"draw": pen, "a": "seal", "b": [1]})) == first == "&lt;1&gt;"


def test_another_value_language_or_time_zone_is_drawn_anew() -> None:
    template, pen = Template(SOURCE), Pen()
    same = {"draw": pen, "a": "seal", "b": [1]}
    template.render(Context(same))

    template.render(Context(same | {"b": [2]}))
    with translation.override("zh-hans"):
        template.render(Context(same))
    with timezone.override("Europe/Paris"):
        template.render(Context(same))

    assert pen.strokes == 4


def test_nothing_is_kept_of_what_has_no_seal() -> None:
    template, pen = Template(SOURCE), Pen()

    for _turn in range(2):
        template.render(Context({"draw": pen, "a": "", "b": [1]}))

    assert pen.strokes == 2
