"""What recaps and feedback contribute to archives and erasures."""

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
from groups.models import Feedback
from groups.operations.recaps import let_go_of_feedback

_OWN = ["groups.Feedback"]
_POST = "Which post tells of an event; the words are the post’s, and go with it."


def export_feedback(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "feedback",
            _("What you thought of events"),
            Feedback.objects.filter(member_id=member_id).order_by("pk"),
            {
                "event__title": _("title"),
                "met": _("met somebody new"),
                "enjoyed": _("had a good time"),
                "again": _("would come again"),
                "at": _("At"),
            },
        )
    ]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="groups.feedback",
            title=_("What you thought of events"),
            order=46,
            models=_OWN,
            build=export_feedback,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.feedback",
            title=_("What you thought of events"),
            order=46,
            models=_OWN,
            run=let_go_of_feedback,
        )
    )
    data_notes.register(DataNote(key="groups.Recap", not_exported=_POST, kept=_POST))
