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
