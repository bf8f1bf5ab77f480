"""Mistakes that other referral engines shipped, and that no single behaviour's test would notice here."""

import ast
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CASCADE, Field, Model

from campaigns import rulebook
from tests.architecture.tree import ROOT, python_files

RULES = [
    rulebook.Rulebook,
    rulebook.RewardRule,
    rulebook.FurtherRule,
    rulebook.PlaceRule,
    rulebook.PrizeRule,
    rulebook.BoardRule,
]
# They write and read the rules down; what only they know is enforced by nobody.
WRITERS = {
    "rule_shape.py",
    "rule_changes.py",
    "amendment_rules.py",
    "amendment_words.py",
    "draft_templates.py",
}
REGISTRATION = ROOT / "accounts/operations/registration.py"
MAKES = {"create", "bulk_create", "get_or_create", "create_user"}


def attributes_read(paths: Iterable[Path]) -> set[str]:
    return {
        node.attr
        for path in paths
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def enforcing() -> list[Path]:
    return [path for path in python_files("campaigns") if path.name not in WRITERS]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_that_is_sealed_is_read(rule: type) -> None:
    """Schedules, validities and bounds that are stored and never asked for."""
    assert {each.name for each in fields(rule)} - attributes_read(enforcing()) == set()


def test_a_rule_that_nobody_reads_is_noticed() -> None:
    assert "random_min_price" not in attributes_read(enforcing())


def makers(path: Path) -> list[str]:
    """Where an account comes into being: ``Member(...)``, or a manager's call."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        call = ast.unparse(node.func)
        known = any(word.arg in ("pk", "id") for word in node.keywords)
        made = call.startswith("Member.objects.") and call.rpartition(".")[2] in MAKES
        if made or (call == "Member" and not known):
            found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def test_nobody_is_invented() -> None:
    """Groups are not filled up and boards are not padded: an account comes from a registration alone."""
    apps_alone = python_files(
        "portal", "campaigns", "groups", "gifts", "trust", "connect", "accounts", "outbox", "common"
    )
    elsewhere = [where for path in apps_alone if path != REGISTRATION for where in makers(path)]
    assert elsewhere == []
    assert makers(REGISTRATION)


def cascades(model: type[Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, Field)
        and field.remote_field is not None
        and getattr(field.remote_field, "on_delete", None) is CASCADE
    ]


def test_no_row_of_a_campaign_goes_with_a_person() -> None:
    """Erasing somebody leaves what was promised and given, without the person."""
    models = list(apps.get_app_config("campaigns").get_models())
    assert {model.__name__: cascades(model) for model in models if cascades(model)} == {}
    assert cascades(apps.get_model("trust", "ReviewTask")) == ["case"]  # the control: it would be seen
