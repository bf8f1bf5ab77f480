"""Shares, percentiles, factors and quadrants: whole numbers, and nothing where there is nothing."""

import pytest

from campaigns.charts import HEIGHT, scatter, stacked
from campaigns.funnel_rules import (
    Point,
    Quadrant,
    k_factor,
    minor_each,
    percentile,
    quadrants,
    share_bp,
    told,
)
from campaigns.funnel_words import at_least, hours, money, percent


@pytest.mark.parametrize(("part", "whole", "share"), [(1, 3, 3333), (0, 5, 0), (5, 0, None), (2, 2, 10_000)])
def test_a_share_is_rounded_down(part: int, whole: int, share: int | None) -> None:
    assert share_bp(part, whole) == share


def test_a_percentile_is_the_hour_by_which_so_many_had_counted() -> None:
    waited = {0: 5, 3: 4, 200: 1}
    assert [percentile(waited, each) for each in (50, 51, 90, 91)] == [0, 3, 3, 200]
    assert percentile({}, 50) is None


def test_the_net_factor_leaves_out_who_was_refused() -> None:
    k = k_factor(advocates=8, qualified=6, refused=2)
    assert (k.gross, k.net) == (75, 50)
    assert k_factor(advocates=0, qualified=0, refused=0).gross is None


def test_a_cost_is_never_made_smaller() -> None:
    assert (minor_each(100, 3), minor_each(100, 0)) == (34, None)


def test_many_looks_with_nobody_behind_them_are_zombie_traffic() -> None:
    found = dict(
        (point.key, where)
        for point, where in quadrants(
            [
                Point(key="wechat", reach=100, engaged=20),
                Point(key="sms", reach=10, engaged=5),
                Point(key="weibo", reach=900, engaged=3),
                Point(key="email", reach=5, engaged=0),
                Point(key="poster", reach=600, engaged=90),
            ]
        )
    )
    assert found == {
        "wechat": Quadrant.ENGAGED,
        "sms": Quadrant.ENGAGED,
        "weibo": Quadrant.ZOMBIE,
        "email": Quadrant.QUIET,
        "poster": Quadrant.BOTH,
    }


def test_nobody_is_engaged_where_nobody_came_back() -> None:
    assert quadrants([Point(key="weibo", reach=9, engaged=0)])[0][1] == Quadrant.ZOMBIE


@pytest.mark.parametrize(("number", "shown"), [(0, None), (4, None), (5, 5), (9, 5), (10, 10), (1234, 1230)])
def test_strangers_never_see_one_person_come(number: int, shown: int | None) -> None:
    assert told(number) == shown


def test_numbers_in_words() -> None:
    assert (money(6905), money(None)) == ("¥69.05", "–")
    assert (percent(3333), percent(None)) == ("33.3 %", "")
    assert (hours(0), hours(47), hours(48), hours(95), hours(96)) == (
        "1 hour",
        "48 hours",
        "3 days",
        "4 days",
        "5 days",
    )
    assert (at_least(None), at_least(15)) == ("fewer than 5", "at least 15")


def test_a_part_stands_at_the_bottom_of_its_whole() -> None:
    chart = stacked([("a", 10, 4), ("b", 5, 5), ("c", 0, 0)])
    assert [(bar.lower, bar.upper) for bar in chart.bars] == [(48, 72), (60, 0), (0, 0)]
    assert chart.bars[0].upper_y == 0
    assert chart.bars[0].lower_y == HEIGHT - 48


def test_every_dot_and_the_middle_lie_inside() -> None:
    chart = scatter([("a", 0, 0), ("b", 90, 4000)], middle=(45, 100))
    places = [*((dot.x, dot.y) for dot in chart.dots), (chart.middle_x, chart.middle_y)]
    assert all(0 < x < chart.width and 0 < y < chart.height for x, y in places)
    assert [dot.anchor for dot in chart.dots] == ["start", "end"]
