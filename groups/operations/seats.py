"""A group's seats and the line for them. Everything here runs under the group's lock.

The lock is an UPDATE of the group's row that changes nothing: it waits for whoever holds it, and what is
read afterwards is what they left, on both engines. Queue numbers are taken under it, so that no two clocks
decide who was first.
"""

from datetime import datetime

from django.db.models import F

from accounts.operations import enter_circle, leave_circle
from common.access import Actor
from common.errors import NotFound, Stale
from groups import facts
from groups.models import Group, Membership
from groups.operations.indexing import index_group
from groups.operations.ties import tie_newcomer
from groups.states import GroupState, MembershipState
from outbox.facts import record


def lock_group(group_id: int) -> Group:
    """The group as it is now; nobody else changes who is in it until the transaction ends.

    Raises: NotFound.
    """
    if not Group.objects.filter(pk=group_id).update(next_seq=F("next_seq")):
        raise NotFound
    return Group.objects.get(pk=group_id)


def queue(group: Group, member_id: int, *, actor: Actor, now: datetime) -> Membership:
    """Put somebody at the end of the line; ``fill`` decides whether there is a seat. The lock is held."""
    seq = group.next_seq
    group.next_seq = seq + 1
    Group.objects.filter(pk=group.pk).update(next_seq=group.next_seq)
    mine = Membership.objects.filter(group=group, member_id=member_id).first()
    if mine is None:
        return Membership.objects.create(group=group, member_id=member_id, seq=seq, since=now)
    mine.queue(actor=actor, seq=seq, now=now)
    return mine


def fill(group: Group, *, actor: Actor, now: datetime) -> list[Membership]:
    """Seat those who wait, by their numbers, while there is room. The lock is held; returns who came in."""
    waiting = Membership.objects.filter(group=group, state=MembershipState.WAITING).order_by("seq")
    free = None if group.capacity is None else max(0, group.capacity - group.seats_taken)
    admitted = list(waiting if free is None else waiting[:free])
    for mine in admitted:
        _take_seat(group)
        mine.admit(actor=actor, now=now)
        enter_circle(circle=group.circle, member_id=mine.member_id, step=mine.version)
        tie_newcomer(group, mine.member_id)
        news = facts.MemberJoinedGroup(
            group_id=group.pk, member_id=mine.member_id, occurred_at=now.isoformat()
        )
        record(news, subject=group.public_id)
    return admitted


def let_go(
    group: Group, mine: Membership, *, how: str, actor: Actor, now: datetime, explained: bool = False
) -> None:
    """Somebody has just moved out: the seat is free, the circle knows, and the next in line comes in.

    A group that nobody is in any more has ended: whoever came next would find it without a steward.
    """
    Group.objects.filter(pk=group.pk, seats_taken__gt=0).update(seats_taken=F("seats_taken") - 1)
    group.seats_taken -= 1
    leave_circle(circle=group.circle, member_id=mine.member_id, step=mine.version)
    news = facts.MemberLeftGroup(
        group_id=group.pk, member_id=mine.member_id, occurred_at=now.isoformat(), how=how, explained=explained
    )
    record(news, subject=group.public_id)
    fill(group, actor=actor, now=now)
    if not group.seats_taken and group.state == GroupState.ACTIVE:
        group.archive(actor=actor, why="nobody is in it")
        index_group(group)


def _take_seat(group: Group) -> None:
    """One statement with every condition. Raises: Stale when there is none left after all."""
    room = Group.objects.filter(pk=group.pk)
    if group.capacity is not None:
        room = room.filter(seats_taken__lt=F("capacity"))
    if room.update(seats_taken=F("seats_taken") + 1) != 1:
        raise Stale
    group.seats_taken += 1
