"""The shape of the rule that lets advocates vouch for friends. Pure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from campaigns.rule_shape import Look

LONGEST_DAYS = 90
LONGEST_DROP_DAYS = 90
# An introduction is worth one friend at most.
MOST_CREDIT = 100
MOST_OPEN = 50
# Below this nobody's word falls, whatever the rules say.
LOWEST_FLOOR = 10
# What one friend can count for, everything together.
MOST_A_FRIEND = 1000
_KEYS = frozenset({"days", "credit", "most", "drop_days", "floor"})


def check_vouching(look: "Look", rules: Mapping[str, Any]) -> None:
    """Off where the rules don't name it."""
    if "vouching" not in rules:
        return
    rule = look.table("vouching", rules["vouching"], needed=_KEYS)
    if rule is None:
        return
    look.whole("vouching.days", rule["days"], low=1, high=LONGEST_DAYS)
    look.whole("vouching.most", rule["most"], low=1, high=MOST_OPEN)
    look.whole("vouching.drop_days", rule["drop_days"], low=1, high=LONGEST_DROP_DAYS)
    has_credit = look.whole("vouching.credit", rule["credit"], low=1, high=MOST_CREDIT)
    has_floor = look.whole("vouching.floor", rule["floor"], low=LOWEST_FLOOR, high=100)
    if has_credit and has_floor and rule["credit"] * rule["floor"] < 100:
        look.wrong("vouching.floor", _("leaves less than a hundredth of a friend of the credit"))
    if has_credit and _most(rules["credit"]) + rule["credit"] > MOST_A_FRIEND:
        look.wrong("vouching.credit", _("makes one friend count for more than ten"))
    _check_company(look, rules)


def _check_company(look: "Look", rules: Mapping[str, Any]) -> None:
    """Words for friends have no place where friends are ranked or belong to two."""
    if rules.get("board"):
        look.wrong(
            "vouching", _("can’t be used with a board, where words would decide who stands before whom")
        )
    if rules.get("split"):
        look.wrong("vouching", _("can’t be used where a friend’s credit is shared"))


def _most(credit: object) -> int:
    """What a friend counts for at most without it; what has no shape is told by others."""
    worths = credit.values() if isinstance(credit, Mapping) else ()
    return max((worth for worth in worths if isinstance(worth, int)), default=0)
