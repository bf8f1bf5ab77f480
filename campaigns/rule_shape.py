"""The shape of the rules' JSON, checked with the place of each mistake.

Pure: no database, clock or network.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.board_shape import PLACE, check_board
from campaigns.condition_shape import check_conditions
from campaigns.last_mile_shape import check_last_mile
from campaigns.pace_shape import check_pace
from campaigns.split_shape import check_split
from campaigns.states import Channel, RewardKind
from campaigns.vouch_shape import MOST_A_FRIEND, check_vouching

# What an invitee can have shown; "registered" everybody has, the others are trust's certificates.
LEVELS = ("registered", "real_name", "professional")
# What a friend who meets every requirement counts for, whatever her certificates.
MET = "met"
CREDITED = (*LEVELS, MET)
RULE_KEY = "main"
# Who gets a reward beside the main one: the advocate at a count of her own, or each friend who counts.
WHOM = ("advocate", "invitee")
MOST_FURTHER = 8
# Which of several invitations that a friend opened counts.
FIRST, LAST = "first", "last"
TOUCHES = (LAST, FIRST)
# A code may be typed in for so long after registering, at most.
LONGEST_CODE_HOURS = 24 * 14


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One mistake: where (``draw.prizes.0.quantity``) and why."""

    path: str
    why: str | Promise


def find_problems(data: object) -> list[Problem]:
    """Every mistake in the rules, in reading order; empty means that ``read_rules`` will pass."""
    look = Look()
    rules = look.table("", data, needed=_TOP_NEEDED, known=_TOP_KNOWN)
    if rules is None:
        return look.problems
    look.whole("threshold", rules["threshold"], low=1, high=1000)
    look.whole("window_days", rules["window_days"], low=1, high=366)
    look.whole("hold_minutes", rules["hold_minutes"], low=0, high=60 * 24 * 30)
    look.whole("offer_hours", rules["offer_hours"], low=1, high=24 * 60)
    look.whole("deliver_days", rules["deliver_days"], low=1, high=180)
    check_conditions(look, rules)
    _check_channels(look, rules)
    look.one_of("touch", rules.get("touch", LAST), TOUCHES)
    look.whole("code_hours", rules.get("code_hours", 0), low=0, high=LONGEST_CODE_HOURS)
    _check_requirements(
        look,
        rules["requires"],
        rules["credit"],
        needs_met=isinstance(rules.get("conditions"), list) and bool(rules["conditions"]),
    )
    kind = _check_reward(look, rules["reward"])
    if kind == RewardKind.DRAW_ENTRY:
        _check_draw(look, rules.get("draw"))
    elif kind and rules.get("draw"):
        look.wrong("draw", _("has no use, because the reward is not an entry in a draw"))
    if kind == PLACE:
        check_board(look, rules.get("board"))
    elif kind and rules.get("board"):
        look.wrong("board", _("has no use, because the reward is not a place on a board"))
    _check_further(look, rules.get("further", []), main=rules["reward"], threshold=rules["threshold"])
    check_last_mile(look, rules)
    check_pace(look, rules)
    check_split(look, rules)
    check_vouching(look, rules)
    return look.problems


_TOP_NEEDED = frozenset(
    "requires threshold window_days credit hold_minutes reward offer_hours deliver_days".split()
)
_TOP_KNOWN = _TOP_NEEDED | set(
    "draw further match conditions board channels last_mile pace touch split vouching code_hours".split()
)
_MAIN_KINDS = (*RewardKind.values, PLACE)
_REWARD_KEYS: Mapping[str, frozenset[str]] = {
    PLACE: frozenset({"kind", "max_per_member"}),
    RewardKind.DRAW_ENTRY: frozenset({"kind", "weight", "per_threshold", "max_per_member"}),
    RewardKind.GIFT: frozenset({"kind", "item", "quantity", "per_threshold", "max_per_member"}),
}
_FURTHER_KEYS = {
    RewardKind.DRAW_ENTRY: frozenset({"key", "whom", "kind"}),
    RewardKind.GIFT: frozenset({"key", "whom", "kind", "item", "quantity"}),
}
_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?")
_PRIZE_KEYS = frozenset({"key", "item", "quantity"})


