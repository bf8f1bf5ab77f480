"""What drafts contribute to archives, erasures and the page of what is stored."""

from collections.abc import Sequence

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
from groups.draft_states import DraftState
from groups.models import BuddyDraft
from groups.operations.drafts import let_go_of_drafts

_OWN = ["groups.BuddyDraft"]


def export_drafts(member_id: int) -> Sequence[ExportTable]:
    """That one showed a draft. Its words are there for seven days at most, on the author's own page."""
    return [
        table(
            "drafts",
            _("Drafts you showed to somebody"),
            BuddyDraft.objects.select_related("data_key").filter(author_id=member_id).order_by("pk"),
            {"public_id": _("Public id"), "state": _("State"), "shown_at": _("At")},
            choices={"state": DraftState},
        )
    ]


def register() -> None:
    export_steps.register(
        ExportStep(key="groups.drafts", title=_("Drafts"), order=49, models=_OWN, build=export_drafts)
    )
    erasure_steps.register(
        ErasureStep(key="groups.drafts", title=_("Drafts"), order=49, models=_OWN, run=let_go_of_drafts)
    )
    data_notes.register(
        DataNote(
            key="groups.BuddyDraft",
            kept="That a pseudonym showed another a draft; no words, their key is gone.",
        )
    )
