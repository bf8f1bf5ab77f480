"""Who is one friend short of a gift, and until when a unit is kept. Pure: the time is passed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.rule_shape import RULE_KEY
from campaigns.rulebook import FurtherRule, RewardRule, Rulebook
from campaigns.states import RewardKind

# Told so long before the end, or in the last quarter of a shorter time.
WARN_BEFORE = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A gift that a count of friends earns. ``most_units``: how many may be kept at the same time."""

    rule_key: str
    item: str
    goal_hundredths: int
    most_units: int


def goals_of(rulebook: Rulebook) -> Iterator[Goal]:
    """None where the rules keep nothing. What a single friend may earn has no last mile.

    The main reward keeps a unit on the way to the first one only: once for each member.
    """
    last_mile = rulebook.last_mile
    if last_mile is None:
        return
    rules: list[tuple[RewardRule | FurtherRule, int, str]] = [
        (rulebook.reward, rulebook.threshold_hundredths, RULE_KEY)
    ]
    rules += [(rule, rule.goal_hundredths, rule.key) for rule in rulebook.further_for("advocate")]
    for rule, goal, key in rules:
        if rule.kind == RewardKind.GIFT and goal > rulebook.worth_at_least:
            yield Goal(
                rule_key=key,
                item=rule.item,
                goal_hundredths=goal,
                most_units=last_mile.most_units(rule.quantity),
            )


def nearly_reached(rulebook: Rulebook, *, credit_hundredths: int) -> list[Goal]:
    """The goals that one more friend reaches, in the worst case of what a friend counts for."""
    return [
        goal
        for goal in goals_of(rulebook)
        if 0 < goal.goal_hundredths - credit_hundredths <= rulebook.worth_at_least
    ]


def is_too_far(rulebook: Rulebook, *, rule_key: str, credit_hundredths: int) -> bool:
    """Whether one friend is not enough any more. Unknown rules keep nothing."""
    goals = {goal.rule_key: goal.goal_hundredths for goal in goals_of(rulebook)}
    goal = goals.get(rule_key)
    return goal is None or goal - credit_hundredths > rulebook.worth_at_least


def kept_until(*, hours: int, settle_by: datetime, since: datetime) -> datetime:
    """Nothing can be claimed after ``settle_by``, so nothing is kept longer."""
    return min(since + timedelta(hours=hours), settle_by)


def warned_at(*, since: datetime, until: datetime) -> datetime:
    """When the member is told that the time is nearly over."""
    return until - min(WARN_BEFORE, (until - since) / 4)
