"""Blocks and mutes. A block is mutual invisibility; a mute is one member's own ear."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import Block, Member, Mute
from accounts.queries import as_member
from accounts.states import MemberState
from accounts.tie_facts import MemberBlocked, MemberUnblocked
from common.access import Actor, allow
from outbox.facts import record


@transaction.atomic
def block_member(*, actor: Actor, member_id: int, now: datetime) -> None:
    """From now on neither of the two sees the other in any app. Repeating changes nothing.

    Raises: NeedsSignIn, NotFound (nobody, oneself, or somebody who has blocked the actor: one answer).
    """
    target = _somebody(member_id)
    allow(actor, "accounts.block-member", target)
    member = as_member(actor)
    row = Block(blocker=member, blocked_id=member_id, created_at=now)
    if _insert(row):
        fact = MemberBlocked(blocker_id=member.pk, blocked_id=member_id, occurred_at=now.isoformat())
        record(fact, subject=f"member:{member.public_id}")


@transaction.atomic
def unblock_member(*, actor: Actor, member_id: int, now: datetime) -> None:
    """Take one's own block back; the other's stays. Quiet for whoever was not blocked, whether or not they
    exist.

    Raises: NeedsSignIn.
    """
    member = as_member(actor)
    allow(actor, "accounts.keep-ties", member)
    if _take_back(Block.objects.filter(blocker=member, blocked_id=member_id)):
        fact = MemberUnblocked(blocker_id=member.pk, blocked_id=member_id, occurred_at=now.isoformat())
        record(fact, subject=f"member:{member.public_id}")


@transaction.atomic
def mute_member(*, actor: Actor, member_id: int, now: datetime) -> None:
    """Hear no news of the other; nobody is told. Repeating changes nothing.

    Raises: NeedsSignIn, NotFound (nobody, oneself, or somebody behind a block).
    """
    allow(actor, "accounts.mute-member", _somebody(member_id))
    _insert(Mute(muter=as_member(actor), muted_id=member_id, created_at=now))


@transaction.atomic
def unmute_member(*, actor: Actor, member_id: int) -> None:
    """Quiet for whoever was not muted. Raises: NeedsSignIn."""
    member = as_member(actor)
    allow(actor, "accounts.keep-ties", member)
    _take_back(Mute.objects.filter(muter=member, muted_id=member_id))


def _somebody(member_id: int) -> Member | None:
    return Member.objects.filter(pk=member_id).exclude(state=MemberState.ERASED).first()


def _take_back(rows: QuerySet[Any]) -> bool:
    """Writes nothing where there is nothing."""
    return rows.exists() and bool(rows.delete()[0])


def _insert(row: Block | Mute) -> bool:
    """Whether the row is new: of two at once, one inserts and one finds it there."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # block_one_per_pair, mute_one_per_pair
        return False
    return True
