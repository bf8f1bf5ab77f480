"""Coming into a group and going."""

from datetime import datetime

from django.db import transaction

from accounts.queries import as_member
from common.access import Actor, allow
from common.clock import db_now
from common.errors import NotFound
from groups import errors, facts, queries, rules
from groups.models import Group, Membership
from groups.operations.seats import fill, let_go, lock_group, queue
from groups.operations.succession import hand_on
from groups.states import GroupState, JoinPolicy, MembershipState
from outbox.facts import record
from trust.queries import held_certifications
from trust.states import CaseKind

# They wait already, or are in.
_SETTLED = (MembershipState.ACTIVE, MembershipState.WAITING, MembershipState.REQUESTED)


@transaction.atomic
def join_group(*, actor: Actor, group_id: int, note: str = "", now: datetime) -> Membership:
    """Come in as the group's policy has it: at once, into the line when it is full, or as a question to the
    stewards or members. Whoever was invited comes in whatever the policy. Repeating changes nothing.

    Raises: NotFound (no such group for this person), Banned, GroupArchived, NotOpen, NeedsCertification,
    TextTooLong.
    """
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.join-group", group)
    member = as_member(actor)
    words = rules.check_note(note, field="note")
    mine = queries.membership_of(group_id=group_id, member_id=member.pk)
    if mine is not None and mine.state in _SETTLED:
        return mine
    group = lock_group(group_id)
    mine = queries.membership_of(group_id=group_id, member_id=member.pk)
    if mine is not None and mine.state in _SETTLED:
        return mine
    check_may_come(group, mine)
    invited = mine is not None and mine.state == MembershipState.INVITED and is_live(mine)
    if not invited and group.join_policy in (JoinPolicy.REQUEST, JoinPolicy.VOUCHED):
        asked = _ask(group, mine, actor=actor, member_id=member.pk, note=words, now=now)
        stewards = queries.steward_ids(group_id=group_id)
        news = facts.RequestMade(
            group_id=group_id,
            member_id=member.pk,
            steward_id=stewards[0] if stewards else 0,
            occurred_at=now.isoformat(),
        )
        record(news, subject=group.public_id)
        return asked
    if not invited:
        _check_policy(group, member.pk)
    return take_in(group, member.pk, actor=actor, now=now)


def take_in(group: Group, member_id: int, *, actor: Actor, now: datetime) -> Membership:
    """Into the line, and out of it if there is a seat. The lock is held."""
    queue(group, member_id, actor=actor, now=now)
    fill(group, actor=actor, now=now)
    return Membership.objects.get(group=group, member_id=member_id)


def is_live(mine: Membership) -> bool:
    """By the database's clock; the sweep that lapses it only tidies up."""
    return mine.expires_at is None or mine.expires_at > db_now()


def check_may_come(group: Group, mine: Membership | None) -> None:
    if mine is not None and mine.state == MembershipState.BANNED:
        raise errors.Banned
    if group.state == GroupState.ARCHIVED:
        raise errors.GroupArchived


def _check_policy(group: Group, member_id: int) -> None:
    if group.join_policy == JoinPolicy.INVITE:
        raise errors.NotOpen
    if group.join_policy == JoinPolicy.CERTIFIED:
        held = held_certifications([member_id]).get(member_id, set())
        if CaseKind.PROFESSIONAL not in held:
            raise errors.NeedsCertification


def _ask(
    group: Group, mine: Membership | None, *, actor: Actor, member_id: int, note: str, now: datetime
) -> Membership:
    until = db_now() + rules.ANSWER_WITHIN
    if mine is None:
        return Membership.objects.create(
            group=group,
            member_id=member_id,
            state=MembershipState.REQUESTED,
            note=note,
            since=now,
            expires_at=until,
        )
    if mine.state == MembershipState.INVITED:  # too late to accept: it lapsed meanwhile
        mine.lapse(actor=actor, now=now)
    mine.vouches.all().delete()
    mine.ask(actor=actor, note=note, now=now, until=until)
    return mine


@transaction.atomic
def leave_group(*, actor: Actor, group_id: int, now: datetime) -> None:
    """Go, leave the line, or take a request back; who is next comes in. Repeating changes nothing.

    The last steward's office goes to whoever has served longest. Raises: NotFound (never was in it).
    """
    mine = queries.membership_of(group_id=group_id, member_id=actor.pk)
    allow(actor, "groups.leave-group", mine)
    group = lock_group(group_id)
    mine = queries.membership_of(group_id=group_id, member_id=actor.pk)
    if mine is None:
        raise NotFound
    if mine.state in (MembershipState.WAITING, MembershipState.REQUESTED):
        mine.leave(actor=actor, now=now)
    elif mine.state == MembershipState.ACTIVE:
        hand_on(group, mine, actor=actor)
        mine.leave(actor=actor, now=now)
        let_go(group, mine, how=MembershipState.LEFT, actor=actor, now=now)
