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
class PostWritten(MembershipFact):
    KIND: ClassVar = "groups.post-written"
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PromptOpened(Fact):
    """The newest day of a ritual can be answered."""

    KIND: ClassVar = "groups.prompt-opened"
    prompt_id: int
    group_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class PromptAnswered(MembershipFact):
    KIND: ClassVar = "groups.prompt-answered"
    prompt_id: int


@dataclass(frozen=True, kw_only=True)
class StarAsked(MembershipFact):
    KIND: ClassVar = "groups.star-asked"
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class StarAppeared(MembershipFact):
    """Somebody is the star of the day; a few members are asked to greet first."""

    KIND: ClassVar = "groups.star-appeared"
    post_id: int
    greeter_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class CommentWritten(Fact):
    KIND: ClassVar = "groups.comment-written"
    comment_id: int
    group_id: int
    post_id: int
    post_author_id: int
    member_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class MemberInvited(MembershipFact):
    KIND: ClassVar = "groups.member-invited"


@dataclass(frozen=True, kw_only=True)
class RequestMade(MembershipFact):
    """Somebody asks to come in; the first steward is told (0: nobody)."""

    KIND: ClassVar = "groups.request-made"
    steward_id: int


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(MembershipFact):
    KIND: ClassVar = "groups.request-answered"
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class MemberLeftGroup(MembershipFact):
    """``how``: left, removed or banned."""

    KIND: ClassVar = "groups.member-left"
    how: str


@dataclass(frozen=True, kw_only=True)
class AttendanceConfirmed(Fact):
    """A member was seen at an event. ``group`` and ``event`` are public ids."""

    KIND: ClassVar = "groups.attendance-confirmed"
    member_id: int
    group: str
    event: str
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class EventPublished(Fact):
    """``member_id``: the host."""

    KIND: ClassVar = "groups.event-published"
    event_id: int
    group_id: int
    member_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class EventChanged(Fact):
    """``what``: a word of ``event_states.EventNews``; ``sequence``: the number of the change."""

    KIND: ClassVar = "groups.event-changed"
    event_id: int
    group_id: int
    sequence: int
    what: str
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class PlaceMoved(MembershipFact):
    """Somebody in line was offered a place (``offered``), has it (``going``), or let it pass (``lapsed``).

    ``step``: the version of the answer, so that each is told once.
    """

    KIND: ClassVar = "groups.place-moved"
    event_id: int
    state: str
    step: int
