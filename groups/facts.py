"""News about groups: ids and times, never a person's data."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class GroupFounded(Fact):
    KIND: ClassVar = "groups.group-founded"
    group_id: int
    member_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class MembershipFact(Fact):
    group_id: int
    member_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class MemberJoinedGroup(MembershipFact):
    """Also for whoever founded it and whoever comes back."""

    KIND: ClassVar = "groups.member-joined"


@dataclass(frozen=True, kw_only=True)
class MemberInvited(MembershipFact):
    KIND: ClassVar = "groups.member-invited"


@dataclass(frozen=True, kw_only=True)
class RequestMade(MembershipFact):
    """Somebody asks to come in and waits for an answer."""

    KIND: ClassVar = "groups.request-made"


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(MembershipFact):
    KIND: ClassVar = "groups.request-answered"
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class MemberLeftGroup(MembershipFact):
    """``how``: left, removed or banned."""

    KIND: ClassVar = "groups.member-left"
    how: str
