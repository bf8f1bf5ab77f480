"""A group is never without a steward."""

from common.access import Actor
from groups.models import Group, Membership
from groups.operations.ties import tie_steward
from groups.states import GroupRole, MembershipState
from outbox.audit import note


def hand_on(group: Group, mine: Membership, *, actor: Actor) -> Membership | None:
    """Before a steward goes: with no other one there, whoever has served longest takes over.

    Co-stewards come first, then members, each the longest in the group first. The lock is held. Returns the
    successor, None when another steward is there or nobody is left.
    """
    if mine.role < GroupRole.STEWARD:
        return None
    others = Membership.objects.filter(group=group, state=MembershipState.ACTIVE).exclude(pk=mine.pk)
    if others.filter(role=GroupRole.STEWARD).exists():
        return None
    heir = others.order_by("-role", "joined_at", "pk").first()
    if heir is not None:
        heir.hand_role(GroupRole.STEWARD)
        tie_steward(group, heir.member_id)
        note(
            actor,
            verb="succeed",
            kind=Group._meta.label_lower,
            key=group.public_id,
            new_state=f"steward {heir.public_id}",
        )
    return heir
