"""Further wordings of the invitation page in the draft's form: weights and words of variants b and c."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from campaigns.variant_rules import (
    BASE,
    MOST_WEIGHT,
    OTHERS,
    TEXT_NAMES,
    WEIGHTS,
    Unfit,
    unfit,
    worded,
)
from campaigns.variant_words import UNFIT
from common.admin import admin_texts

KEYS = (BASE, *OTHERS)
FIELDS = (*(f"weight_{key}" for key in KEYS), *TEXT_NAMES)


def variant_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {f"weight_{key}": _weight(key) for key in KEYS}
    for key in OTHERS:
        named = {"variant": key.upper()}
        fields[f"lead_{key}"] = admin_texts(
            _("Variant %(variant)s: one sentence under the title") % named, max_length=200, required=False
        )
        fields[f"about_{key}"] = admin_texts(
            _("Variant %(variant)s: what it is about") % named, multiline=True, required=False
        )
    return fields


def _weight(key: str) -> forms.IntegerField:
    label = _("Weight of variant %(variant)s") % {"variant": key.upper()}
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST_WEIGHT,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
    )


def problems(cleaned: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, what is wrong)."""
    weights = {key: cleaned.get(f"weight_{key}") for key in KEYS}
    return [
        (f"lead_{key}" if why is Unfit.NO_WORDS else f"weight_{key}", str(UNFIT[why]))
        for key, why in unfit(weights, worded=worded(cleaned))
    ]


def read_variants(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What of the texts is about variants; nothing where there is only one."""
    weights = {key: cleaned[f"weight_{key}"] for key in KEYS if cleaned.get(f"weight_{key}")}
    if len(weights) < 2:
        return {}
    return {WEIGHTS: weights} | {name: cleaned[name] for name in TEXT_NAMES if cleaned.get(name)}


def initial_variants(texts: Mapping[str, Any]) -> dict[str, Any]:
    weights = texts.get(WEIGHTS) or {}
    return {f"weight_{key}": weights.get(key) for key in KEYS} | {
        name: texts.get(name) for name in TEXT_NAMES
    }
