"""What the draft's form asks about units that are kept for whoever is one friend short."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from campaigns.last_mile_shape import LARGEST_PERCENT, LONGEST_HOURS

DEFAULT_PERCENT = 20
PLACES: Mapping[str, str] = {
    "last_mile": "last_mile_hours",
    "last_mile.hours": "last_mile_hours",
    "last_mile.percent": "last_mile_percent",
}


def last_mile_fields() -> dict[str, forms.Field]:
    return {
        "last_mile_hours": forms.IntegerField(
            label=_("Hours that a gift is kept for whoever is one friend short"),
            min_value=0,
            max_value=LONGEST_HOURS,
            required=False,
            widget=UnfoldAdminIntegerFieldWidget,
            help_text=_("0 or empty: nothing is kept. Once for each member, told with the exact time."),
        ),
        "last_mile_percent": forms.IntegerField(
            label=_("Percent of the gifts that may be kept at the same time"),
            min_value=1,
            max_value=LARGEST_PERCENT,
            required=False,
            widget=UnfoldAdminIntegerFieldWidget,
            help_text=_("%(percent)s when left empty. All others are given in the order of claims.")
            % {"percent": DEFAULT_PERCENT},
        ),
    }


def read_last_mile(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The rules' ``last_mile``; nothing where it is off."""
    hours = cleaned.get("last_mile_hours")
    if not hours:
        return {}
    return {"last_mile": {"hours": hours, "percent": cleaned.get("last_mile_percent") or DEFAULT_PERCENT}}


def initial_last_mile(rules: Mapping[str, Any]) -> dict[str, Any]:
    rule = rules.get("last_mile") or {}
    return {f"last_mile_{key}": rule.get(key) for key in ("hours", "percent")}
