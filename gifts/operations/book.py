"""The book that two members share: what each gave the other, for the two alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction

from accounts.notification_queries import told_since
from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.queries import as_member
from accounts.states import MemberState
from common.access import Actor, allow
from gifts.models import BookEntry, Present
from gifts.present_queries import LastGiven, last_given
from gifts.present_rules import ordered
from gifts.states import BookKind

TAKEN, TURN = "gifts.present-taken", "gifts.your-turn"
# Soon enough to be remembered, late enough not to be a bill.
TURN_AFTER, TURN_UNTIL = timedelta(days=30), timedelta(days=120)
TURN_AGAIN_AFTER = timedelta(days=90)


@transaction.atomic
def enter_in_book(*, giver_id: int, other_id: int, kind: str, ref: str, happened_at: datetime) -> None:
    """Write a fact into the book of two. The same ``ref`` again changes nothing.

    Groups and campaigns call this for meetings and introductions.
    """
    low, high = ordered(giver_id, other_id)
    entry = BookEntry(
        low_id=low, high_id=high, giver_id=giver_id, kind=kind, ref=ref, happened_at=happened_at
    )
    BookEntry.objects.bulk_create([entry], ignore_conflicts=True)


@transaction.atomic
def enter_present(*, gift_id: int, now: datetime) -> None:
    """An accepted present stands in the book, and its sender hears of it. Quiet for other gifts, when
    repeated, and once one of the two has left.
    """
    rows = Present.objects.select_related("gift", "sender", "recipient")
    present = rows.filter(gift_id=gift_id).first()
    if present is None or present.gift.accepted_at is None:
        return
    if MemberState.ERASED in (present.sender.state, present.recipient.state):
        return
    enter_in_book(
        giver_id=present.sender_id,
        other_id=present.recipient_id,
        kind=BookKind.PRESENT,
        ref=f"present:{present.public_id}",
        happened_at=present.gift.accepted_at,
    )
    news = News(
        kind=TAKEN,
        member_id=present.sender_id,
        about=f"gift:{gift_id}",
        by_id=present.recipient_id,
        on=present.gift.accepted_at.astimezone(UTC).date(),
    )
    notify([news], now=now, since=present.gift.accepted_at)


def remind_of_turns(*, now: datetime, at_once: int = 500) -> int:
    """ "Your turn?" for whoever was last given something a month ago or longer, at most once in 90 days per
    pair, whichever of the two was told, however often it runs. Returns how many were told now.

    Page by page, each in a transaction of its own, past those who have heard of it or do not want to.
    """
    told = 0
    last: LastGiven | None = None
    while page := last_given(before=now - TURN_AFTER, after=now - TURN_UNTIL, beyond=last, limit=at_once):
        told += _remind(page, now=now)
        last = page[-1]
    return told


@transaction.atomic
def _remind(page: Sequence[LastGiven], *, now: datetime) -> int:
    pairs = [(one.giver_id, one.receiver_id) for one in page]
    both = {member_id for pair in pairs for member_id in pair}
    lately = told_since(TURN, member_ids=both, since=now - TURN_AGAIN_AFTER)
    today = now.astimezone(UTC).date()
    news = [
        News(kind=TURN, member_id=receiver, about=f"member:{giver}", by_id=giver, on=today)
        for giver, receiver in pairs
        if not lately & {(receiver, f"member:{giver}"), (giver, f"member:{receiver}")}
    ]
    return len(notify(news, now=now))


@transaction.atomic
def clear_book(*, actor: Actor, other_id: int) -> int:
    """Forget what stands between the two, for both; either may. Returns how many entries went."""
    member = as_member(actor)
    allow(actor, "gifts.keep-book", member)
    low, high = ordered(member.pk, other_id)
    entries = BookEntry.objects.filter(low_id=low, high_id=high)
    return entries.delete()[0] if entries.exists() else 0
