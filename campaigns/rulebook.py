"""The rules of one campaign version, read from their JSON; and what its seal is made of.

Pure: no database, clock or network.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from campaigns.conditions import Condition, read_condition
from campaigns.errors import BadRules
from campaigns.rule_shape import FIRST, LAST, MET, RULE_KEY, find_problems
from campaigns.split_shape import WHOLE_BP
from campaigns.states import Channel, ConditionKind, RewardKind

HUNDREDTHS = 100
CLAIM = "claim"

DEFAULT_RULES: Mapping[str, Any] = {
    "requires": ["registered", "real_name"],
    "threshold": 3,
    "window_days": 30,
    "credit": {"registered": 0, "real_name": 100},
    "hold_minutes": 0,
    "reward": {"kind": "draw_entry", "weight": 1, "per_threshold": True, "max_per_member": 1},
    "draw": {"prizes": [], "beacon": "none", "reserve": 50},
    "offer_hours": 72,
    "deliver_days": 14,
    "code_hours": 72,
}


@dataclass(frozen=True, kw_only=True)
class RewardRule:
    kind: str
    weight: int
    item: str
    quantity: int
    per_threshold: bool
    max_per_member: int


@dataclass(frozen=True, kw_only=True)
class PrizeRule:
    key: str
    item: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class FurtherRule:
    """A reward beside the main one, once a member: at ``friends`` for the advocate, or for the invitee."""

    key: str
    whom: str
    friends: int
    kind: str
    weight: int
    item: str
    quantity: int

    @property
    def goal_hundredths(self) -> int:
        return self.friends * HUNDREDTHS


@dataclass(frozen=True, kw_only=True)
class PlaceRule:
    """The places behind the row above up to ``upto`` get one unit of the item each."""

    key: str
    upto: int
    item: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class BoardRule:
    """``places``: of members; for groups one row, whose item the ``seats`` of the first ``groups`` get."""

    is_of_groups: bool
    places: tuple[PlaceRule, ...]
    seats: int
    groups: int
    grace_days: int


@dataclass(frozen=True, kw_only=True)
class LastMile:
    """Whoever is one friend short has a unit kept for ``hours``, out of ``percent`` of all units at most."""

    hours: int
    percent: int

    def most_units(self, quantity: int) -> int:
        """Rounded down, so that the share is never more than what was announced."""
        return quantity * self.percent // 100


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How many gifts are claimed a day by all, and within ``days`` by one member. 0: as many as there are."""

    per_day: int = 0
    per_member: int = 0
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class Split:
    """Of a friend's credit, in basis points: for the first and for the last invitation that she opened."""

    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Vouching:
    """An advocate's word for a friend, who has ``days`` to prove it for ``credit`` hundredths more.

    ``most`` friends at a time. When such a friend is decided against, the word counts ``floor`` percent for
    ``drop_days``.
    """

    days: int
    credit: int
    most: int
    drop_days: int
    floor: int

    def worth(self, *, is_lowered: bool) -> int:
        """Hundredths for a good introduction, rounded down."""
        return self.credit * self.floor // 100 if is_lowered else self.credit


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    requires: tuple[str, ...]
    conditions: tuple[Condition, ...]
    any_is_enough: bool
    threshold: int
    window_days: int
    credit: Mapping[str, int]
    hold_minutes: int
    reward: RewardRule
    further: tuple[FurtherRule, ...]
    prizes: tuple[PrizeRule, ...]
    board: BoardRule | None
    beacon: str
    reserve: int
    offer_hours: int
    deliver_days: int
    channels: tuple[str, ...] = tuple(Channel.values)
    last_mile: LastMile | None = None
    pace: Pace = Pace()
    touch: str = LAST
    split: Split | None = None
    vouching: Vouching | None = None
    # How long after registering a code may still be typed in.
    code_hours: int = 0

    @property
    def threshold_hundredths(self) -> int:
        return self.threshold * HUNDREDTHS

    @property
    def first_touch_counts(self) -> bool:
        return self.touch == FIRST

    @property
    def other_share_bp(self) -> int:
        """What an advocate gets of a friend whose invitation was opened, but is not the one that counts."""
        if self.split is None:
            return 0
        return self.split.last if self.first_touch_counts else self.split.first

    @property
    def counts_at_once(self) -> bool:
        """Whether a bare registration already earns credit or qualifies."""
        nothing_else = set(self.requires) <= {"registered"} and not self.conditions
        return self.credit.get("registered", 0) > 0 or nothing_else

    @property
    def match(self) -> str:
        return "any" if self.any_is_enough else "all"

    @property
    def looks_again_after(self) -> timedelta | None:
        """When time alone may make a friend count: the age that an account must have."""
        days = [each.days for each in self.conditions if each.kind == ConditionKind.ACCOUNT_AGE]
        return timedelta(days=max(days)) if days else None

    @property
    def worth_at_least(self) -> int:
        """Hundredths that a friend who meets the requirements counts for, in the worst case.

        Where credit is shared, the worst is that of a friend who opened somebody else's invitation, too.
        """
        needed = {"registered", MET} if self.any_is_enough else {"registered", MET, *self.requires}
        worth = max(self.credit.get(level, 0) for level in needed)
        return worth if self.split is None else worth * min(self.split.first, self.split.last) // WHOLE_BP

    @property
    def promised_items(self) -> Mapping[str, int]:
        """Item public id to the number of units that publication promises."""
        needed: dict[str, int] = {}
        for prize in self.prizes:
            needed[prize.item] = needed.get(prize.item, 0) + prize.quantity
        for item, quantity in self.shares.values():
            needed[item] = needed.get(item, 0) + quantity
        return needed

    @property
    def shares(self) -> Mapping[str, tuple[str, int]]:
        """Rule key to (item public id, units): what may be claimed while stock lasts, rule by rule."""
        rules: dict[str, RewardRule | FurtherRule] = {RULE_KEY: self.reward}
        rules |= {rule.key: rule for rule in (*self.further, *self.board_prizes)}
        return {
            key: (rule.item, rule.quantity) for key, rule in rules.items() if rule.kind == RewardKind.GIFT
        }

    @property
    def board_prizes(self) -> tuple[FurtherRule, ...]:
        """What the places of the board give, each member once."""
        return tuple(
            FurtherRule(
                key=place.key,
                whom="board",
                friends=0,
                kind=RewardKind.GIFT,
                weight=1,
                item=place.item,
                quantity=place.quantity,
            )
            for place in (self.board.places if self.board else ())
        )

    def further_for(self, whom: str) -> list[FurtherRule]:
        """In the published order."""
        return [rule for rule in self.further if rule.whom == whom]

    @property
    def most_entries(self) -> int:
        """How many entries in the draw one member can have."""
        further = sum(rule.kind == RewardKind.DRAW_ENTRY for rule in self.further)
        return further + (self.reward.max_per_member if self.reward.kind == RewardKind.DRAW_ENTRY else 0)


