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
class AnswersPaused(Fact):
    """Many wrote to one person at once; these stewards are told."""

    KIND: ClassVar = "groups.answers-paused"
    brake_id: int
    group_id: int
    steward_ids: list[int]
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class RadarRaised(Fact):
    """Complaints or flags of a group repeat themselves or rise; ``kind``: topic or spike."""

    KIND: ClassVar = "groups.radar-raised"
    spot_id: int
    group_id: int
    kind: str
    steward_ids: list[int]
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class IntroductionFact(Fact):
    introduction_id: int
    asker_id: int
    mutual_id: int
    target_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class IntroductionAsked(IntroductionFact):
    KIND: ClassVar = "groups.introduction-asked"


@dataclass(frozen=True, kw_only=True)
class IntroductionPassedOn(IntroductionFact):
    KIND: ClassVar = "groups.introduction-passed-on"


@dataclass(frozen=True, kw_only=True)
class MembersIntroduced(IntroductionFact):
    """Both have agreed."""

    KIND: ClassVar = "groups.members-introduced"


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
    """``how``: left, removed or banned. ``explained``: other news tells them why."""

    KIND: ClassVar = "groups.member-left"
    how: str
    explained: bool = False


@dataclass(frozen=True, kw_only=True)
class AttendanceConfirmed(Fact):
    """A member was seen at an event. ``group`` and ``event`` are public ids."""

    KIND: ClassVar = "groups.attendance-confirmed"
    member_id: int
    group: str
    event: str
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class TaskCompleted(Fact):
    """The team of a member who was seen there has done a task. ``group`` and ``event`` are public ids.

    Once per member, event and task; ``task`` is a key of ``task_sets.READY``.
    """

    KIND: ClassVar = "groups.task-completed"
    member_id: int
    group: str
    event: str
    task: str
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


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Fact):
    """Words were flagged; the first steward who may judge it is told (0: nobody)."""

    KIND: ClassVar = "groups.case-opened"
    case_id: int
    group_id: int
    steward_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Fact):
    """``flagger_ids``: whose flags it settled."""

    KIND: ClassVar = "groups.case-decided"
    case_id: int
    group_id: int
    flagger_ids: list[int]
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class MemberModerated(MembershipFact):
    """Something was decided about what a member wrote, or taken back (``is_over``)."""

    KIND: ClassVar = "groups.member-moderated"
    action_id: int
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class AppealMade(MembershipFact):
    """``steward_id``: somebody else than who decided (0: nobody)."""

    KIND: ClassVar = "groups.appeal-made"
    action_id: int
    steward_id: int


@dataclass(frozen=True, kw_only=True)
class AppealJudged(MembershipFact):
    KIND: ClassVar = "groups.appeal-judged"
    action_id: int


@dataclass(frozen=True, kw_only=True)
class ComplaintFact(MembershipFact):
    """``round``: one more each time an answer did not help. ``steward_id``: who is told first (0: nobody).

    ``member_id`` is 0 where somebody without an account said it elsewhere; ``source`` says where.
    """

    complaint_id: int
    round: int
    steward_id: int
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ComplaintMade(ComplaintFact):
    """Also when an answer did not help."""

    KIND: ClassVar = "groups.complaint-made"


@dataclass(frozen=True, kw_only=True)
class ComplaintSeen(ComplaintFact):
    KIND: ClassVar = "groups.complaint-seen"


@dataclass(frozen=True, kw_only=True)
class ComplaintAnswered(ComplaintFact):
    KIND: ClassVar = "groups.complaint-answered"


@dataclass(frozen=True, kw_only=True)
class AlbumPhotoReceived(Fact):
    """A picture waits to be made safe."""

    KIND: ClassVar = "groups.album-photo-received"
    file_id: int


@dataclass(frozen=True, kw_only=True)
class PostPhotoReceived(Fact):
    """A picture of a post waits to be made safe."""

    KIND: ClassVar = "groups.post-photo-received"
    file_id: int


@dataclass(frozen=True, kw_only=True)
class AlbumPhotoFact(MembershipFact):
    """``member_id``: whoever added it."""

    photo_id: int
    event_id: int


@dataclass(frozen=True, kw_only=True)
class AlbumPhotoAsked(AlbumPhotoFact):
    """``asked_ids``: who is in it."""

    KIND: ClassVar = "groups.album-photo-asked"
    asked_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class AlbumPhotoShown(AlbumPhotoFact):
    KIND: ClassVar = "groups.album-photo-shown"


@dataclass(frozen=True, kw_only=True)
class AlbumPhotoDown(AlbumPhotoFact):
    """It is shredded already. ``reason``: an ``album_states.DownReason``."""

    KIND: ClassVar = "groups.album-photo-down"
    reason: str


@dataclass(frozen=True, kw_only=True)
class StewardsSilent(Fact):
    """No steward of the group was seen for 30 days."""

    KIND: ClassVar = "groups.stewards-silent"
    silence_id: int
    group_id: int
    steward_ids: list[int]
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class ClaimMoved(MembershipFact):
    """``member_id``: who offers. ``steward_ids``: who was steward before. Nothing about votes."""

    KIND: ClassVar = "groups.claim-moved"
    claim_id: int
    state: str
    steward_ids: list[int]
    co_steward_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class DraftFact(MembershipFact):
    """``member_id``: its author."""

    draft_id: int
    buddy_id: int


@dataclass(frozen=True, kw_only=True)
class DraftShown(DraftFact):
    KIND: ClassVar = "groups.draft-shown"


@dataclass(frozen=True, kw_only=True)
class DraftAnswered(DraftFact):
    KIND: ClassVar = "groups.draft-answered"
