"""What each kind of evidence must show, must not show, and how long it is kept. Pure declarations.

The list is that of documents people in China are asked for at work. Payslips, bank statements and pictures
of faces are refused by policy: they are not in it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from trust.evidence_states import EvidenceKind, Field
from trust.states import RETENTION_APPROVED_DAYS, RETENTION_REJECTED_DAYS, CaseKind

_ID_FORBIDDEN = frozenset({Field.HOME_ADDRESS})
_WORK_FORBIDDEN = frozenset({Field.ID_NUMBER, Field.SALARY, Field.HOME_ADDRESS})


@dataclass(frozen=True, kw_only=True)
class EvidenceRules:
    """``max_age_days``: of the date on the document; None where it has none. ``group``: two proofs of one
    group are not independent of each other. ``has_picture`` is False for proofs without a file.
    """

    kind: EvidenceKind
    case_kind: CaseKind
    required: frozenset[Field]
    forbidden: frozenset[Field]
    group: str
    max_age_days: int | None = None
    reviewers: int = 1
    has_picture: bool = True
    retention_approved_days: int = RETENTION_APPROVED_DAYS
    retention_rejected_days: int = RETENTION_REJECTED_DAYS

    def is_too_old(self, issued_on: date | None, *, today: date) -> bool:
        if self.max_age_days is None or issued_on is None:
            return False
        return issued_on < today - timedelta(days=self.max_age_days)


def _work(kind: EvidenceKind, required: set[Field], group: str = "", **more: object) -> EvidenceRules:
    return EvidenceRules(
        kind=kind,
        case_kind=CaseKind.PROFESSIONAL,
        required=frozenset(required),
        forbidden=_WORK_FORBIDDEN,
        group=group or kind,
        **more,  # type: ignore[arg-type]
    )


def _identity(kind: EvidenceKind, required: set[Field]) -> EvidenceRules:
    """Two people look at every picture of an identity document."""
    return EvidenceRules(
        kind=kind,
        case_kind=CaseKind.REAL_NAME,
        required=frozenset(required),
        forbidden=_ID_FORBIDDEN,
        group="identity",
        reviewers=2,
    )


_K, _F = EvidenceKind, Field
KINDS: dict[EvidenceKind, EvidenceRules] = {
    rules.kind: rules
    for rules in (
        _work(_K.BUSINESS_CARD, {_F.NAME, _F.EMPLOYER, _F.TITLE}),
        _work(_K.WORK_BADGE, {_F.NAME, _F.EMPLOYER}),
        _work(_K.EMPLOYMENT_CERTIFICATE, {_F.NAME, _F.EMPLOYER, _F.DATE}, max_age_days=90),
        _work(_K.CONTRACT_PAGE, {_F.NAME, _F.EMPLOYER, _F.DATE}, "employment", max_age_days=3 * 366),
        _work(_K.SOCIAL_INSURANCE, {_F.NAME, _F.EMPLOYER, _F.DATE}, max_age_days=90),
        _work(_K.BUSINESS_LICENCE, {_F.EMPLOYER, _F.COMPANY_CODE}),
        _work(_K.PROFESSIONAL_LICENCE, {_F.NAME}),
        _work(_K.WORK_EMAIL, set(), has_picture=False),
        _identity(_K.RESIDENT_ID_FRONT, {_F.NAME, _F.ID_NUMBER}),
        _identity(_K.RESIDENT_ID_BACK, {_F.DATE}),
        _identity(_K.HMT_RESIDENCE, {_F.NAME, _F.ID_NUMBER}),
        _identity(_K.HMT_TRAVEL, {_F.NAME, _F.ID_NUMBER}),
        _identity(_K.PASSPORT, {_F.NAME, _F.ID_NUMBER}),
        _identity(_K.FOREIGN_PR, {_F.NAME, _F.ID_NUMBER}),
    )
}


def kinds_for(case_kind: str) -> list[EvidenceRules]:
    return [rules for rules in KINDS.values() if rules.case_kind == case_kind]


def independent_proofs(kinds: set[str]) -> int:
    """How many of them stand on their own."""
    return len({KINDS[EvidenceKind(kind)].group for kind in kinds})


def reviewers_for(kinds: set[str]) -> int:
    return max((KINDS[EvidenceKind(kind)].reviewers for kind in kinds), default=1)
