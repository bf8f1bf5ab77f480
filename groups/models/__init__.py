from groups.models.albums import AlbumMark, AlbumPhoto, RecapPhoto
from groups.models.board import Comment, Post, Reaction
from groups.models.brakes import Brake
from groups.models.calendars import CalendarLink
from groups.models.complaints import Complaint
from groups.models.deposits import DepositEntry
from groups.models.door import Attendance, CheckIn, Ticket
from groups.models.drafts import BuddyDraft
from groups.models.engagement import EngagementWeek
from groups.models.events import RSVP, Event, QueueMove
from groups.models.groups import Group
from groups.models.introductions import Introduction
from groups.models.memberships import InviteLink, Membership, Vouch
from groups.models.moderation import ActionAppeal, Flag, ModerationAction, ReviewCase
from groups.models.post_photos import PostPhoto
from groups.models.radar import RadarItem, RadarSpot
from groups.models.recaps import Feedback, Recap
from groups.models.rituals import Prompt, PromptAnswer, RestDay, Ritual
from groups.models.series import EventSeries
from groups.models.stars import StarGreeter, StarInvitation, StarPlan, StarSlot
from groups.models.stewardship import ClaimVote, StewardClaim, StewardSilence
from groups.models.tasks import TaskCard, TaskConfirmation, TeamTask
from groups.models.teams import Team, TeamMember, TeamPlan, TeamWish

__all__ = [
    "RSVP",
    "ActionAppeal",
    "AlbumMark",
    "AlbumPhoto",
    "Attendance",
    "Brake",
    "BuddyDraft",
    "CalendarLink",
    "CheckIn",
    "ClaimVote",
    "Comment",
    "Complaint",
    "DepositEntry",
    "EngagementWeek",
    "Event",
    "EventSeries",
    "Feedback",
    "Flag",
    "Group",
    "Introduction",
    "InviteLink",
    "Membership",
    "ModerationAction",
    "Post",
    "PostPhoto",
    "Prompt",
    "PromptAnswer",
    "QueueMove",
    "RadarItem",
    "RadarSpot",
    "Reaction",
    "Recap",
    "RecapPhoto",
    "RestDay",
    "ReviewCase",
    "Ritual",
    "StarGreeter",
    "StarInvitation",
    "StarPlan",
    "StarSlot",
    "StewardClaim",
    "StewardSilence",
    "TaskCard",
    "TaskConfirmation",
    "Team",
    "TeamMember",
    "TeamPlan",
    "TeamTask",
    "TeamWish",
    "Ticket",
    "Vouch",
]
