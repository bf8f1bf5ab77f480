"""News from accounts. Ids, codes and ISO dates only; no personal data."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ContactCodeRequested(Fact):
    """The code itself is nowhere: the sending job derives it. ``channel``: ``phone`` or ``email``."""

    KIND: ClassVar[str] = "accounts.contact-code-requested"

    code_id: int
    channel: str
    locale: str


@dataclass(frozen=True, kw_only=True)
class PhotoReceived(Fact):
    """A picture waits to be made safe."""

    KIND: ClassVar[str] = "accounts.photo-received"

    file_id: int


@dataclass(frozen=True, kw_only=True)
class PhotoRemoved(Fact):
    """Somebody of the team took a member's photo away."""

    KIND: ClassVar[str] = "accounts.photo-removed"

    member_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class MemberRegistered(Fact):
    """``visitor_key`` is the opaque key of the browser that came through an invitation, or None."""

    KIND: ClassVar[str] = "accounts.member-registered"

    member_id: int
    visitor_key: str | None
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Fact):
    KIND: ClassVar[str] = "accounts.role-granted"

    member_id: int
    role: str
    scope: str
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Fact):
    KIND: ClassVar[str] = "accounts.role-revoked"

    member_id: int
    role: str
    scope: str
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Fact):
    """``purpose``: the notice's key. Whoever relies on that consent stops."""

    KIND: ClassVar[str] = "accounts.consent-withdrawn"

    member_id: int
    purpose: str
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class AccountChanged(Fact):
    """The ways into an account changed. ``news``: of ``AccountNews``; ``former_id``: of a contact that
    ended and is told as well.
    """

    KIND: ClassVar[str] = "accounts.account-changed"

    member_id: int
    news: str
    former_id: int | None
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class MemberSuspended(Fact):
    KIND: ClassVar[str] = "accounts.member-suspended"

    member_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class MemberRestored(Fact):
    KIND: ClassVar[str] = "accounts.member-restored"

    member_id: int
    occurred_at: str