class Look:
    """Collects problems; each check answers with the value, or whether it may be used further."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, path: str, why: str | Promise) -> bool:
        self.problems.append(Problem(path=path or "rules", why=why))
        return False

    def table(
        self, path: str, value: object, *, needed: frozenset[str], known: frozenset[str] | None = None
    ) -> Mapping[str, Any] | None:
        if not isinstance(value, Mapping):
            self.wrong(path, _("must be a group of settings"))
            return None
        dot = f"{path}." if path else ""
        missing = sorted(needed - set(value))
        unknown = sorted(set(value) - (needed if known is None else known), key=str)
        for key in missing:
            self.wrong(f"{dot}{key}", _("is missing"))
        for key in unknown:
            self.wrong(f"{dot}{key}", _("is not known"))
        return None if missing or unknown else value

    def whole(self, path: str, value: object, *, low: int, high: int) -> bool:
        if isinstance(value, bool) or not isinstance(value, int):
            return self.wrong(path, _("must be a whole number"))
        if not low <= value <= high:
            return self.wrong(path, _("must be between %(low)s and %(high)s") % {"low": low, "high": high})
        return True

    def text(self, path: str, value: object) -> bool:
        if not isinstance(value, str) or not 1 <= len(value) <= 64:
            return self.wrong(path, _("must be a text of 1 to 64 characters"))
        return True

    def one_of(self, path: str, value: object, known: tuple[str, ...]) -> bool:
        if value not in known:
            return self.wrong(path, _("must be one of: %(known)s") % {"known": ", ".join(known)})
        return True


def _check_channels(look: Look, rules: Mapping[str, Any]) -> None:
    """Without a list the campaign is open to every channel."""
    if "channels" not in rules:
        return
    channels = rules["channels"]
    if not isinstance(channels, list) or not channels:
        look.wrong("channels", _("must name at least one channel"))
        return
    for place, channel in enumerate(channels):
        look.one_of(f"channels.{place}", channel, tuple(Channel.values))


def _check_requirements(look: Look, requires: object, credit: object, *, needs_met: bool) -> None:
    if not isinstance(requires, list) or not requires:
        look.wrong("requires", _("must name at least one requirement"))
        return
    if not all([look.one_of(f"requires.{place}", level, LEVELS) for place, level in enumerate(requires)]):
        return
    if len(set(requires)) != len(requires):
        look.wrong("requires", _("names a requirement twice"))
    worths = look.table("credit", credit, needed=frozenset(), known=frozenset(CREDITED))
    if worths is None:
        return
    if not all(
        [look.whole(f"credit.{level}", worth, low=0, high=MOST_A_FRIEND) for level, worth in worths.items()]
    ):
        return
    if needs_met and not worths.get(MET):
        look.wrong("credit.met", _("must say what a friend who meets every requirement counts for"))
    if max((worths.get(level, 0) for level in [*requires, "registered", MET]), default=0) == 0:
        look.wrong("credit", _("gives nothing for a friend who meets every requirement"))


def _check_reward(look: Look, value: object) -> str:
    """The kind of the reward, '' where it can't be told."""
    kind = value.get("kind", "") if isinstance(value, Mapping) else ""
    if isinstance(value, Mapping) and not look.one_of("reward.kind", kind, _MAIN_KINDS):
        return ""
    known = _REWARD_KEYS[kind] if kind else frozenset[str]()
    reward = look.table("reward", value, needed=known - {"per_threshold", "weight"}, known=known)
    if reward is None:
        return str(kind)
    look.whole("reward.max_per_member", reward["max_per_member"], low=1, high=1000)
    if not isinstance(reward.get("per_threshold", False), bool):
        look.wrong("reward.per_threshold", _("must be true or false"))
    if kind == RewardKind.DRAW_ENTRY:
        look.whole("reward.weight", reward.get("weight", 1), low=1, high=1_000_000)
        return str(kind)
    if kind == PLACE:
        return PLACE
    look.text("reward.item", reward["item"])
    look.whole("reward.quantity", reward["quantity"], low=1, high=10_000_000)
    return str(kind)