def read_rules(data: Mapping[str, Any]) -> Rulebook:
    """The rules of a sealed version or of a draft.

    Raises: BadRules with ``field`` and ``path`` of the first mistake.
    """
    for problem in find_problems(data):
        raise BadRules(field=problem.path, path=problem.path, why=problem.why)
    reward, draw = data["reward"], data.get("draw", {})
    return Rulebook(
        requires=tuple(data["requires"]),
        conditions=tuple(read_condition(each) for each in data.get("conditions", [])),
        any_is_enough=data.get("match", "all") == "any",
        threshold=data["threshold"],
        window_days=data["window_days"],
        credit=dict(data["credit"]),
        hold_minutes=data["hold_minutes"],
        reward=RewardRule(
            kind=reward["kind"],
            weight=reward.get("weight", 1),
            item=reward.get("item", ""),
            quantity=reward.get("quantity", 0),
            per_threshold=reward.get("per_threshold", False),
            max_per_member=reward["max_per_member"],
        ),
        further=tuple(_further(rule) for rule in data.get("further", [])),
        prizes=tuple(PrizeRule(**prize) for prize in draw.get("prizes", [])),
        board=_board(data["board"]) if data.get("board") else None,
        beacon=draw.get("beacon", "none"),
        reserve=draw.get("reserve", 0),
        offer_hours=data["offer_hours"],
        deliver_days=data["deliver_days"],
        channels=tuple(data.get("channels", Channel.values)),
        last_mile=LastMile(**data["last_mile"]) if data.get("last_mile") else None,
        pace=Pace(**data.get("pace", {})),
        touch=data.get("touch", LAST),
        split=Split(**data["split"]) if data.get("split") else None,
        vouching=Vouching(**data["vouching"]) if data.get("vouching") else None,
        code_hours=data.get("code_hours", 0),
    )


def _board(board: Mapping[str, Any]) -> BoardRule:
    if board["whose"] == "group":
        units = board["seats"] * board["groups"]
        seat = PlaceRule(key="seat", upto=board["groups"], item=board["item"], quantity=units)
        return BoardRule(
            is_of_groups=True,
            places=(seat,),
            seats=board["seats"],
            groups=board["groups"],
            grace_days=board["grace_days"],
        )
    places, last = [], 0
    for place in board["places"]:
        upto = place["upto"]
        key = f"place-{upto}"
        places.append(PlaceRule(key=key, upto=upto, item=place["item"], quantity=upto - last))
        last = upto
    return BoardRule(
        is_of_groups=False, places=tuple(places), seats=0, groups=0, grace_days=board["grace_days"]
    )


def _further(rule: Mapping[str, Any]) -> FurtherRule:
    return FurtherRule(
        key=rule["key"],
        whom=rule["whom"],
        friends=rule.get("friends", 0),
        kind=rule["kind"],
        weight=rule.get("weight", 1),
        item=rule.get("item", ""),
        quantity=rule.get("quantity", 0),
    )


def claim_of(rule_key: str) -> str:
    """The budget's action for claims under one rule."""
    return CLAIM if rule_key == RULE_KEY else f"{CLAIM}:{rule_key}"


def seal(
    *,
    campaign: str,
    number: int,
    rules: Mapping[str, Any],
    texts: Mapping[str, Any],
    opens_at: datetime,
    closes_at: datetime,
    settle_by: datetime,
) -> str:
    """SHA-256 (hex) over the version's canonical JSON: sorted keys, no spaces, UTF-8, times in UTC."""
    body = {
        "campaign": campaign,
        "closes_at": f"{closes_at.timestamp():.6f}",
        "number": number,
        "opens_at": f"{opens_at.timestamp():.6f}",
        "rules": rules,
        "settle_by": f"{settle_by.timestamp():.6f}",
        "texts": texts,
    }
    return hashlib.sha256(canonical(body)).hexdigest()


def canonical(body: object) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
