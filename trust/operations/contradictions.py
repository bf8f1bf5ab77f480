"""What is noticed about a proof, for certifier and member alike. Flags inform, nothing rejects."""

from datetime import date, datetime

from trust import evidence_queries, queries
from trust.checks.employers import EmployerMatch, compare_employers
from trust.checks.names import NameMatch, compare_names
from trust.evidence_kinds import KINDS
from trust.evidence_states import EvidenceKind, Field
from trust.models import Contradiction, Evidence
from trust.rules import Job
from trust.states import CheckCode

NAMES = {
    NameMatch.SAME: (CheckCode.NAME_AGREES, False),
    NameMatch.ROMANISATION: (CheckCode.ROMANISATION, True),
    NameMatch.DIFFERENT: (CheckCode.NAME_DIFFERS, True),
    NameMatch.NOT_COMPARABLE: (CheckCode.NAME_NOT_COMPARABLE, True),
}
_EMPLOYERS = {
    EmployerMatch.SAME: (CheckCode.EMPLOYER_AGREES, False),
    EmployerMatch.FORM: (CheckCode.EMPLOYER_FORM, True),
    EmployerMatch.DIFFERENT: (CheckCode.EMPLOYER_DIFFERS, True),
}


def _note(evidence: Evidence, found: dict[CheckCode, bool], now: datetime) -> None:
    Contradiction.objects.bulk_create(
        [
            Contradiction(evidence=evidence, code=code, is_flag=is_flag, at=now)
            for code, is_flag in found.items()
        ],
        ignore_conflicts=True,
    )


def note_same_file(evidence: Evidence, *, now: datetime) -> None:
    """Without telling whose it was."""
    if evidence_queries.is_seen_elsewhere(evidence, evidence.case.member_id):
        _note(evidence, {CheckCode.EVIDENCE_SEEN: True}, now)


def note_declared_name(evidence: Evidence, name: str, *, now: datetime) -> None:
    """Compare what a machine read from an ID with the name that is declared with it, if it read one."""
    read = evidence_queries.read_of(evidence.case.member, evidence).get(Field.NAME, "")
    if read:
        code, is_flag = NAMES[compare_names(name, read)]
        _note(evidence, {code: is_flag}, now)


def note_document_date(evidence: Evidence, *, today: date, now: datetime) -> None:
    if evidence_queries.rules_of(evidence).is_too_old(evidence.issued_on, today=today):
        _note(evidence, {CheckCode.DOCUMENT_OLD: True}, now)


def note_reading(evidence: Evidence, read: dict[str, str], *, now: datetime) -> None:
    """Compare what a machine read with what was declared; once per proof."""
    rules = KINDS[EvidenceKind(evidence.kind)]
    member = evidence.case.member
    found: dict[CheckCode, bool] = {}
    if any(field in rules.required and not read.get(field) for field in (Field.NAME, Field.EMPLOYER)):
        found[CheckCode.FIELD_NOT_READ] = True
    if Field.ID_NUMBER in rules.forbidden and read.get(Field.ID_NUMBER):
        found[CheckCode.FORBIDDEN_SEEN] = True
    named = queries.own_certification(member.pk)
    if named and read.get(Field.NAME):
        code, is_flag = NAMES[compare_names(named.legal_name, read[Field.NAME])]
        found[code] = is_flag
    job: Job | None = evidence_queries.current_employment(member)
    if job and read.get(Field.EMPLOYER):
        code, is_flag = _EMPLOYERS[compare_employers(job.employer, read[Field.EMPLOYER])]
        found[code] = is_flag
    _note(evidence, found, now)
