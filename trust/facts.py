"""News from trust. Ids, codes and ISO dates only."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CaseSubmitted(Fact):
    KIND: ClassVar[str] = "trust.case-submitted"

    member_id: int
    kind: str
    case_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class LinkedInAllowed(Fact):
    """LinkedIn may be asked about a member."""

    KIND: ClassVar[str] = "trust.linkedin-allowed"

    member_id: int
    check_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class RegisterAsked(Fact):
    """A name and a number wait to be compared. Neither stands here."""

    KIND: ClassVar[str] = "trust.register-asked"

    member_id: int
    question_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class ResubmissionRequested(Fact):
    KIND: ClassVar[str] = "trust.resubmission-requested"

    member_id: int
    kind: str
    case_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CaseRejected(Fact):
    KIND: ClassVar[str] = "trust.case-rejected"

    member_id: int
    kind: str
    case_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(Fact):
    KIND: ClassVar[str] = "trust.case-withdrawn"

    member_id: int
    kind: str
    case_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CertificationApproved(Fact):
    KIND: ClassVar[str] = "trust.certification-approved"

    member_id: int
    kind: str
    certification_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CertificationRevoked(Fact):
    KIND: ClassVar[str] = "trust.certification-revoked"

    member_id: int
    kind: str
    certification_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CaseAppealed(Fact):
    KIND: ClassVar[str] = "trust.case-appealed"

    member_id: int
    kind: str
    case_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class AppealUpheld(Fact):
    KIND: ClassVar[str] = "trust.appeal-upheld"

    member_id: int
    kind: str
    case_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CaseLate(Fact):
    """``level``: 1 reminded, 2 escalated, 3 the promised time is over."""

    KIND: ClassVar[str] = "trust.case-late"

    member_id: int
    kind: str
    case_id: int
    level: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CertificationSuspended(Fact):
    KIND: ClassVar[str] = "trust.certification-suspended"

    member_id: int
    kind: str
    certification_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CertificationReinstated(Fact):
    KIND: ClassVar[str] = "trust.certification-reinstated"

    member_id: int
    kind: str
    certification_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CertificationExpired(Fact):
    KIND: ClassVar[str] = "trust.certification-expired"

    member_id: int
    kind: str
    certification_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CertificationEnding(Fact):
    """``days`` before its end."""

    KIND: ClassVar[str] = "trust.certification-ending"

    member_id: int
    kind: str
    certification_id: int
    days: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class EvidenceReceived(Fact):
    """A picture is in quarantine and waits for its decoder."""

    KIND: ClassVar[str] = "trust.evidence-received"

    evidence_id: int


@dataclass(frozen=True, kw_only=True)
class EvidenceAvailable(Fact):
    KIND: ClassVar[str] = "trust.evidence-available"

    evidence_id: int


@dataclass(frozen=True, kw_only=True)
class EvidenceShredded(Fact):
    KIND: ClassVar[str] = "trust.evidence-shredded"

    member_id: int
    evidence_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CreditAuthorised(Fact):
    """A member allowed a level to be read; it is not known yet."""

    KIND: ClassVar[str] = "trust.credit-authorised"

    member_id: int
    attestation_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CreditObserved(Fact):
    """A level was read. Which, nobody learns from here."""

    KIND: ClassVar[str] = "trust.credit-observed"

    member_id: int
    attestation_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CreditWithdrawn(Fact):
    KIND: ClassVar[str] = "trust.credit-withdrawn"

    member_id: int
    attestation_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CreditChanged(Fact):
    """The provider says that there is another level now; we ask, and believe only the answer."""

    KIND: ClassVar[str] = "trust.credit-changed"

    member_id: int
    attestation_id: int
    event_id: str
    occurred_at: str
