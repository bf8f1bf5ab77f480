"""Rewards beside the main one, as rows of the draft's form."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from campaigns.rule_shape import MOST_FURTHER
from campaigns.states import RewardKind

PARTS = ("whom", "friends", "kind", "item", "quantity")


def further_fields(offered: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    """``further_<row>_<part>`` for every row; ``offered``: public id and name of the items."""
    return {
        f"further_{row}_{part}": field for row in range(MOST_FURTHER) for part, field in _row(offered).items()
    }


def _row(offered: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    whom = [("", "—"), ("advocate", _("Who invites")), ("invitee", _("Each friend who counts"))]
    return {
        "whom": _choice(_("For whom"), whom),
        "friends": _number(_("From so many friends on"), high=1000),
        "kind": _choice(_("Reward"), RewardKind.choices),
        "item": _choice(_("Item"), offered),
        "quantity": _number(_("Quantity"), high=100_000),
    }


def _choice(label: str, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=UnfoldAdminSelectWidget)


def _number(label: str, *, high: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=high, required=False, widget=UnfoldAdminIntegerFieldWidget
    )


def filled_rows(cleaned: Mapping[str, Any]) -> list[int]:
    return [row for row in range(MOST_FURTHER) if cleaned.get(f"further_{row}_whom")]


def read_rows(cleaned: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rules' ``further``, in the order of the rows; a key names what it is for and its place."""
    return [_rule(cleaned, row) for row in filled_rows(cleaned)]


def _rule(cleaned: Mapping[str, Any], row: int) -> dict[str, Any]:
    whom, friends, kind, item, quantity = (cleaned.get(f"further_{row}_{part}") for part in PARTS)
    rule: dict[str, Any] = {"key": f"{whom}-{row + 1}", "whom": whom, "kind": kind or RewardKind.GIFT}
    if whom == "advocate" and friends:
        rule["friends"] = friends
    if rule["kind"] == RewardKind.GIFT:
        rule |= {"item": item or "", "quantity": quantity or 1}
    return rule


def initial_rows(further: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        f"further_{row}_{part}": rule.get(part)
        for row, rule in enumerate(further[:MOST_FURTHER])
        for part in PARTS
    }


def place_of(path: str, cleaned: Mapping[str, Any]) -> str:
    """The field that ``further.<place>.<key>`` was typed into."""
    _further, place, *key = path.split(".")
    part = key[0] if key and key[0] in PARTS else "whom"
    return f"further_{filled_rows(cleaned)[int(place)]}_{part}"
