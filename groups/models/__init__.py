from groups.models.board import Comment, Post, Reaction
from groups.models.events import RSVP, Event, QueueMove
from groups.models.groups import Group
from groups.models.memberships import InviteLink, Membership, Vouch
from groups.models.rituals import Prompt, PromptAnswer, RestDay, Ritual
from groups.models.stars import StarGreeter, StarInvitation, StarPlan, StarSlot

__all__ = [
    "RSVP",
    "Comment",
    "Event",
    "Group",
    "InviteLink",
    "Membership",
    "Post",
    "Prompt",
    "PromptAnswer",
    "QueueMove",
    "Reaction",
    "RestDay",
    "Ritual",
    "StarGreeter",
    "StarInvitation",
    "StarPlan",
    "StarSlot",
    "Vouch",
]
