"""The shape of the conditions in the rules' JSON, checked with the place of each mistake. Pure."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from campaigns.states import ConditionKind

if TYPE_CHECKING:
    from campaigns.rule_shape import Look

MATCHES = ("all", "any")
MOST_CONDITIONS = 6
MOST_DAYS = 366
# Kind: what has to be said, and what may be said.
SETTINGS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    ConditionKind.ACCOUNT_AGE: (frozenset({"days"}), frozenset()),
    ConditionKind.JOINED_GROUP: (frozenset(), frozenset({"group"})),
    ConditionKind.POSTED: (frozenset(), frozenset({"group", "count"})),
    ConditionKind.ATTENDED: (frozenset(), frozenset({"group", "event", "count"})),
    ConditionKind.TASK: (frozenset(), frozenset({"group", "event", "count"})),
    ConditionKind.EVENT: (frozenset({"name"}), frozenset({"value_minor", "count"})),
}
NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?")


def check_conditions(look: "Look", rules: Mapping[str, Any]) -> None:
    look.one_of("match", rules.get("match", "all"), MATCHES)
    conditions = rules.get("conditions", [])
    if not isinstance(conditions, list):
        look.wrong("conditions", _("must be a list"))
        return
    if len(conditions) > MOST_CONDITIONS:
        look.wrong("conditions", _("has more than %(most)s conditions") % {"most": MOST_CONDITIONS})
    ages = 0
    for place, value in enumerate(conditions):
        path = f"conditions.{place}"
        kind = value.get("kind", "") if isinstance(value, Mapping) else ""
        if isinstance(value, Mapping) and not look.one_of(f"{path}.kind", kind, tuple(ConditionKind.values)):
            continue
        needed, more = SETTINGS[kind] if kind else (frozenset[str](), frozenset[str]())
        known = needed | {"kind"}
        condition = look.table(path, value, needed=known, known=known | more)
        if condition is None:
            continue
        ages += kind == ConditionKind.ACCOUNT_AGE
        _check_settings(look, path, condition, window_days=rules["window_days"])
        if kind == ConditionKind.ACCOUNT_AGE and ages > 1:
            look.wrong(f"{path}.kind", _("is there already"))


def _check_settings(look: "Look", path: str, condition: Mapping[str, Any], *, window_days: object) -> None:
    if "days" in condition and look.whole(f"{path}.days", condition["days"], low=1, high=MOST_DAYS):
        if isinstance(window_days, int) and condition["days"] >= window_days:
            look.wrong(f"{path}.days", _("must be less than the days that a friend has"))
    if "count" in condition:
        look.whole(f"{path}.count", condition["count"], low=1, high=1000)
    if "value_minor" in condition:
        look.whole(f"{path}.value_minor", condition["value_minor"], low=0, high=1_000_000_000)
    for key in ("group", "event"):
        if key in condition and condition[key] != "":
            look.text(f"{path}.{key}", condition[key])
    if "name" in condition and not (isinstance(condition["name"], str) and NAME.fullmatch(condition["name"])):
        look.wrong(f"{path}.name", _("must be 1 to 40 small letters, digits, dots and hyphens"))
