"""What a friend has to have done, as rows of the draft's form."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from campaigns.condition_shape import MOST_CONDITIONS, SETTINGS
from campaigns.states import ConditionKind

PARTS = ("kind", "number", "group", "name", "value")
# Which part of a row a setting of the rules was typed into.
_PART_OF = {"days": "number", "count": "number", "group": "group", "name": "name", "value_minor": "value"}


def condition_fields(groups: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    """``condition_<row>_<part>`` for every row; ``groups``: public id and name of those to choose from."""
    offered = [("", _("any")), *groups]
    return {
        f"condition_{row}_{part}": field
        for row in range(MOST_CONDITIONS)
        for part, field in _row(offered).items()
    }


def _row(groups: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    kinds = [("", "—"), *ConditionKind.choices]
    return {
        "kind": forms.ChoiceField(
            label=_("Condition"), choices=kinds, required=False, widget=UnfoldAdminSelectWidget
        ),
        "number": forms.IntegerField(
            label=_("Days, or how often"),
            min_value=1,
            max_value=1000,
            required=False,
            widget=UnfoldAdminIntegerFieldWidget,
        ),
        "group": forms.ChoiceField(
            label=_("Group"), choices=groups, required=False, widget=UnfoldAdminSelectWidget
        ),
        "name": forms.CharField(
            label=_("Name of the report"), max_length=40, required=False, widget=UnfoldAdminTextInputWidget
        ),
        "value": forms.DecimalField(
            label=_("Worth at least"),
            min_value=0,
            max_value=10_000_000,
            decimal_places=2,
            required=False,
            widget=UnfoldAdminDecimalFieldWidget,
        ),
    }


def filled_rows(cleaned: Mapping[str, Any]) -> list[int]:
    return [row for row in range(MOST_CONDITIONS) if cleaned.get(f"condition_{row}_kind")]


def read_rows(cleaned: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rules' ``conditions``, in the order of the rows."""
    return [_condition(cleaned, row) for row in filled_rows(cleaned)]


def _condition(cleaned: Mapping[str, Any], row: int) -> dict[str, Any]:
    kind, number, group, name, value = (cleaned.get(f"condition_{row}_{part}") for part in PARTS)
    typed = {"days": number, "count": number, "group": group, "name": name}
    typed["value_minor"] = int(value * 100) if value else None
    needed, more = SETTINGS[str(kind)]
    return {"kind": kind} | {key: typed[key] for key in sorted(needed | more) if typed.get(key)}


def initial_rows(conditions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row, condition in enumerate(conditions[:MOST_CONDITIONS]):
        value = condition.get("value_minor")
        found |= {
            f"condition_{row}_kind": condition["kind"],
            f"condition_{row}_number": condition.get("days", condition.get("count")),
            f"condition_{row}_group": condition.get("group"),
            f"condition_{row}_name": condition.get("name"),
            f"condition_{row}_value": Decimal(value) / 100 if value else None,
        }
    return found


def place_of(path: str, cleaned: Mapping[str, Any]) -> str:
    """The field that ``conditions.<place>.<key>`` was typed into."""
    _conditions, place, *key = path.split(".")
    part = _PART_OF.get(key[0], "kind") if key else "kind"
    return f"condition_{filled_rows(cleaned)[int(place)]}_{part}"
