"""Which tables lead to a member: walked from the models, so that no app is forgotten.

A table leads to a member if it points at one, or at a row that belongs to one, or if a column's name says
that it holds somebody's key, contact or id.
"""

import re
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField, Model

from accounts.models import Member
from common.registries import data_notes, erasure_steps, export_steps

# Words in the names of columns that hold a person's key in place of a foreign key.
_NAMES = re.compile(
    r"(^|_)(member|owner|subject|actor|visitor_key|contact|identity_index|phone|email|recipient|session_data"
    r"|session_key|user|holder|person)(_|$)"
)
# Many rows of many people hang on these, and none of the rows says whose it is.
_HUBS = frozenset(
    {
        "campaigns.Campaign",
        "campaigns.CampaignVersion",
        "campaigns.Draw",
        "campaigns.Brand",
        "gifts.Item",
        "gifts.OfferLine",
        "common.DataKey",
        "contenttypes.ContentType",
        "auth.Group",
        "auth.Permission",
    }
)
# Not about a person although a column is called so.
_OTHERS = frozenset({"campaigns.Brand", "gifts.OfferLine"})


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """Labels of tables that no step and no reason answers for."""

    not_exported: list[str]
    not_erased: list[str]


def tables_of_people() -> set[str]:
    """Labels of all tables that lead to a member."""
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    found = {model._meta.label for model in models if model is Member or _is_named_so(model)}
    grown = True
    while grown:
        more = {model._meta.label for model in models if _leads_to(model, found)} - found
        found |= more
        grown = bool(more)
    return found - _OTHERS - _own_joins()


def _own_joins() -> set[str]:
    """Many-to-many tables of the member itself: Django's groups and permissions, which nobody is given."""
    return {
        str(field.remote_field.through._meta.label)
        for field in Member._meta.get_fields()
        if isinstance(field, ManyToManyField) and field.remote_field.through is not None
    }


def _is_named_so(model: type[Model]) -> bool:
    """By the names of columns that are no foreign keys."""
    return any(
        _NAMES.search(field.name)
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.concrete and not field.is_relation
    )


def _leads_to(model: type[Model], found: set[str]) -> bool:
    for field in model._meta.get_fields():
        if not isinstance(field, ForeignKey | ManyToManyField):
            continue
        target = field.remote_field.model._meta.label
        if target in found and (target not in _HUBS):
            return True
    return False


def gaps() -> Gaps:
    """What is neither in a step nor excused with a reason."""
    wanted = tables_of_people()
    exported = {label for step in export_steps for label in step.models}
    exported |= {note.key for note in data_notes if note.not_exported}
    erased = {label for step in erasure_steps for label in step.models}
    erased |= {note.key for note in data_notes if note.kept}
    return Gaps(not_exported=sorted(wanted - exported), not_erased=sorted(wanted - erased))
