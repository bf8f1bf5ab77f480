"""Where the shapes of a chart lie, for templates that draw SVG. Pure; no text but what is handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HEIGHT = 120
STEP = 14
BAR = 10
WIDE = 600
# Room that a scatter keeps free at its edges.
EDGE = 24


@dataclass(frozen=True, kw_only=True)
class Bar:
    """``upper`` stands on ``lower``: both of one whole number, that of the lower one being part of it."""

    x: int
    lower_y: int
    lower: int
    upper_y: int
    upper: int
    of: Any


@dataclass(frozen=True, kw_only=True)
class Bars:
    width: int
    height: int
    bars: Sequence[Bar]
    bar_width: int = BAR


def stacked(rows: Sequence[tuple[Any, int, int]]) -> Bars:
    """(of whom, the whole, the part of it) for each bar, in order."""
    most = max((whole for _of, whole, _part in rows), default=0) or 1
    bars = []
    for place, (of, whole, part) in enumerate(rows):
        lower, all_of_it = part * HEIGHT // most, whole * HEIGHT // most
        bars.append(
            Bar(
                x=place * STEP,
                lower_y=HEIGHT - lower,
                lower=lower,
                upper_y=HEIGHT - all_of_it,
                upper=max(all_of_it - lower, 0),
                of=of,
            )
        )
    return Bars(width=max(len(bars) * STEP, STEP), height=HEIGHT, bars=bars)


@dataclass(frozen=True, kw_only=True)
class Dot:
    x: int
    y: int
    label_x: int
    anchor: str
    of: Any


@dataclass(frozen=True, kw_only=True)
class Scatter:
    width: int
    height: int
    middle_x: int
    middle_y: int
    dots: Sequence[Dot]


def scatter(rows: Sequence[tuple[Any, int, int]], *, middle: tuple[int, int]) -> Scatter:
    """(of whom, to the right, upwards) for each dot; ``middle``: where the lines cross, in the same units."""
    width, height = WIDE, WIDE // 2
    most_x = max([x for _of, x, _y in rows] + [middle[0]], default=0) or 1
    most_y = max([y for _of, _x, y in rows] + [middle[1]], default=0) or 1

    def place(x: int, y: int) -> tuple[int, int]:
        across = EDGE + x * (width - 2 * EDGE) // most_x
        return across, height - EDGE - y * (height - 2 * EDGE) // most_y

    dots = []
    for of, x, y in rows:
        across, down = place(x, y)
        is_right = across > width * 2 // 3
        dots.append(
            Dot(
                x=across,
                y=down,
                label_x=across - 10 if is_right else across + 10,
                anchor="end" if is_right else "start",
                of=of,
            )
        )
    middle_x, middle_y = place(*middle)
    return Scatter(width=width, height=height, middle_x=middle_x, middle_y=middle_y, dots=dots)
