"""Requests: answered by a steward, or by members who vouch."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count

from accounts.queries import as_member
from common.access import SYSTEM, Actor, allow
from common.clock import DbNow
from common.errors import IllegalMove, NotFound
from groups import errors, facts, queries, rules
from groups.models import Group, Membership, Vouch
from groups.operations.acts import note_act
from groups.operations.joining import check_may_come, take_in
from groups.operations.seats import lock_group
from groups.states import PENDING, GroupState, JoinPolicy, MembershipState
from outbox.facts import record

_TAKEN_IN = (MembershipState.ACTIVE, MembershipState.WAITING)


@transaction.atomic
def accept_request(*, actor: Actor, public_id: str, now: datetime) -> Membership:
    """Take somebody in who asked, or into the line when it is full. Repeating changes nothing.

    Raises: NotFound, GroupArchived, IllegalMove (taken back or declined meanwhile).
    """
    asked = _asked(actor, "groups.answer-request", public_id)
    if asked.state in _TAKEN_IN:
        return asked
    group, asked = _locked(actor, "groups.answer-request", public_id)
    if asked.state in _TAKEN_IN:
        return asked
    check_may_come(group, asked)
    if asked.state != MembershipState.REQUESTED:
        raise IllegalMove
    note_act(asked, actor, "accept")
    return _answered(take_in(group, asked.member_id, actor=actor, now=now), now)


@transaction.atomic
def decline_request(*, actor: Actor, public_id: str, answer: str, now: datetime) -> Membership:
    """Say no, always with a word. Raises: NotFound, WordsMissing, TextTooLong, IllegalMove."""
    _group, asked = _locked(actor, "groups.answer-request", public_id)
    words = rules.check_note(answer, field="answer", required=True)
    asked.decline(actor=actor, answer=words, now=now)
    return _answered(asked, now)


@transaction.atomic
def vouch_for(*, actor: Actor, public_id: str, now: datetime) -> Membership:
    """Stand up for somebody who asked; with enough of it they come in.

    Raises: NotFound (also across a block), AlreadyVouched, GroupArchived, IllegalMove.
    """
    group, asked = _locked(actor, "groups.vouch", public_id)
    if asked.state != MembershipState.REQUESTED:
        raise IllegalMove
    check_may_come(group, asked)
    try:
        with transaction.atomic():
            Vouch.objects.create(membership=asked, voucher=as_member(actor), at=now)
    except IntegrityError as twice:
        raise errors.AlreadyVouched from twice
    if asked.vouches.count() < group.vouches_needed:
        return asked
    return _answered(take_in(group, asked.member_id, actor=actor, now=now), now)


def take_in_vouched(group: Group, *, actor: Actor, now: datetime) -> None:
    """Whoever asks and has vouches enough by what the group asks for now. The lock is held."""
    if group.state != GroupState.ACTIVE or group.join_policy != JoinPolicy.VOUCHED:
        return
    asking = Membership.objects.filter(group=group, state=MembershipState.REQUESTED)
    enough = asking.alias(count=Count("vouches")).filter(count__gte=group.vouches_needed)
    for member_id in list(enough.order_by("since", "pk").values_list("member_id", flat=True)):
        _answered(take_in(group, member_id, actor=actor, now=now), now)


@transaction.atomic
def lapse_pending(*, now: datetime, limit: int = 200) -> int:
    """Invitations and requests that nobody answered in time. Returns how many ended."""
    due = Membership.objects.filter(state__in=PENDING, expires_at__lte=DbNow()).order_by("pk")
    ended = list(due[:limit])
    for mine in ended:
        mine.lapse(actor=SYSTEM, now=now)
    return len(ended)


def _asked(actor: Actor, verb: str, public_id: str) -> Membership:
    asked = queries.membership_by_id(public_id)
    allow(actor, verb, asked)
    if asked is None:
        raise NotFound
    return asked


def _locked(actor: Actor, verb: str, public_id: str) -> tuple[Group, Membership]:
    """Ask first, then lock and read again."""
    asked = _asked(actor, verb, public_id)
    group = lock_group(asked.group_id)
    return group, Membership.objects.get(pk=asked.pk)


def _answered(asked: Membership, now: datetime) -> Membership:
    news = facts.RequestAnswered(
        group_id=asked.group_id,
        member_id=asked.member_id,
        occurred_at=now.isoformat(),
        accepted=asked.state != MembershipState.DECLINED,
    )
    record(news, subject=asked.group.public_id)
    return asked
