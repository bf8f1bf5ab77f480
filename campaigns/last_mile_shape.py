"""The shape of the rule that keeps a unit for whoever is one friend short. Pure."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from campaigns.states import RewardKind

if TYPE_CHECKING:
    from campaigns.rule_shape import Look

LONGEST_HOURS = 24 * 7
# More than half of what there is would make "while stock lasts" untrue for everybody else.
LARGEST_PERCENT = 50


def check_last_mile(look: "Look", rules: Mapping[str, Any]) -> None:
    """Off where the rules don't name it."""
    if "last_mile" not in rules:
        return
    rule = look.table("last_mile", rules["last_mile"], needed=frozenset({"hours", "percent"}))
    if rule is None:
        return
    look.whole("last_mile.hours", rule["hours"], low=1, high=LONGEST_HOURS)
    if not look.whole("last_mile.percent", rule["percent"], low=1, high=LARGEST_PERCENT):
        return
    quantities = list(_quantities(rules))
    if not quantities:
        look.wrong("last_mile", _("has no use, because no gift is earned with two friends or more"))
    elif max(quantities) * rule["percent"] < 100:
        look.wrong("last_mile.percent", _("is less than one unit of any gift"))


def _quantities(rules: Mapping[str, Any]) -> Iterator[int]:
    """Of the gifts that a count of at least two friends earns. What has no shape is told by others."""
    reward, further = rules["reward"], rules.get("further")
    rows = [(reward, rules["threshold"])]
    rows += [(row, row.get("friends")) for row in further or () if isinstance(row, Mapping)]
    for row, friends in rows:
        is_gift = isinstance(row, Mapping) and row.get("kind") == RewardKind.GIFT
        quantity = row.get("quantity") if is_gift else None
        if isinstance(friends, int) and friends > 1 and isinstance(quantity, int):
            yield quantity
