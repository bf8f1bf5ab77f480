"""What rituals contribute to archives and erasures. The words are the board's; who took part is here."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from common.exporting import table
from common.registries import (
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    data_notes,
    erasure_steps,
    export_steps,
)
from groups.models import PromptAnswer
from groups.operations.prompts import forget_answers

_OWN = ["groups.PromptAnswer"]
_GROUPS = "The group’s own: it names nobody, and goes on without whoever set it up."
_NOTES = [
    DataNote(key=f"groups.{name}", not_exported=_GROUPS, kept=_GROUPS)
    for name in ("Prompt", "RestDay", "Ritual")
]


def export_answers(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "prompt_answers",
            _("Days you took part in"),
            PromptAnswer.objects.filter(member_id=member_id).order_by("pk"),
            {
                "prompt__local_date": _("Day"),
                "prompt__title": _("title"),
                "post__public_id": _("Post"),
                "at": _("At"),
            },
        )
    ]


def _forget(member_id: int, now: datetime) -> None:
    forget_answers(member_id=member_id)


def register() -> None:
    export_steps.register(
        ExportStep(key="groups.rituals", title=_("Rituals"), order=42, models=_OWN, build=export_answers)
    )
    erasure_steps.register(
        ErasureStep(key="groups.rituals", title=_("Rituals"), order=42, models=_OWN, run=_forget)
    )
    for note in _NOTES:
        data_notes.register(note)
