"""States of groups and memberships, and the moves between them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

# A word with a request, an answer or a reason.
NOTE_LIMIT = 300
# How many people one link brings in.
LINK_USES = 50


class GroupState(TextChoices):
    ACTIVE = "active", pgettext_lazy("group", "Active")
    ARCHIVED = "archived", _("Archived")


GROUP_MOVES: Moves = {
    GroupState.ACTIVE: frozenset({GroupState.ARCHIVED}),
    GroupState.ARCHIVED: frozenset({GroupState.ACTIVE}),
}


class Visibility(TextChoices):
    """Who may find the group and read what it is for. Its board is always its members'."""

    PUBLIC = "public", _("Everybody, also visitors")
    LISTED = "listed", _("All members of the community")
    PRIVATE = "private", _("Only those who are in it or were invited")


class JoinPolicy(TextChoices):
    OPEN = "open", _("Anybody can join")
    REQUEST = "request", _("A steward answers each request")
    INVITE = "invite", _("By invitation only")
    CERTIFIED = "certified", _("Anybody with a professional certification can join")
    VOUCHED = "vouched", _("Members vouch for newcomers")


class GroupRole(IntegerChoices):
    """The higher number may do what the lower may. A group is never without a steward."""

    MEMBER = 10, _("member")
    CO_STEWARD = 20, _("co-steward")
    STEWARD = 30, pgettext_lazy("group", "steward")


class MembershipState(TextChoices):
    """One row per person and group for good: who leaves and comes back moves on in the same row."""

    INVITED = "invited", _("Invited")
    REQUESTED = "requested", _("Waiting for an answer")
    WAITING = "waiting", _("Waiting for a place")
    ACTIVE = "active", _("In the group")
    DECLINED = "declined", _("Not taken in")
    REFUSED = "refused", _("Did not want to come")
    LAPSED = "lapsed", _("Never answered")
    LEFT = "left", _("Left")
    REMOVED = "removed", pgettext_lazy("membership", "Removed")
    BANNED = "banned", _("Not welcome any more")


M = MembershipState
# Whoever is out may ask again or be asked again.
_ANEW = frozenset({M.INVITED, M.REQUESTED, M.WAITING, M.BANNED})
MEMBERSHIP_MOVES: Moves = {
    M.INVITED: frozenset({M.WAITING, M.REFUSED, M.LAPSED, M.LEFT, M.BANNED}),
    M.REQUESTED: frozenset({M.WAITING, M.DECLINED, M.LAPSED, M.LEFT, M.BANNED, M.INVITED}),
    # Nobody becomes a member but through the line, which an empty seat serves at once.
    M.WAITING: frozenset({M.ACTIVE, M.LEFT, M.BANNED}),
    M.ACTIVE: frozenset({M.LEFT, M.REMOVED, M.BANNED}),
    M.DECLINED: _ANEW,
    M.REFUSED: _ANEW,
    M.LAPSED: _ANEW,
    M.LEFT: _ANEW,
    M.REMOVED: _ANEW,
    M.BANNED: frozenset({M.LEFT}),
}
# In one of these, somebody has to do something next.
PENDING = (M.INVITED, M.REQUESTED, M.WAITING)
