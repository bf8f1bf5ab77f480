"""Every table that leads to a member is exported and let go of, or says why not.

A new model fails here until ``<app>/leaving.py`` says what becomes of it: name it in the ``models``
of an ``ExportStep`` and an ``ErasureStep``, or register a ``DataNote`` with the reason. See docs/privacy.md.
"""

from django.apps import apps

from accounts.personal_data import gaps, tables_of_people
from common.registries import DataNote, ExportStep, data_notes, erasure_steps, export_steps


def test_every_table_of_people_is_exported_or_says_why_not() -> None:
    assert gaps().not_exported == []


def test_every_table_of_people_is_let_go_of_or_says_what_stays() -> None:
    assert gaps().not_erased == []


def test_nothing_is_said_of_tables_that_do_not_exist() -> None:
    known = {model._meta.label for model in apps.get_models()}
    said = {label for step in (*export_steps, *erasure_steps) for label in step.models}
    said |= {note.key for note in data_notes}
    assert sorted(said - known) == []


def test_the_walk_finds_what_leads_to_a_member_directly_by_another_table_and_by_name() -> None:
    found = tables_of_people()
    assert "accounts.Consent" in found  # a foreign key
    assert "gifts.TrackingStep" in found  # step -> shipment -> gift -> member
    assert "common.StoredFile" in found  # ``owner``, a public id
    assert "outbox.FactRow" in found  # ``subject``
    assert "campaigns.Touch" in found  # ``visitor_key``, and the link of an advocate
    assert "campaigns.Budget" not in found
    assert "gifts.Item" not in found


def test_a_table_that_nobody_answers_for_is_found(monkeypatch) -> None:
    step = next(step for step in export_steps if "gifts.DeliveryAddress" in step.models)
    fewer = ExportStep(key=step.key, title=step.title, models=["gifts.Gift"], build=step.build)
    monkeypatch.setitem(export_steps._items, step.key, fewer)
    assert "gifts.DeliveryAddress" in gaps().not_exported


def test_a_note_without_a_reason_answers_for_nothing(monkeypatch) -> None:
    monkeypatch.setitem(data_notes._items, "accounts.Erasure", DataNote(key="accounts.Erasure"))
    assert "accounts.Erasure" in gaps().not_erased
