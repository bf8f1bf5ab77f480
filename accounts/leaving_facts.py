"""News of archives and erasures. Ids and ISO dates only."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ExportRequested(Fact):
    KIND: ClassVar[str] = "accounts.export-requested"

    export_id: int
    member_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class ExportReady(Fact):
    KIND: ClassVar[str] = "accounts.export-ready"

    export_id: int
    member_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class ErasureConfirmed(Fact):
    """``until``: how long it can be taken back."""

    KIND: ClassVar[str] = "accounts.erasure-confirmed"

    member_id: int
    until: str
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class ErasureWithdrawn(Fact):
    KIND: ClassVar[str] = "accounts.erasure-withdrawn"

    member_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class ErasureNearDeadline(Fact):
    """For the desk: the promise to a member is about to be broken."""

    KIND: ClassVar[str] = "accounts.erasure-near-deadline"

    erasure_id: int
    due_at: str
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class MemberErased(Fact):
    """``member_id`` is a pseudonym from here on."""

    KIND: ClassVar[str] = "accounts.member-erased"

    member_id: int
    occurred_at: str
