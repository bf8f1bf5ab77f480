"""Drafts that are shown to one member first."""

from collections.abc import Iterable
from datetime import datetime

from accounts.people import Person, people_seen_by
from common.access import Actor
from groups.draft_states import LIVE
from groups.models import BuddyDraft, Membership
from groups.states import MembershipState

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


def buddies_for(viewer: Actor, *, group_id: int) -> list[Person]:
    """Who in the group a draft may be shown to, by how long they are in it, at most 200. Two statements."""
    rows = Membership.objects.filter(group_id=group_id, state=MembershipState.ACTIVE)
    others = rows.exclude(member_id=viewer.pk or 0).order_by("joined_at", "pk")
    ids = list(others.values_list("member_id", flat=True)[:MOST_BUDDIES])
    people = people_seen_by(viewer, ids)
    return [people[one] for one in ids if one in people]
