"""News of what members are to each other. Ids and ISO dates only."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MemberBlocked(Fact):
    """For what is under way between the two: invitations, introductions. Nobody else may read it."""

    KIND: ClassVar[str] = "accounts.member-blocked"

    blocker_id: int
    blocked_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class MemberUnblocked(Fact):
    KIND: ClassVar[str] = "accounts.member-unblocked"

    blocker_id: int
    blocked_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Fact):
    """``fields``: names of columns, never what stands in them."""

    KIND: ClassVar[str] = "accounts.profile-changed"

    member_id: int
    fields: list[str]
    occurred_at: str
