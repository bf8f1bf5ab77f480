"""What is written once is so for the database, too, whatever later migrations did to its table."""

import re

import pytest
from django.apps import apps
from django.db import connection, models

from common.append_only import AppendOnly

pytestmark = pytest.mark.django_db

SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
POSTGRES = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
WRITTEN_ONCE = [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def triggers() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(POSTGRES if connection.vendor == "postgresql" else SQLITE)
        return {str(name): str(words).lower().replace('"', "") for name, words in cursor.fetchall()}


@pytest.mark.parametrize("model", WRITTEN_ONCE, ids=lambda model: model._meta.db_table)
def test_no_change_and_no_deletion_of_any_column(model: type[models.Model]) -> None:
    table, found = model._meta.db_table, triggers()
    assert f"{table}_no_delete" in found
    columns = {field.column for field in model._meta.concrete_fields}
    guarded = found.get(f"{table}_no_update", "")
    assert {column for column in columns if not re.search(rf"\bold\.{column}\b", guarded)} == set()
