"""What the outbox contributes to archives and to the page of what is stored."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.exporting import holding
from common.registries import (
    DataNote,
    ExportStep,
    ExportTable,
    Holding,
    RetentionRule,
    audit_subjects,
    data_notes,
    export_steps,
    retention_rules,
)
from outbox.models import AuditLine

_IDS = "Ids, codes and times only; what they are about is in the archive."


def _keys(member_id: int) -> list[str]:
    return [key for source in audit_subjects for key in source.find(member_id)]


def export_audit(member_id: int) -> Sequence[ExportTable]:
    """What was done with the member's own things, every look at them too. Who did it is said as a part."""
    lines = AuditLine.objects.filter(object_id__in=_keys(member_id)).order_by("pk")
    rows = [
        {
            "at": line.at,
            "object": line.object_kind,
            "id": line.object_id,
            "verb": line.verb,
            "from": line.old_state,
            "to": line.new_state,
            "by": _part(line.actor_id, member_id),
        }
        for line in lines
    ]
    return [
        ExportTable(
            key="lines",
            title=_("What was done, and who looked"),
            columns={
                "at": _("At"),
                "object": _("About"),
                "id": _("Public id"),
                "verb": _("What"),
                "from": _("From"),
                "to": _("To"),
                "by": _("By"),
            },
            rows=rows,
        )
    ]


def _part(actor_id: int | None, member_id: int) -> str:
    if actor_id is None:
        return str(_("the system"))
    return str(_("you")) if actor_id == member_id else str(_("the team"))


def lines_about(member_id: int) -> Holding:
    return holding(AuditLine.objects.filter(object_id__in=_keys(member_id)), since="at")


_NOTES = [
    DataNote(key="outbox.AuditLine", kept="Who moved what, by pseudonyms: a sealed chain can’t lose a line."),
    DataNote(key="outbox.FactRow", not_exported=_IDS, kept="Ids and times of a pseudonym."),
    DataNote(
        key="outbox.Job", not_exported=_IDS, kept="Ids and times of a pseudonym; done jobs go after 30 days."
    ),
]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="outbox.audit",
            title=_("Log of what was done"),
            order=80,
            models=["outbox.AuditLine"],
            build=export_audit,
        )
    )
    for note in _NOTES:
        data_notes.register(note)
    retention_rules.register(
        RetentionRule(
            key="outbox.audit",
            order=85,
            title=_("The log of what was done, and who looked"),
            why=_("So that nobody can change anything unseen."),
            until=_("Kept for good; it holds ids and no names."),
            holding=lines_about,
        )
    )
