from groups.models.groups import Group
from groups.models.memberships import InviteLink, Membership, Vouch

__all__ = ["Group", "InviteLink", "Membership", "Vouch"]
