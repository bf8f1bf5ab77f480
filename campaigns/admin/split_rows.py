"""What the draft's form asks about sharing a friend's credit."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminDecimalFieldWidget

from campaigns.split_shape import WHOLE_BP

PLACES: Mapping[str, str] = {
    "split": "split_first",
    "split.first": "split_first",
    "split.last": "split_first",
}
# A hundredth of a percent is one basis point.
LEAST, MOST = Decimal("0.01"), Decimal("99.99")


def split_fields() -> dict[str, forms.Field]:
    return {
        "split_first": forms.DecimalField(
            label=_("Percent of a friend for whoever’s invitation was opened first"),
            help_text=_(
                "Empty: a friend counts for one advocate alone. Else the rest is for whoever’s invitation "
                "was opened last, where these are two different people."
            ),
            min_value=LEAST,
            max_value=MOST,
            decimal_places=2,
            required=False,
            widget=UnfoldAdminDecimalFieldWidget,
        )
    }


def read_split(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The rules' ``split``; nothing where it is off."""
    typed = cleaned.get("split_first")
    if typed is None:
        return {}
    first = int(typed * 100)
    return {"split": {"first": first, "last": WHOLE_BP - first}}


def initial_split(rules: Mapping[str, Any]) -> dict[str, Any]:
    split = rules.get("split")
    return {"split_first": Decimal(split["first"]) / 100 if split else None}
