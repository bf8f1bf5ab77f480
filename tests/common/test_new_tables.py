"""Many tables in one step: the models are afterwards what one step for each would have made of them."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState, StateApps

from common.new_tables import NewTables


def tables() -> list[CreateModel]:
    """Each points at the other, so neither could be made whole before the other is known."""
    key = ("id", models.BigAutoField(primary_key=True))
    best = models.ForeignKey("common.probejar", models.CASCADE, related_name="+", null=True)
    shelf = models.ForeignKey("common.probeshelf", models.CASCADE, related_name="+")
    positive = models.CheckConstraint(condition=models.Q(grams__gt=0), name="probe_jar_has_weight")
    return [
        CreateModel("ProbeShelf", [key, ("best", best)]),
        CreateModel(
            "ProbeJar",
            [key, ("shelf", shelf), ("grams", models.IntegerField())],
            {"constraints": [positive]},
        ),
    ]


def made(*steps: Any) -> ProjectState:
    state = ProjectState()
    assert isinstance(state.apps, StateApps)
    for step in steps:
        step.state_forwards("common", state)
    return state


def test_models_are_those_of_single_steps() -> None:
    assert made(NewTables(tables())) == made(*tables())


def test_models_are_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[int] = []
    build = StateApps.render_multiple

    def build_and_count(apps: StateApps, of: list[Any]) -> None:
        built.append(len(of))
        build(apps, of)

    monkeypatch.setattr(StateApps, "render_multiple", build_and_count)
    once = made(NewTables(tables()))
    assert set(once.apps.all_models["common"]) == {"probeshelf", "probejar"}
    in_one_step, built[:] = sum(built), []
    made(*tables())
    assert in_one_step == 2 < sum(built)


@pytest.mark.django_db(transaction=True)
def test_tables_are_made_and_dropped_again() -> None:
    step, before = NewTables(tables()), ProjectState()
    after = made(step)
    with connection.schema_editor(atomic=True) as editor:
        step.database_forwards("common", editor, before, after)
    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "common_probejar")
    with connection.schema_editor(atomic=True) as editor:
        step.database_backwards("common", editor, after, before)
    assert {"common_probeshelf", "common_probejar"} <= set(names)
    assert constraints["probe_jar_has_weight"]["check"]
    assert not {"common_probeshelf", "common_probejar"} & set(connection.introspection.table_names())
