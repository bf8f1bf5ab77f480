"""The book that two members share: what each gave the other, for the two alone."""

from datetime import datetime

from django.db import transaction

from accounts.queries import as_member
from common.access import Actor, allow
from gifts.models import BookEntry, Present
from gifts.present_rules import ordered
from gifts.states import BookKind


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


def enter_present(*, gift_id: int) -> None:
    """An accepted present stands in the book. Quiet for other gifts, and when repeated."""
    present = Present.objects.select_related("gift").filter(gift_id=gift_id).first()
    if present is None or present.gift.accepted_at is None:
        return
    enter_in_book(
        giver_id=present.sender_id,
        other_id=present.recipient_id,
        kind=BookKind.PRESENT,
        ref=f"present:{present.public_id}",
        happened_at=present.gift.accepted_at,
    )


@transaction.atomic
def clear_book(*, actor: Actor, other_id: int) -> int:
    """Forget what stands between the two, for both; either may. Returns how many entries went."""
    member = as_member(actor)
    allow(actor, "gifts.keep-book", member)
    low, high = ordered(member.pk, other_id)
    return BookEntry.objects.filter(low_id=low, high_id=high).delete()[0]
