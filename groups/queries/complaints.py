"""Complaints as their complainant and the stewards see them."""

from collections.abc import Iterable

from common.access import Actor
from common.pagination import Page, keyset
from groups.complaint_states import RUNNING
from groups.models import Complaint, Group


def complaint_by_id(public_id: str) -> Complaint | None:
    """With group and post. One statement."""
    return Complaint.objects.select_related("group", "post").filter(public_id=public_id).first()


def complaints_by_id(ids: Iterable[int]) -> dict[int, Complaint]:
    """With group. One statement."""
    return {one.pk: one for one in Complaint.objects.select_related("group").filter(pk__in=set(ids))}


def answer_to(source: str) -> str:
    """The stewards' answer to what was said elsewhere, '' while there is none. One statement."""
    found = Complaint.objects.filter(source=source).exclude(source="")
    return found.values_list("answer", flat=True).first() or ""


def complaints_waiting(*, group: Group, viewer: Actor, size: int = 25) -> list[Complaint]:
    """Not answered, the oldest first, without one's own. One statement."""
    rows = Complaint.objects.select_related("post").filter(group=group, state__in=RUNNING)
    return list(rows.exclude(member_id=viewer.pk or 0).order_by("opened_at", "pk")[:size])


def complaints_of(
    *, group: Group, viewer: Actor, cursor: str | None = None, size: int = 25
) -> Page[Complaint]:
    """The viewer's own in this group, the newest first. One statement."""
    rows = Complaint.objects.select_related("post").filter(group=group, member_id=viewer.pk or 0)
    return keyset(rows, order=("-pk",), cursor=cursor, size=size)
