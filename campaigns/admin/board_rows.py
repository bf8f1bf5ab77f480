"""A board's settings in the draft's form; its items are those of the prize rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from campaigns.board_shape import PLACE
from campaigns.states import RewardKind

GROUP = "group"
# What the form offers as the main reward; the last two are places on a board.
KINDS = (
    *RewardKind.choices,
    (PLACE, gettext_lazy("Places on a leaderboard")),
    (GROUP, gettext_lazy("Seats for the groups that reach the goal")),
)
PLACES: Mapping[str, str] = {
    "board": "reward_kind",
    "board.item": "prize_0_item",
    "board.places": "prize_0_item",
    "board.seats": "board_seats",
    "board.groups": "board_groups",
    "board.grace_days": "grace_days",
}


def board_fields() -> dict[str, forms.Field]:
    return {
        "grace_days": _number(_("Days after the end until the board is closed"), low=0, high=60),
        "board_seats": _number(_("Seats for each group"), low=1, high=10_000),
        "board_groups": _number(_("Groups that get seats, at most"), low=1, high=1000),
    }


def _number(label: str, *, low: int, high: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, required=False, widget=UnfoldAdminIntegerFieldWidget
    )


def read_board(cleaned: Mapping[str, Any], prizes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The rules' ``reward`` and ``board``. A row of prizes is as many places as it has units, in order."""
    grace = cleaned.get("grace_days")
    board: dict[str, Any] = {"whose": "member", "grace_days": 3 if grace is None else grace}
    if cleaned["reward_kind"] == GROUP:
        board |= {
            "whose": "group",
            "item": prizes[0]["item"] if prizes else "",
            "seats": cleaned.get("board_seats") or 1,
            "groups": cleaned.get("board_groups") or 1,
        }
    else:
        places, last = [], 0
        for prize in prizes:
            last += prize["quantity"]
            places.append({"upto": last, "item": prize["item"]})
        board["places"] = places
    return {"reward": {"kind": PLACE, "max_per_member": 1}, "board": board}


def initial_board(board: Mapping[str, Any]) -> dict[str, Any]:
    """The form's values, the prize rows among them."""
    found: dict[str, Any] = {"grace_days": board["grace_days"], "reward_kind": PLACE}
    if board["whose"] == GROUP:
        found |= {"reward_kind": GROUP, "board_seats": board["seats"], "board_groups": board["groups"]}
        return found | {"prize_0_item": board["item"], "prize_0_quantity": board["seats"] * board["groups"]}
    last = 0
    for row, place in enumerate(board["places"]):
        found |= {f"prize_{row}_item": place["item"], f"prize_{row}_quantity": place["upto"] - last}
        last = place["upto"]
    return found
