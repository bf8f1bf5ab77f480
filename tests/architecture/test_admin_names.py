"""Every column and heading of the admin has a name in the reader's language."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.utils import translation

IN_LATIN = re.compile(r"[A-Za-z]{3,}")
# Proper names that Chinese texts write in Latin letters.
AS_THEY_ARE = re.compile(r"SHA-256|Webhook")
OURS = sorted(
    (
        (model, page)
        for model, page in admin.site._registry.items()
        if model._meta.app_label not in {"auth", "sessions", "contenttypes"}
    ),
    key=lambda pair: pair[0]._meta.label,
)


def names(model: Any, page: Any) -> Iterator[tuple[str, str]]:
    """(where, what is shown there)."""
    yield "one", str(model._meta.verbose_name)
    yield "many", str(model._meta.verbose_name_plural)
    for field in model._meta.fields:
        yield field.name, str(field.verbose_name)
    for column in page.list_display:
        shown = getattr(page, column, None) if isinstance(column, str) else column
        if shown is not None:
            yield str(column), str(getattr(shown, "short_description", ""))


@pytest.mark.parametrize(("model", "page"), OURS, ids=[model._meta.label for model, _ in OURS])
def test_it_is_named_in_chinese(model: Any, page: Any) -> None:
    with translation.override("zh-hans"):
        foreign = [
            f"{where}: {name or 'no name'}"
            for where, name in names(model, page)
            if not name or IN_LATIN.search(AS_THEY_ARE.sub("", name))
        ]
    assert not foreign, "name it in the model or in common/field_names.py, and translate it"
