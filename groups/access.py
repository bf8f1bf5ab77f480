"""Who may do what in groups. What members may do in theirs, each group sets (``rules.CAPABILITIES``)."""

from accounts.queries import has_role
from accounts.states import Role
from common.access import Actor, Predicate, allow, declare, is_member, predicate
from common.errors import NotFound
from groups import queries
from groups.models import Group, Membership
from groups.queries import GroupCard
from groups.states import GroupState


@predicate
def looks_after(actor: Actor) -> bool:
    """The community's own stewards and auditors, in the admin."""
    return has_role(actor, Role.STEWARD) or has_role(actor, Role.AUDITOR)


@predicate
def may_know_of(actor: Actor, group: Group | None) -> bool:
    if group is None:
        return False
    mine = queries.membership_of(group_id=group.pk, member_id=actor.pk)
    return queries.is_shown_to(actor, group, mine)


@predicate
def may_come_in(actor: Actor, group: Group | None) -> bool:
    """Signed in, and may know of the group."""
    return actor.pk is not None and may_know_of(actor, group)


@predicate
def is_inside(actor: Actor, group: Group | None) -> bool:
    return group is not None and queries.is_active_member(group_id=group.pk, member_id=actor.pk)


@predicate
def is_own_membership(actor: Actor, membership: Membership | None) -> bool:
    return membership is not None and actor.pk is not None and membership.member_id == actor.pk


def can(capability: str, *, ended: bool = False) -> Predicate:
    """In the group, with a role that may do this here; in a group that has ended only if ``ended``."""

    def has_capability(actor: Actor, group: Group | None) -> bool:
        if group is None or (not ended and group.state == GroupState.ARCHIVED):
            return False
        return queries.holds(group=group, member_id=actor.pk, capability=capability)

    has_capability.__name__ = f"can_{capability.replace('-', '_')}"
    return predicate(has_capability)


declare("groups.found-group", is_member)
declare("groups.view-group", may_know_of)
declare("groups.join-group", may_come_in)
declare("groups.leave-group", is_own_membership)
declare("groups.read-board", is_inside)
declare("groups.post", can("post"))
declare("groups.steward-group", can("settings", ended=True))
declare("groups.host-event", can("host-event"))
declare("groups.keep-rituals", can("keep-rituals"))
declare("groups.look-after", looks_after, hidden=False)


def shown_group(actor: Actor, public_id: str) -> GroupCard:
    """The group as this viewer may see it. Raises: NotFound, NeedsSignIn."""
    group = queries.group_of(public_id)
    allow(actor, "groups.view-group", group)
    if group is None:
        raise NotFound
    return queries.card_of(group=group, viewer=actor)
