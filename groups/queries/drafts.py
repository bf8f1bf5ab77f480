"""Drafts that are shown to one member first."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.people import Person, people_seen_by
from common.access import Actor
from groups.board_states import PostState
from groups.draft_states import LIVE
from groups.models import BuddyDraft, Group, Membership
from groups.queries.board import readable_posts
from groups.queries.memberships import holds
from groups.states import GroupRole, MembershipState

MOST_BUDDIES = 200
_ALL = ("group", "author", "buddy", "data_key")


def draft_by_id(public_id: str) -> BuddyDraft | None:
    """With its group and both people. One statement."""
    return BuddyDraft.objects.select_related(*_ALL).filter(public_id=public_id).first()


def drafts_by_id(ids: Iterable[int]) -> dict[int, BuddyDraft]:
    """One statement."""
    return {one.pk: one for one in BuddyDraft.objects.select_related("group").filter(pk__in=set(ids))}


def own_draft_in(*, group_id: int, member_id: int | None, now: datetime) -> BuddyDraft | None:
    """One statement."""
    rows = BuddyDraft.objects.filter(group_id=group_id, author_id=member_id or 0, state__in=LIVE)
    return rows.filter(expires_at__gt=now).first()


def buddies_in(group: Group, *, viewer: Actor) -> QuerySet[Membership]:
    """The others in the group. Where the viewer may not see who is in it, those whom they see there anyway:
    its stewards, and whoever wrote what they may read. Asks for the viewer's role: one statement, or two.
    """
    rows = Membership.objects.filter(group=group, state=MembershipState.ACTIVE)
    others = rows.exclude(member_id=viewer.pk or 0)
    if holds(group=group, member_id=viewer.pk, capability="see-members"):
        return others
    posts = readable_posts(group=group, viewer=viewer).exclude(state=PostState.DELETED)
    return others.filter(Q(role__gte=GroupRole.CO_STEWARD) | Q(member_id__in=posts.values("author_id")))


def buddies_for(viewer: Actor, *, group: Group) -> list[Person]:
    """Whom a draft may be shown to, by how long they are in it, at most 200. Four statements at most."""
    others = buddies_in(group, viewer=viewer).order_by("joined_at", "pk")
    ids = list(others.values_list("member_id", flat=True)[:MOST_BUDDIES])
    people = people_seen_by(viewer, ids)
    return [people[one] for one in ids if one in people]
