"""Groups to find and to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from common.access import Actor
from common.pagination import Page, keyset
from common.texts import Texts
from groups.models import Group, Membership
from groups.queries.memberships import membership_of
from groups.states import GroupState, JoinPolicy, MembershipState, Visibility

# Whoever is in one of these may look at a group that is not shown to everybody.
_INSIDE = (
    MembershipState.ACTIVE,
    MembershipState.INVITED,
    MembershipState.WAITING,
    MembershipState.REQUESTED,
)


@dataclass(frozen=True, kw_only=True)
class GroupCard:
    """A group as its page shows it to one viewer. ``mine``: the viewer's membership, in whatever state."""

    group: Group
    mine: Membership | None

    @property
    def is_inside(self) -> bool:
        return self.mine is not None and self.mine.is_active

    @property
    def may_ask(self) -> bool:
        """Whether there is anything to press for coming in."""
        if self.group.state != GroupState.ACTIVE:
            return False
        if self.mine is None or self.mine.state not in (*_INSIDE, MembershipState.BANNED):
            return self.group.join_policy != JoinPolicy.INVITE
        return self.mine.state == MembershipState.INVITED

    @property
    def is_full(self) -> bool:
        return self.group.capacity is not None and self.group.seats_taken >= self.group.capacity


def group_of(public_id: str) -> Group | None:
    """None where there is none: ``allow`` refuses that as it does a hidden one. One statement."""
    return Group.objects.filter(public_id=public_id).first()


def group_id_of(public_id: str) -> int:
    """0 where there is none; operations refuse that as they do a hidden one. One statement."""
    return Group.objects.filter(public_id=public_id).values_list("pk", flat=True).first() or 0


def public_id_of(group_id: int) -> str:
    """'' where there is none. One statement."""
    return Group.objects.filter(pk=group_id).values_list("public_id", flat=True).first() or ""


def public_ids_of(group_ids: Iterable[int]) -> dict[int, str]:
    """{id: public id}. One statement."""
    return dict(Group.objects.filter(pk__in=set(group_ids)).values_list("pk", "public_id"))


def group_names(public_ids: Iterable[str]) -> dict[str, Texts]:
    """{public id: name}, of those that anybody may find. One statement, none for nothing."""
    wanted = set(public_ids)
    if not wanted:
        return {}
    public = Group.objects.filter(public_id__in=wanted, visibility=Visibility.PUBLIC)
    return dict(public.values_list("public_id", "name"))


def names_seen_by(viewer: Actor, public_ids: Iterable[str]) -> dict[str, Texts]:
    """{public id: name}, of the groups that the viewer may know of. One statement."""
    found = Group.objects.filter(_known_to(viewer), public_id__in=set(public_ids))
    return dict(found.values_list("public_id", "name"))


def _known_to(viewer: Actor) -> Q:
    """What may be found by such a viewer, and what they are in or about to enter."""
    if viewer.pk is None:
        return Q(visibility=Visibility.PUBLIC)
    mine = Membership.objects.filter(group=OuterRef("pk"), member_id=viewer.pk, state__in=_INSIDE)
    return Q(visibility__in=(Visibility.PUBLIC, Visibility.LISTED)) | Q(Exists(mine))


def own_groups(member_id: int) -> list[tuple[str, Texts]]:
    """(public id, name) of the active groups that the member is in. One statement."""
    mine = Membership.objects.filter(group=OuterRef("pk"), member_id=member_id, state=MembershipState.ACTIVE)
    found = Group.objects.filter(Exists(mine), state=GroupState.ACTIVE)
    return list(found.order_by("-id").values_list("public_id", "name"))


def ids_of_known_groups(*, member_id: int) -> list[int]:
    """Of the groups that the member is in or about to enter. One statement."""
    rows = Membership.objects.filter(member_id=member_id, state__in=_INSIDE)
    return list(rows.order_by("group_id").values_list("group_id", flat=True))


def groups_by_id(group_ids: Iterable[int], *, viewer: Actor) -> dict[int, Group]:
    """Those of them that the viewer may know of, and was not put out of for good. One statement."""
    out = Membership.objects.filter(
        group=OuterRef("pk"), member_id=viewer.pk or 0, state=MembershipState.BANNED
    )
    rows = Group.objects.filter(_known_to(viewer), ~Exists(out), pk__in=set(group_ids))
    return {group.pk: group for group in rows}


def groups_to_name(*, size: int = 200) -> list[tuple[str, Texts]]:
    """(public id, name) of groups that anybody may find, for choosing one of them. One statement."""
    found = Group.objects.filter(state=GroupState.ACTIVE, visibility=Visibility.PUBLIC)
    return list(found.order_by("-seats_taken", "-id").values_list("public_id", "name")[:size])


def card_of(*, group: Group, viewer: Actor) -> GroupCard:
    """One statement, none for visitors."""
    return GroupCard(group=group, mine=membership_of(group_id=group.pk, member_id=viewer.pk))


def is_shown_to(viewer: Actor, group: Group, mine: Membership | None) -> bool:
    """Whether this viewer may know of the group. No statement."""
    if mine is not None and mine.state in _INSIDE:
        return True
    if mine is not None and mine.state == MembershipState.BANNED:
        return False
    if group.visibility == Visibility.PUBLIC:
        return True
    return group.visibility == Visibility.LISTED and viewer.pk is not None


def groups_of(viewer: Actor, *, cursor: str | None = None, size: int = 25) -> Page[Any]:
    """Memberships of groups that the viewer is in or about to enter, the newest first, with the groups."""
    rows = Membership.objects.filter(member_id=viewer.pk or 0, state__in=_INSIDE).select_related("group")
    return keyset(rows, order=("-since", "-pk"), cursor=cursor, size=size)


def groups_to_find(viewer: Actor, *, cursor: str | None = None, size: int = 25) -> Page[Group]:
    """Live groups that the viewer may find and is not in, the largest first. One statement."""
    return keyset(_findable(viewer), order=("-seats_taken", "-pk"), cursor=cursor, size=size)


def _findable(viewer: Actor) -> QuerySet[Group]:
    shown = Q(visibility=Visibility.PUBLIC)
    if viewer.pk is None:
        return Group.objects.filter(shown, state=GroupState.ACTIVE)
    shown |= Q(visibility=Visibility.LISTED)
    known = Membership.objects.filter(
        group_id=OuterRef("pk"), member_id=viewer.pk, state__in=(*_INSIDE, MembershipState.BANNED)
    )
    return Group.objects.filter(shown, ~Exists(known), state=GroupState.ACTIVE)
