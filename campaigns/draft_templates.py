"""Starting points of the draft's form. Items and dates are the manager's to fill in. Pure."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.board_shape import PLACE
from campaigns.rulebook import DEFAULT_RULES
from campaigns.states import RewardKind, Tie


@dataclass(frozen=True, kw_only=True)
class Template:
    """``tie``: which kind of acquaintance it works on; the funnel compares both."""

    key: str
    label: str | Promise
    explanation: str | Promise
    rules: Mapping[str, Any]
    tie: Tie


def _rules(**changes: Any) -> dict[str, Any]:
    return deepcopy(dict(DEFAULT_RULES)) | changes


def _gift(**changes: Any) -> dict[str, Any]:
    reward = {"kind": "gift", "item": "", "quantity": 10, "per_threshold": False, "max_per_member": 1}
    rules = _rules(reward=reward, **changes)
    del rules["draw"]
    return rules


def _board(board: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    rules = _rules(
        **{
            "reward": {"kind": PLACE, "max_per_member": 1},
            "board": {**board, "grace_days": 3},
            "threshold": 1,
        }
        | changes
    )
    del rules["draw"]
    return rules


def _further(key: str, whom: str, friends: int = 0) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "key": key,
        "whom": whom,
        "kind": RewardKind.GIFT.value,
        "item": "",
        "quantity": 10,
    }
    return rule | ({"friends": friends} if friends else {})


_ALL = [
    Template(
        key="invite-three",
        label=_("Invite three"),
        tie=Tie.STRONG,
        explanation=_("Three verified friends earn a gift, while stocks last."),
        rules=_gift(),
    ),
    Template(
        key="milestones",
        label=_("Milestones"),
        tie=Tie.STRONG,
        explanation=_("A gift for the first friend, better ones for the third and the fifth."),
        rules=_gift(threshold=1, further=[_further("three", "advocate", 3), _further("five", "advocate", 5)]),
    ),
    Template(
        key="two-sided",
        label=_("Both get something"),
        tie=Tie.STRONG,
        explanation=_("A gift for who invites, and a welcome for each friend who counts."),
        rules=_gift(threshold=1, further=[_further("welcome", "invitee")]),
    ),
    Template(
        key="draw",
        label=_("Draw"),
        tie=Tie.WEAK,
        explanation=_("Every three verified friends earn an entry in a draw that anyone can recompute."),
        rules=_rules(),
    ),
    Template(
        key="leaderboard",
        label=_("Leaderboard"),
        tie=Tie.WEAK,
        explanation=_("Whoever brings most friends by the end gets the places, by a published rule."),
        rules=_board({"whose": "member", "places": [{"upto": 1, "item": ""}, {"upto": 3, "item": ""}]}),
    ),
    Template(
        key="group",
        label=_("Group challenge"),
        tie=Tie.STRONG,
        explanation=_("Groups bring friends together; the first ones at the goal get seats."),
        rules=_board({"whose": "group", "item": "", "seats": 10, "groups": 1}, threshold=20),
    ),
]
TEMPLATES: Mapping[str, Template] = {template.key: template for template in _ALL}
