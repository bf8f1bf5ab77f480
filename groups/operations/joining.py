"""Coming into a group and going."""

from datetime import datetime

from django.db import transaction

from accounts.queries import as_member
from common.access import Actor, allow
from common.errors import NotFound
from groups import errors, queries
from groups.models import Group, Membership
from groups.operations.seats import fill, let_go, lock_group, queue
from groups.operations.succession import hand_on
from groups.states import GroupState, JoinPolicy, MembershipState


@transaction.atomic
def join_group(*, actor: Actor, group_id: int, now: datetime) -> Membership:
    """Come into an open group, or into its line when it is full. Repeating changes nothing.

    Raises: NotFound (no such group for this person), Banned, GroupArchived, NotOpen.
    """
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.join-group", group)
    member = as_member(actor)
    group = lock_group(group_id)
    mine = queries.membership_of(group_id=group_id, member_id=member.pk)
    if mine is not None and mine.state in (MembershipState.ACTIVE, MembershipState.WAITING):
        return mine
    _check_open(group, mine)
    queue(group, member.pk, actor=actor, now=now)
    fill(group, actor=actor, now=now)
    return Membership.objects.get(group=group, member_id=member.pk)


def _check_open(group: Group, mine: Membership | None) -> None:
    if mine is not None and mine.state == MembershipState.BANNED:
        raise errors.Banned
    if group.state == GroupState.ARCHIVED:
        raise errors.GroupArchived
    if group.join_policy != JoinPolicy.OPEN:
        raise errors.NotOpen


@transaction.atomic
def leave_group(*, actor: Actor, group_id: int, now: datetime) -> None:
    """Go, or leave the line; who is next in it comes in. Repeating changes nothing.

    The last steward's office goes to whoever has served longest. Raises: NotFound (never was in it).
    """
    mine = queries.membership_of(group_id=group_id, member_id=actor.pk)
    allow(actor, "groups.leave-group", mine)
    group = lock_group(group_id)
    mine = queries.membership_of(group_id=group_id, member_id=actor.pk)
    if mine is None:
        raise NotFound
    if mine.state == MembershipState.WAITING:
        mine.leave(actor=actor, now=now)
    elif mine.state == MembershipState.ACTIVE:
        hand_on(group, mine, actor=actor)
        mine.leave(actor=actor, now=now)
        let_go(group, mine, how=MembershipState.LEFT, actor=actor, now=now)
