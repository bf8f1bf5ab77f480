"""Introductions on other pages, in archives and in erasures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.audience import Relation
from common.exporting import table
from common.registries import (
    ErasureStep,
    ExportStep,
    ExportTable,
    MeEntry,
    PersonSection,
    erasure_steps,
    export_steps,
    me_entries,
    person_sections,
)
from groups.introduction_states import IntroductionState
from groups.models import Introduction
from groups.operations.introductions import let_go_of_introductions

_OWN = ["groups.Introduction"]


def ask_line(member_id: int, relation: str) -> Mapping[str, Any] | None:
    """On a member's page: the way to an introduction. No statement."""
    return {"may_ask": True} if relation in {Relation.CIRCLE, Relation.MEMBER} else None


def export_introductions(member_id: int) -> Sequence[ExportTable]:
    """One's own words. What others declined is not told here, either."""
    rows = Introduction.objects.order_by("pk")
    return [
        table(
            "introductions_asked",
            _("Introductions you asked for"),
            rows.filter(asker_id=member_id),
            {"public_id": _("Public id"), "why": _("Text"), "created_at": _("At")},
        ),
        table(
            "introductions_passed_on",
            _("Introductions you were asked to make"),
            rows.filter(mutual_id=member_id),
            {"public_id": _("Public id"), "sentence": _("Text"), "created_at": _("At")},
        ),
        table(
            "introductions_made",
            _("Introductions that came about"),
            rows.filter(target_id=member_id, state=IntroductionState.INTRODUCED),
            {"public_id": _("Public id"), "created_at": _("At")},
        ),
    ]


def register() -> None:
    me_entries.register(
        MeEntry(
            key="groups.introductions",
            label=_("Introductions"),
            hint=_("Getting to know somebody through somebody whom both know"),
            url_name="groups:introductions",
            icon="people",
            order=60,
        )
    )
    person_sections.register(
        PersonSection(
            key="groups.introduction", order=60, build=ask_line, template="groups/cards/introduction.html"
        )
    )
    export_steps.register(
        ExportStep(
            key="groups.introductions",
            title=_("Introductions"),
            order=48,
            models=_OWN,
            build=export_introductions,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.introductions",
            title=_("Introductions"),
            order=48,
            models=_OWN,
            run=let_go_of_introductions,
        )
    )
