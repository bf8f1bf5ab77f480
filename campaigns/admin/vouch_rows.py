"""What the draft's form asks about vouching for friends."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminIntegerFieldWidget

from campaigns.vouch_shape import LONGEST_DAYS, LONGEST_DROP_DAYS, LOWEST_FLOOR, MOST_CREDIT, MOST_OPEN

KEYS = ("days", "credit", "most", "drop_days", "floor")
PLACES: Mapping[str, str] = {
    "vouching": "vouching_days",
    **{f"vouching.{key}": f"vouching_{key}" for key in KEYS},
}
# Used for what is left empty once the days are filled in.
DEFAULTS: Mapping[str, int] = {"credit": 20, "most": 3, "drop_days": 30, "floor": 50}


def vouch_fields() -> dict[str, forms.Field]:
    return {
        "vouching_days": _number(
            _("Days in which a friend for whom an advocate vouches has to prove it"),
            low=0,
            high=LONGEST_DAYS,
            help_text=_("0 or empty: nobody vouches. A certificate, a group and an event prove it."),
        ),
        "vouching_credit": forms.DecimalField(
            label=_("What the friend then counts for in addition"),
            min_value=Decimal("0.01"),
            max_value=Decimal(MOST_CREDIT) / 100,
            decimal_places=2,
            required=False,
            widget=UnfoldAdminDecimalFieldWidget,
            help_text=_default(Decimal(DEFAULTS["credit"]) / 100),
        ),
        "vouching_most": _number(
            _("Friends for whom one advocate may vouch at a time"),
            low=1,
            high=MOST_OPEN,
            help_text=_default(DEFAULTS["most"]),
        ),
        "vouching_drop_days": _number(
            _("Days for which an advocate’s word falls when such a friend is suspended or refused"),
            low=1,
            high=LONGEST_DROP_DAYS,
            help_text=_default(DEFAULTS["drop_days"]),
        ),
        "vouching_floor": _number(
            _("Percent that a word counts in these days, at least"),
            low=LOWEST_FLOOR,
            high=100,
            help_text=_default(DEFAULTS["floor"]),
        ),
    }


def _default(value: object) -> str:
    return _("%(value)s when left empty.") % {"value": value}


def _number(label: str, *, low: int, high: int, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=help_text,
    )


def read_vouching(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The rules' ``vouching``; nothing where it is off."""
    days = cleaned.get("vouching_days")
    if not days:
        return {}
    rule = {"days": days, **{key: cleaned.get(f"vouching_{key}") or DEFAULTS[key] for key in DEFAULTS}}
    if cleaned.get("vouching_credit"):
        rule["credit"] = int(cleaned["vouching_credit"] * 100)
    return {"vouching": rule}


def initial_vouching(rules: Mapping[str, Any]) -> dict[str, Any]:
    rule = rules.get("vouching") or {}
    found = {f"vouching_{key}": rule.get(key) for key in KEYS}
    if rule:
        found["vouching_credit"] = Decimal(rule["credit"]) / 100
    return found
