"""Documents, employment and appeals: in the archive with their pictures, and gone after leaving."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.queries import member_with_key
from common.crypto import CannotDecrypt, KeyShredded
from common.exporting import holding, table
from common.files.keeping import read_variant
from common.models import FileState
from common.registries import (
    DataNote,
    ExportFile,
    ExportStep,
    ExportTable,
    RetentionRule,
    data_notes,
    export_steps,
    retention_rules,
)
from trust import evidence_queries
from trust.evidence_queries import appeal_place
from trust.evidence_states import EvidenceKind, EvidenceState, Purpose, ViewerRole
from trust.models import AccessEntry, Appeal, Contradiction, EmploymentClaim, Evidence
from trust.operations.retention import shred_due

PAGE = "page"


def export_evidence(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "documents",
            _("Documents you sent in"),
            Evidence.objects.filter(case__member_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "kind": _("kind"),
                "state": _("state"),
                "received_at": _("sent in"),
                "retain_until": _("until"),
                "shredded_at": _("destroyed"),
            },
            choices={"kind": EvidenceKind, "state": EvidenceState},
        ),
        _read(member_id),
        table(
            "looks",
            _("Who looked at your documents"),
            AccessEntry.objects.filter(evidence__case__member_id=member_id).order_by("pk"),
            {
                "evidence__public_id": _("Document"),
                "role": _("Role"),
                "purpose": _("Purpose"),
                "at": _("At"),
            },
            choices={"role": ViewerRole, "purpose": Purpose},
        ),
        table(
            "contradictions",
            _("What a document said for or against"),
            Contradiction.objects.filter(evidence__case__member_id=member_id).order_by("pk"),
            {
                "evidence__public_id": _("Document"),
                "code": _("Check"),
                "is_flag": _("Worth a second look"),
                "at": _("At"),
            },
        ),
        *_own_words(member_id),
    ]


def _read(member_id: int) -> ExportTable:
    """Details that the member gave with a document, and what a machine read in it."""
    member = member_with_key(member_id)
    rows = [
        {
            "document": one.public_id,
            "given": list(evidence_queries.details_of(member, one).values()),
            "read": list(evidence_queries.read_of(member, one).values()),
        }
        for one in Evidence.objects.filter(case__member_id=member_id).order_by("pk")
    ]
    columns = {
        "document": _("Document"),
        "given": _("What you gave with it"),
        "read": _("What was read in it"),
    }
    return ExportTable(key="read", title=_("What stands in your documents"), columns=columns, rows=rows)


def _own_words(member_id: int) -> list[ExportTable]:
    member = member_with_key(member_id)
    now = evidence_queries.current_employment(member)
    claims = EmploymentClaim.objects.filter(case__member_id=member_id).order_by("pk")
    jobs = [("now", now), *[("declared", evidence_queries.open_job(member, row.sealed)) for row in claims]]
    words = []
    for appeal in Appeal.objects.filter(case__member_id=member_id).select_related("case"):
        if member.data_key is not None and appeal.text_sealed:
            try:
                text = member.data_key.decrypt(appeal.text_sealed, aad=appeal_place(appeal.case))
            except (KeyShredded, CannotDecrypt):
                continue
            words.append({"case": appeal.case.public_id, "text": text, "filed_at": appeal.filed_at})
    return [
        ExportTable(
            key="employment",
            title=_("Where you say you work"),
            columns={
                "when": _("round"),
                "employer": _("Employer"),
                "title": _("Position"),
                "since": _("since"),
            },
            rows=[
                {"when": when, "employer": job.employer, "title": job.title, "since": job.since}
                for when, job in jobs
                if job is not None
            ],
        ),
        ExportTable(
            key="appeals",
            title=_("Your appeals"),
            columns={"case": _("Application"), "text": _("What you wrote"), "filed_at": _("At")},
            rows=words,
        ),
    ]


def pictures(member_id: int) -> Iterable[ExportFile]:
    """Those that can still be read."""
    ready = Evidence.objects.filter(case__member_id=member_id, file__state=FileState.READY)
    for one in ready.select_related("file__key").order_by("pk"):
        if one.file is not None and one.file.blobs.filter(variant=PAGE).exists():
            path = f"documents/{one.kind}-{one.public_id}.jpg"
            yield ExportFile(path=path, read=partial(read_variant, one.file, PAGE))


_MODELS = [
    "trust.Evidence",
    "trust.AccessEntry",
    "trust.Contradiction",
    "trust.Employment",
    "trust.EmploymentClaim",
    "trust.Appeal",
]
_DESK = "How the desk is measured: a case and a second certifier, by pseudonyms."
_NOTES = [
    DataNote(key="trust.BlindLook", not_exported=_DESK, kept=_DESK),
    DataNote(
        key="trust.ViewTicket",
        not_exported="A certifier’s pass to a picture for some minutes; every look is exported.",
        kept="A used pass under pseudonyms.",
    ),
    DataNote(
        key="trust.AccessEntry", kept="That somebody of the team looked, and when; the picture is gone."
    ),
    DataNote(key="trust.Contradiction", kept="What a check said, by code; the document is gone."),
]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="trust.evidence",
            title=_("Documents and work"),
            order=22,
            models=_MODELS,
            build=export_evidence,
            files=pictures,
        )
    )
    for note in _NOTES:
        data_notes.register(note)
    retention_rules.register(
        RetentionRule(
            key="trust.evidence",
            order=34,
            title=_("Documents you sent in (encrypted, one key each)"),
            why=_("So that a certifier can check what you declared."),
            until=_("A few days after the decision, as the page said before you sent them."),
            holding=lambda member_id: holding(
                Evidence.objects.filter(case__member_id=member_id, shredded_at__isnull=True),
                since="received_at",
                until="retain_until",
            ),
            sweep=lambda now: shred_due(now=now),
        )
    )
