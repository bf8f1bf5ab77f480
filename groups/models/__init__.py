from groups.models.events import RSVP, Event, QueueMove
from groups.models.groups import Group
from groups.models.memberships import InviteLink, Membership, Vouch

__all__ = ["RSVP", "Event", "Group", "InviteLink", "Membership", "QueueMove", "Vouch"]
