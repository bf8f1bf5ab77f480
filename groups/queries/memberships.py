"""Who is in which group, and as what."""

from groups import rules
from groups.models import Group, Membership
from groups.states import GroupRole, MembershipState


def membership_of(*, group_id: int, member_id: int | None) -> Membership | None:
    """In whatever state. One statement, none for visitors."""
    if member_id is None:
        return None
    return Membership.objects.filter(group_id=group_id, member_id=member_id).first()


def role_in(*, group_id: int, member_id: int | None) -> int:
    """The role of somebody who is in the group, else 0. One statement, none for visitors."""
    mine = membership_of(group_id=group_id, member_id=member_id)
    return mine.role if mine is not None and mine.is_active else 0


def is_active_member(*, group_id: int, member_id: int | None) -> bool:
    return role_in(group_id=group_id, member_id=member_id) > 0


def holds(*, group: Group, member_id: int | None, capability: str) -> bool:
    """Whether the person is in the group with a role that may do this here. One statement."""
    needed = rules.needed_role(group.capabilities, capability)
    return 0 < needed <= role_in(group_id=group.pk, member_id=member_id)


def active_member_ids(*, group_id: int) -> list[int]:
    """Longest in the group first. One statement."""
    rows = Membership.objects.filter(group_id=group_id, state=MembershipState.ACTIVE)
    return list(rows.order_by("joined_at", "pk").values_list("member_id", flat=True))


def steward_ids(*, group_id: int, at_least: int = GroupRole.CO_STEWARD) -> list[int]:
    """Stewards and co-stewards, stewards first. One statement."""
    rows = Membership.objects.filter(group_id=group_id, state=MembershipState.ACTIVE, role__gte=at_least)
    return list(rows.order_by("-role", "joined_at", "pk").values_list("member_id", flat=True))


def group_ids_of(*, member_id: int) -> list[int]:
    """Groups that the person is in. One statement."""
    rows = Membership.objects.filter(member_id=member_id, state=MembershipState.ACTIVE)
    return list(rows.order_by("group_id").values_list("group_id", flat=True))


def are_fellows(member_a: int, member_b: int) -> bool:
    """Whether the two are in some group together. One statement."""
    mine = Membership.objects.filter(member_id=member_a, state=MembershipState.ACTIVE)
    theirs = Membership.objects.filter(member_id=member_b, state=MembershipState.ACTIVE)
    return theirs.filter(group_id__in=mine.values("group_id")).exists()