def _check_draw(look: Look, value: object) -> None:
    if value is None:
        look.wrong("draw", _("is missing"))
        return
    draw = look.table("draw", value, needed=frozenset({"prizes", "beacon", "reserve"}))
    if draw is None:
        return
    look.one_of("draw.beacon", draw["beacon"], ("none", "drand"))
    look.whole("draw.reserve", draw["reserve"], low=0, high=10_000)
    _check_prizes(look, draw["prizes"])


def _check_prizes(look: Look, prizes: object) -> None:
    if not isinstance(prizes, list) or not prizes:
        look.wrong("draw.prizes", _("must name at least one prize"))
        return
    keys: set[object] = set()
    for place, value in enumerate(prizes):
        path = f"draw.prizes.{place}"
        prize = look.table(path, value, needed=_PRIZE_KEYS)
        if prize is None:
            continue
        if look.text(f"{path}.key", prize["key"]):
            if prize["key"] in keys:
                look.wrong(f"{path}.key", _("is used twice"))
            keys.add(prize["key"])
        look.text(f"{path}.item", prize["item"])
        look.whole(f"{path}.quantity", prize["quantity"], low=1, high=100_000)


def _check_further(look: Look, value: object, *, main: object, threshold: object) -> None:
    if not isinstance(value, list):
        look.wrong("further", _("must be a list"))
        return
    if len(value) > MOST_FURTHER:
        look.wrong("further", _("has more than %(most)s rewards") % {"most": MOST_FURTHER})
    has_draw = isinstance(main, Mapping) and main.get("kind") == RewardKind.DRAW_ENTRY
    keys: set[object] = {RULE_KEY}
    for place, entry in enumerate(value):
        path = f"further.{place}"
        kind = entry.get("kind", "") if isinstance(entry, Mapping) else ""
        if isinstance(entry, Mapping) and not look.one_of(f"{path}.kind", kind, tuple(RewardKind.values)):
            continue
        needed = _FURTHER_KEYS[RewardKind(kind)] if kind else frozenset[str]()
        rule = look.table(path, entry, needed=needed, known=needed | {"friends", "weight"})
        if rule is None:
            continue
        _check_further_key(look, path, rule["key"], taken=keys)
        _check_whom(look, path, rule, threshold=threshold)
        if kind == RewardKind.GIFT:
            look.text(f"{path}.item", rule["item"])
            look.whole(f"{path}.quantity", rule["quantity"], low=1, high=10_000_000)
        elif not has_draw:
            look.wrong(f"{path}.kind", _("needs a campaign with a draw"))
        else:
            look.whole(f"{path}.weight", rule.get("weight", 1), low=1, high=1_000_000)


def _check_further_key(look: Look, path: str, key: object, *, taken: set[object]) -> None:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        look.wrong(f"{path}.key", _("must be 1 to 30 small letters, digits and hyphens"))
    elif key in taken:
        look.wrong(f"{path}.key", _("is used twice"))
    else:
        taken.add(key)


def _check_whom(look: Look, path: str, rule: Mapping[str, Any], *, threshold: object) -> None:
    if not look.one_of(f"{path}.whom", rule["whom"], WHOM):
        return
    if rule["whom"] == "invitee":
        if "friends" in rule:
            look.wrong(f"{path}.friends", _("has no use, because the friend gets this reward"))
        return
    if "friends" not in rule:
        look.wrong(f"{path}.friends", _("is missing"))
    elif look.whole(f"{path}.friends", rule["friends"], low=1, high=1000) and rule["friends"] == threshold:
        look.wrong(f"{path}.friends", _("is the count of the main reward; choose another"))
