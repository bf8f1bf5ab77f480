"""Bringing people in: by name, and by a link that ends."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.queries import active_member, as_member
from accounts.visibility import are_blocked
from common.access import Actor, allow
from common.clock import DbNow, db_now
from common.errors import NotFound
from common.limits import Limit, hit_all
from groups import errors, facts, queries, rules
from groups.models import Group, InviteLink, Membership
from groups.operations.joining import check_may_come, take_in
from groups.operations.seats import lock_group
from groups.states import MembershipState
from outbox.facts import record

A_DAY = Limit(name="groups.invitations-a-day", allowed=30, per_seconds=86_400)
_IN_OR_IN_LINE = (MembershipState.ACTIVE, MembershipState.WAITING)
# Whoever said no is not asked again and again.
_COMING = (*_IN_OR_IN_LINE, MembershipState.INVITED)


@transaction.atomic
def invite_member(*, actor: Actor, group_id: int, member_id: int, now: datetime) -> Membership:
    """Ask somebody in. Whoever had asked to come in comes in with it.

    Raises: NotFound (also across a block), Banned, GroupArchived, AlreadyInside, TooMany.
    """
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.invite", group)
    inviter = as_member(actor)
    guest = active_member(member_id)
    if guest is None or are_blocked(inviter.pk, member_id):
        raise NotFound
    hit_all([(A_DAY, str(inviter.pk))])
    group = lock_group(group_id)
    mine = queries.membership_of(group_id=group_id, member_id=member_id)
    check_may_come(group, mine)
    if mine is not None and mine.state in _COMING:
        raise errors.AlreadyInside(field="who")
    until = db_now() + rules.ANSWER_WITHIN
    if mine is None:
        mine = Membership(group=group, member_id=member_id, state=MembershipState.INVITED)
        mine.invited_by, mine.since, mine.expires_at = inviter, now, until
        mine.save(force_insert=True)
    else:
        mine.invite(actor=actor, by_id=inviter.pk, now=now, until=until)
    news = facts.MemberInvited(group_id=group.pk, member_id=member_id, occurred_at=now.isoformat())
    record(news, subject=group.public_id)
    return mine


@transaction.atomic
def refuse_invitation(*, actor: Actor, group_id: int, now: datetime) -> None:
    """Say no, without reasons. Repeating changes nothing. Raises: NotFound (was not invited)."""
    mine = queries.membership_of(group_id=group_id, member_id=actor.pk)
    allow(actor, "groups.refuse-invitation", mine)
    if mine is not None and mine.state == MembershipState.INVITED:
        mine.refuse(actor=actor, now=now)


@transaction.atomic
def make_invite_link(*, actor: Actor, group_id: int, now: datetime) -> InviteLink:
    """A link for a fortnight and fifty people. The maker's former one of this group ends.

    Raises: NotFound, TooMany.
    """
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.invite", group)
    maker = as_member(actor)
    hit_all([(A_DAY, str(maker.pk))])
    InviteLink.objects.filter(group_id=group_id, maker=maker).delete()
    until = db_now() + rules.ANSWER_WITHIN
    return InviteLink.objects.create(group_id=group_id, maker=maker, created_at=now, expires_at=until)


@transaction.atomic
def join_by_link(*, actor: Actor, code: str, now: datetime) -> Membership:
    """Come in by a link, into the line when it is full. Whoever is in it already uses nothing up.

    Raises: NeedsSignIn, LinkOver (also across a block with its maker, or when its maker is out), Banned,
    GroupArchived.
    """
    allow(actor, "groups.use-link")
    member = as_member(actor)
    link = queries.live_link(code, viewer=actor)
    if link is None:
        raise errors.LinkOver
    mine = queries.membership_of(group_id=link.group_id, member_id=member.pk)
    if mine is not None and mine.state in _IN_OR_IN_LINE:
        return mine
    group = lock_group(link.group_id)
    mine = queries.membership_of(group_id=group.pk, member_id=member.pk)
    if mine is not None and mine.state in _IN_OR_IN_LINE:
        return mine
    check_may_come(group, mine)
    left = InviteLink.objects.filter(pk=link.pk, uses_left__gt=0, expires_at__gt=DbNow())
    if left.update(uses_left=F("uses_left") - 1) != 1:
        raise errors.LinkOver
    return take_in(group, member.pk, actor=actor, now=now)
