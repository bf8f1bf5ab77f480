"""What complaints contribute to archives and erasures."""

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
from groups.complaint_states import ComplaintState
from groups.models import Complaint
from groups.operations.complaints import let_go_of_complaints

_OWN = ["groups.Complaint"]


def export_complaints(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "complaints",
            _("Your complaints to stewards"),
            Complaint.objects.filter(member_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "group__name": _("name"),
                "body": _("Text"),
                "state": _("State"),
                "answer": _("Answer"),
                "opened_at": _("At"),
            },
            choices={"state": ComplaintState},
        )
    ]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="groups.complaints", title=_("Complaints"), order=47, models=_OWN, build=export_complaints
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.complaints", title=_("Complaints"), order=47, models=_OWN, run=let_go_of_complaints
        )
    )
    data_notes.register(
        DataNote(key="groups.Complaint", kept="That a pseudonym complained, and how it ended; no words.")
    )
