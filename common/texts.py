"""Texts that people write in two languages: ``{"en": ..., "zh-hans": ...}`` with a fallback."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Texts = Mapping[str, str]


def in_language(value: Texts | str | None, language: str | None = None) -> str:
    """The text in the reader's language, else English, else whatever there is, else ''."""
    if not value:
        return ""
    if isinstance(value, str):
        return value
    wanted = (language or get_language() or settings.LANGUAGE_CODE).lower()
    for key in (wanted, "en"):
        if value.get(key):
            return value[key]
    return next((text for text in value.values() if text), "")


def check_texts(value: object) -> None:
    """Raise ValidationError unless ``value`` maps known languages to strings, at least one not empty."""
    known = {code for code, _name in settings.LANGUAGES}
    if not isinstance(value, Mapping) or not set(value) <= known:
        raise ValidationError(_("Texts are given per language."), code="texts")
    if not all(isinstance(text, str) for text in value.values()) or not any(value.values()):
        raise ValidationError(_("Write the text in at least one language."), code="texts")


class I18nField(models.JSONField):
    """JSON of language code to text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)


class I18nWidget(forms.MultiWidget):
    """One input per language, labelled with the language's own name."""

    template_name = "common/forms/i18n_widget.html"

    def __init__(self, *, multiline: bool = False, attrs: dict[str, Any] | None = None) -> None:
        kind = forms.Textarea if multiline else forms.TextInput
        self.languages = [code for code, _name in settings.LANGUAGES]
        super().__init__({code: kind({"lang": code}) for code in self.languages}, attrs)

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(code, "") for code in self.languages]


class I18nFormField(forms.MultiValueField):
    """Gives ``{"en": ..., "zh-hans": ...}`` with the empty ones left out."""

    def __init__(self, *, multiline: bool = False, max_length: int = 2000, **kwargs: Any) -> None:
        codes = [code for code, _name in settings.LANGUAGES]
        fields = [forms.CharField(required=False, max_length=max_length) for _code in codes]
        kwargs.setdefault("widget", I18nWidget(multiline=multiline))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        codes = [code for code, _name in settings.LANGUAGES]
        return {code: text for code, text in zip(codes, data_list, strict=False) if text}
