"""Who is in which group, and as what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from accounts.people import Person, people_seen_by
from accounts.visibility import visible_to
from common.access import Actor
from common.clock import DbNow
from common.pagination import Page, keyset
from common.texts import in_language
from groups import rules
from groups.models import Group, InviteLink, Membership, Vouch
from groups.states import GroupRole, GroupState, MembershipState

# The maker of an invitation link, while they are in its group.
_MAKERS = Membership.objects.filter(
    group_id=OuterRef("group_id"), member_id=OuterRef("maker_id"), state=MembershipState.ACTIVE
)


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


def membership_by_id(public_id: str) -> Membership | None:
    """With its group. One statement."""
    return Membership.objects.select_related("group").filter(public_id=public_id).first()


def live_link(code: str, *, viewer: Actor) -> InviteLink | None:
    """A link that still brings people in: its maker is in the group, and no block stands in between."""
    links = InviteLink.objects.filter(
        Exists(_MAKERS), visible_to(viewer, path="maker_id"), code=code, uses_left__gt=0
    )
    return links.filter(expires_at__gt=DbNow()).select_related("group").first()


def link_to_draw(pk: int) -> InviteLink | None:
    """While it brings people in, with its group and maker. One statement."""
    links = InviteLink.objects.filter(Exists(_MAKERS), pk=pk, uses_left__gt=0, expires_at__gt=DbNow())
    return links.filter(group__state=GroupState.ACTIVE).select_related("group", "maker").first()


def link_by(*, group_id: int, maker_id: int) -> InviteLink | None:
    """The member's own live link. One statement."""
    links = InviteLink.objects.filter(group_id=group_id, maker_id=maker_id, uses_left__gt=0)
    return links.filter(expires_at__gt=DbNow()).first()


def requests_to(*, group_id: int, viewer: Actor, cursor: str | None, size: int = 25) -> Page[Membership]:
    """Who asks to come in, the oldest first, with how many vouch and whether the viewer does.

    Nobody across a block. One statement.
    """
    own = Vouch.objects.filter(membership_id=OuterRef("pk"), voucher_id=viewer.pk)
    rows = Membership.objects.filter(
        visible_to(viewer, path="member_id"), group_id=group_id, state=MembershipState.REQUESTED
    )
    rows = rows.annotate(vouch_count=Count("vouches"), is_vouched_by_me=Exists(own))
    return keyset(rows, order=("since", "pk"), cursor=cursor, size=size)


@dataclass(frozen=True, kw_only=True)
class Fellow:
    """Somebody in the group as one viewer sees them; ``person``: as the member chose to be seen."""

    membership: Membership
    person: Person


def fellows(
    *, group_id: int, viewer: Actor, cursor: str | None, size: int = 25
) -> tuple[list[Fellow], str | None]:
    """(people of the group, next cursor): stewards first, then the longest in it. Two statements.

    Each shows what they chose to show; who shows nobody their page, and whoever is across a block, is not
    there.
    """
    rows = Membership.objects.filter(
        visible_to(viewer, path="member_id"), group_id=group_id, state=MembershipState.ACTIVE
    )
    page = keyset(rows, order=("-role", "joined_at", "pk"), cursor=cursor, size=size)
    people = people_seen_by(viewer, [row.member_id for row in page.items])
    found = [
        Fellow(membership=row, person=people[row.member_id]) for row in page.items if row.member_id in people
    ]
    return found, page.next_cursor


def memberships_by_pair(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Membership]:
    """{(group id, member id): membership with group and member}. One statement."""
    wanted = set(pairs)
    rows = Membership.objects.select_related("group", "member").filter(
        group_id__in={group_id for group_id, _member in wanted},
        member_id__in={member_id for _group, member_id in wanted},
    )
    found = {(row.group_id, row.member_id): row for row in rows}
    return {pair: row for pair, row in found.items() if pair in wanted}


def stewarded_ids(*, member_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(group id, member id) of every office that they hold. One statement."""
    rows = Membership.objects.filter(
        member_id__in=list(member_ids), state=MembershipState.ACTIVE, role__gte=GroupRole.CO_STEWARD
    )
    return set(rows.values_list("group_id", "member_id"))


def stewarded_groups(*, member_id: int) -> list[tuple[str, str]]:
    """(public id, name) of every group that the person looks after, by their names. One statement."""
    rows = Membership.objects.select_related("group").filter(
        member_id=member_id, state=MembershipState.ACTIVE, role__gte=GroupRole.CO_STEWARD
    )
    return sorted(
        ((one.group.public_id, in_language(one.group.name)) for one in rows), key=lambda pair: pair[1]
    )


def roles_of(*, member_id: int) -> list[tuple[int, int]]:
    """(group id, role) of every group that the person is in. One statement."""
    rows = Membership.objects.filter(member_id=member_id, state=MembershipState.ACTIVE)
    return list(rows.order_by("group_id").values_list("group_id", "role"))
