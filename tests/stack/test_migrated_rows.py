"""A test that empties the tables leaves the next one what the migrations wrote."""

from typing import Any

import pytest
from django.apps import apps
from django.test import TransactionTestCase

from tests.stack import migrated_rows

WRITTEN = {"campaigns.RiskRuleRow", "trust.CalendarDay", "trust.CalendarYear"}


def _empty_the_tables() -> None:
    case: Any = TransactionTestCase()
    case._fixture_teardown()


def _filled() -> dict[str, list[Any]]:
    models = [model for model in apps.get_models() if model._meta.managed]
    rows = {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}
    return {
        label: found
        for label, found in rows.items()
        if found and label.lower() not in migrated_rows.MADE_ANEW
    }


@pytest.mark.django_db(transaction=True)
def test_rows_of_migrations_come_back() -> None:
    before = _filled()
    assert set(before) == WRITTEN
    _empty_the_tables()
    assert _filled() == before


@pytest.mark.django_db(transaction=True)
def test_rows_stay_away_where_nobody_puts_them_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrated_rows, "_rows", [])
    _empty_the_tables()
    assert _filled() == {}
    monkeypatch.undo()
    migrated_rows.put_back()
