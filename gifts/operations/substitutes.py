"""Something else of equal worth for a gift that cannot be sent, if its recipient agrees."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.queries import active_member
from common.access import Actor, allow
from common.clock import db_now
from common.errors import NotFound, Stale
from gifts import errors, facts, rules
from gifts.models import DeliveryAddress, Gift, Item, LinePlace, Present, Substitute, Transfer
from gifts.operations import stock_moves
from gifts.operations.addresses import shred_address
from gifts.operations.offers import fact_about, gift_with_item, hold_out, line_source
from gifts.states import GiftState, TransferState
from gifts.substitute_queries import substitutes_of
from gifts.substitute_states import SubstituteState
from outbox.facts import record

OPEN_FOR = timedelta(days=14)
SUBSTITUTED = "substituted"


@transaction.atomic
def propose_substitute(*, actor: Actor, gift_id: int, item_id: int, reason: str, now: datetime) -> Substitute:
    """Ask the recipient whether another item of equal worth will do. Nothing changes before the answer.

    The same item again is the same question; another item takes the former question back.

    Raises: NotFound, ReasonMissing, NotStuck, RecipientGone, NotInExchange, Stale.
    """
    gift = gift_with_item(gift_id)
    allow(actor, "gifts.mend-parcel", gift)
    if gift is None:
        raise NotFound
    why = rules.check_reason(reason)
    _check_stuck(gift)
    if gift.recipient_id is None or active_member(gift.recipient_id) is None:
        raise errors.RecipientGone
    former = Substitute.objects.filter(gift=gift, state=SubstituteState.ASKED).first()
    if former is not None and former.item_id == item_id:
        return former
    if not substitutes_of(gift).filter(pk=item_id).exists():
        raise errors.NotInExchange(field="item")
    if former is not None:
        former.take_back(actor=actor, why="asked-otherwise", now=now)
    asked = Substitute(gift=gift, item_id=item_id, reason=why, asked_at=now)
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as twin:
        raise Stale from twin
    _tell(facts.SubstituteAsked, gift, now=now, substitute_id=asked.pk)
    return asked


@transaction.atomic
def agree_to_substitute(*, actor: Actor, gift_id: int, now: datetime) -> Gift:
    """Take it instead: a gift of its own, held out for two weeks. Again gives the same gift.

    The former one ends: its unit goes back, a refused bill is over, an address is forgotten. If the unit
    is gone or the former can be sent after all, nothing changes.

    Raises: NotFound, NotAsked, NotStuck, SoldOut, ItemRetired, Stale.
    """
    gift = gift_with_item(gift_id)
    allow(actor, "gifts.answer-substitute", gift)
    asked = _newest(gift)
    if gift is None or asked is None:
        raise errors.NotAsked
    if asked.state == SubstituteState.AGREED:
        return Gift.objects.get(source=gift.source, sequence=gift.sequence + 1)
    if asked.state != SubstituteState.ASKED:
        raise errors.NotAsked
    _check_stuck(gift)
    asked.agree(actor=actor, now=now)
    _end_bill(gift, actor=actor, now=now)
    for address_id in DeliveryAddress.objects.filter(gift=gift).values_list("pk", flat=True):
        shred_address(address_id, now=now)
    return _give_instead(gift, asked.item, actor=actor, now=now)


@transaction.atomic
def decline_substitute(*, actor: Actor, gift_id: int, now: datetime) -> Substitute:
    """Rather wait for what was promised: the gift stays as it was. Again changes nothing.

    Raises: NotFound, NotAsked, Stale.
    """
    gift = gift_with_item(gift_id)
    allow(actor, "gifts.answer-substitute", gift)
    asked = _newest(gift)
    if asked is None or asked.state not in (SubstituteState.ASKED, SubstituteState.DECLINED):
        raise errors.NotAsked
    if asked.state == SubstituteState.ASKED:
        asked.decline(actor=actor, now=now)
    return asked


def _newest(gift: Gift | None) -> Substitute | None:
    return Substitute.objects.select_related("item").filter(gift=gift).order_by("-pk").first()


def _check_stuck(gift: Gift) -> None:
    """A bill that the payer refuses, or what is accepted and not even packed. Raises: NotStuck."""
    bill = Transfer.objects.filter(gift=gift).first()
    if bill is not None:
        if bill.state != TransferState.REFUSED:
            raise errors.NotStuck
        return
    if gift.state != GiftState.ACCEPTED:
        raise errors.NotStuck


def _end_bill(gift: Gift, *, actor: Actor, now: datetime) -> None:
    """The payer has no such bill, so nobody need be asked."""
    for bill in Transfer.objects.filter(gift=gift, state=TransferState.REFUSED):
        bill.end(TransferState.CANCELLED, actor=actor, provider_ref="", reason=SUBSTITUTED, now=now)


def _give_instead(gift: Gift, item: Item, *, actor: Actor, now: datetime) -> Gift:
    """Raises: SoldOut, ItemRetired, Stale."""
    gift.swap(actor=actor, now=now)
    other = Gift.objects.create(
        item=item,
        line=gift.line,
        source=gift.source,
        sequence=gift.sequence + 1,
        sender_ref=gift.sender_ref,
        reason=gift.reason,
        recipient_id=gift.recipient_id,
        state=GiftState.OFFERED,
        created_at=now,
    )
    hold_out(
        other,
        recipient_id=gift.recipient_id or 0,
        line=line_source(gift),
        expires_at=db_now() + OPEN_FOR,
        now=now,
    )
    LinePlace.objects.filter(gift=gift).update(gift=other)
    Present.objects.filter(gift=gift).update(gift=other)
    _tell(facts.GiftSubstituted, gift, now=now, next_gift_id=other.pk)
    stock_moves.exchange_units(old=gift, new=other, actor=actor, now=now)
    return other


def _tell(kind: type[facts.GiftFact], gift: Gift, *, now: datetime, **more: object) -> None:
    news = fact_about(
        kind, gift, recipient_id=gift.recipient_id or 0, line=line_source(gift), now=now, **more
    )
    record(news, subject=gift.public_id)


def take_back_questions(member_id: int, *, now: datetime, actor: Actor, why: str) -> None:
    """To a member who leaves. Inside the caller's transaction."""
    theirs = Substitute.objects.filter(gift__recipient_id=member_id, state=SubstituteState.ASKED)
    for asked in theirs.order_by("pk"):
        asked.take_back(actor=actor, why=why, now=now)
