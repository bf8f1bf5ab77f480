from groups.models.albums import AlbumMark, AlbumPhoto, RecapPhoto
from groups.models.board import Comment, Post, Reaction
from groups.models.brakes import Brake
from groups.models.calendars import CalendarLink
from groups.models.complaints import Complaint
from groups.models.door import Attendance, CheckIn, Ticket
from groups.models.events import RSVP, Event, QueueMove
from groups.models.groups import Group
from groups.models.introductions import Introduction
from groups.models.memberships import InviteLink, Membership, Vouch
from groups.models.moderation import ActionAppeal, Flag, ModerationAction, ReviewCase
from groups.models.radar import RadarItem, RadarSpot
from groups.models.recaps import Feedback, Recap
from groups.models.rituals import Prompt, PromptAnswer, RestDay, Ritual
from groups.models.stars import StarGreeter, StarInvitation, StarPlan, StarSlot
from groups.models.tasks import TaskCard, TaskConfirmation, TeamTask
from groups.models.teams import Team, TeamMember, TeamPlan, TeamWish

__all__ = [
    "RSVP",
    "ActionAppeal",
    "AlbumMark",
    "AlbumPhoto",
    "Attendance",
    "Brake",
    "CalendarLink",
    "CheckIn",
    "Comment",
    "Complaint",
    "Event",
    "Feedback",
    "Flag",
    "Group",
    "Introduction",
    "InviteLink",
    "Membership",
    "ModerationAction",
    "Post",
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
