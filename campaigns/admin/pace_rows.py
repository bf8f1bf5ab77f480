"""What the draft's form asks about spreading claims over time."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from campaigns.pace_shape import LONGEST_DAYS, MOST_PER_DAY

PLACES: Mapping[str, str] = {
    "pace": "pace_per_day",
    "pace.per_day": "pace_per_day",
    "pace.per_member": "pace_per_member",
    "pace.days": "pace_days",
}
_KEYS = ("per_day", "per_member", "days")


def pace_fields() -> dict[str, forms.Field]:
    return {
        "pace_per_day": _number(
            _("Gifts that may be claimed a day"),
            most=MOST_PER_DAY,
            help_text=_("Empty: all at once. Whoever comes too late reads that it goes on the next day."),
        ),
        "pace_per_member": _number(
            _("Gifts that one member may claim within the days below"),
            most=1000,
            help_text=_("Empty: no limit. What was earned waits, and she reads from when on."),
        ),
        "pace_days": _number(_("Days that this is counted over"), most=LONGEST_DAYS, help_text=""),
    }


def _number(label: str, *, most: int, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=help_text,
    )


def read_pace(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The rules' ``pace``; nothing where it is off."""
    typed = {key: cleaned[f"pace_{key}"] for key in _KEYS if cleaned.get(f"pace_{key}")}
    return {"pace": typed} if typed else {}


def initial_pace(rules: Mapping[str, Any]) -> dict[str, Any]:
    pace = rules.get("pace") or {}
    return {f"pace_{key}": pace.get(key) for key in _KEYS}
