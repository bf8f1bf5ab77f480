"""The shape of the rule that spreads claims over time. Pure."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from campaigns.states import RewardKind

if TYPE_CHECKING:
    from campaigns.rule_shape import Look

LONGEST_DAYS = 90
MOST_PER_DAY = 1_000_000
_KNOWN = frozenset({"per_day", "per_member", "days"})


def check_pace(look: "Look", rules: Mapping[str, Any]) -> None:
    """Off where the rules don't name it."""
    if "pace" not in rules:
        return
    pace = look.table("pace", rules["pace"], needed=frozenset(), known=_KNOWN)
    if pace is None:
        return
    if not pace:
        look.wrong("pace", _("must say how many a day or how many for each member"))
    if "per_day" in pace:
        look.whole("pace.per_day", pace["per_day"], low=1, high=MOST_PER_DAY)
    if not any(_gifts(rules)):
        look.wrong("pace", _("has no use, because no gift is claimed"))
    _check_per_member(look, pace, rules)


def _check_per_member(look: "Look", pace: Mapping[str, Any], rules: Mapping[str, Any]) -> None:
    if "per_member" not in pace and "days" not in pace:
        return
    missing = [key for key in ("per_member", "days") if key not in pace]
    for key in missing:
        look.wrong(f"pace.{key}", _("is missing"))
    if missing:
        return
    most = look.whole("pace.per_member", pace["per_member"], low=1, high=1000)
    if most and look.whole("pace.days", pace["days"], low=1, high=LONGEST_DAYS):
        _check_wait(look, pace, rules)


def _check_wait(look: "Look", pace: Mapping[str, Any], rules: Mapping[str, Any]) -> None:
    """Whoever earns everything at once must be able to claim it before it is due."""
    claims = sum(_gifts(rules))
    waits = (-(-claims // pace["per_member"]) - 1) * pace["days"]
    due = rules["deliver_days"]
    if isinstance(due, int) and waits > due:
        look.wrong(
            "pace.days",
            _("makes a member wait %(waits)s days for the last gift, which is due after %(due)s")
            % {"waits": waits, "due": due},
        )


def _gifts(rules: Mapping[str, Any]) -> Iterator[int]:
    """How many gifts one member may claim, rule by rule. What has no shape is told by others."""
    reward, further = rules["reward"], rules.get("further")
    if isinstance(reward, Mapping) and reward.get("kind") == RewardKind.GIFT:
        most = reward.get("max_per_member")
        yield most if isinstance(most, int) and reward.get("per_threshold") else 1
    if isinstance(rules.get("board"), Mapping):
        yield 1
    for row in further if isinstance(further, list) else ():
        if isinstance(row, Mapping) and row.get("kind") == RewardKind.GIFT:
            yield 1
