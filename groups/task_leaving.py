"""What tasks contribute to archives and erasures."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.exporting import table
from common.registries import DataNote, ExportStep, ExportTable, data_notes, export_steps
from groups.models import TaskConfirmation, TeamTask
from groups.task_states import TeamTaskState

_OWN = ["groups.TaskConfirmation", "groups.TeamTask"]
_TOGETHER = "A pseudonym did something together with others: it stays true for them."
_EVENTS = "The event’s own: it names nobody."


def export_tasks(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "tasks",
            _("Tasks that you said your team has done"),
            TeamTask.objects.filter(claimed_by_id=member_id).order_by("pk"),
            {
                "card__event__title": _("title"),
                "card__key": _("which task"),
                "state": _("State"),
                "claimed_at": _("said"),
                "done_at": pgettext_lazy("task", "done"),
            },
            choices={"state": TeamTaskState},
        ),
        table(
            "task-confirmations",
            _("Tasks that you confirmed"),
            TaskConfirmation.objects.filter(member_id=member_id).order_by("pk"),
            {"task__card__event__title": _("title"), "task__card__key": _("which task"), "at": _("At")},
        ),
    ]


def register() -> None:
    export_steps.register(
        ExportStep(key="groups.tasks", title=_("Team tasks"), order=45, models=_OWN, build=export_tasks)
    )
    for label in _OWN:
        data_notes.register(DataNote(key=label, kept=_TOGETHER))
    data_notes.register(DataNote(key="groups.TaskCard", not_exported=_EVENTS, kept=_EVENTS))
