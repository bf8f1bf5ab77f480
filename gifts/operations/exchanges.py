"""Instead of a yes or a no: another item of equal value, or a fellow member who would like it."""

from datetime import datetime

from django.db import transaction

from accounts.queries import active_member
from common.access import Actor, allow
from common.clock import db_now
from common.errors import NotFound
from common.limits import hit_all
from gifts import errors, exchange_queries, facts, present_rules
from gifts.models import Gift, GiftOffer, Item, LinePlace, Present
from gifts.operations import stock_moves
from gifts.operations.offers import close_offer, fact_about, gift_with_item, hold_out, line_source
from gifts.states import Answer, GiftState, PlaceState
from outbox.facts import record


@transaction.atomic
def swap_gift(*, actor: Actor, gift_id: int, item_id: int, now: datetime) -> Gift:
    """Take another item instead: a gift of its own, offered until the same moment.

    One unit goes back and the other is taken in the same transaction. Repeating gives the same gift.

    Raises: NotFound, NotInExchange, SoldOut, OfferOver, AlreadyAnswered.
    """
    gift = gift_with_item(gift_id)
    allow(actor, "gifts.swap-gift", gift)
    if gift is None or actor.pk is None:
        raise NotFound
    if gift.item_id == item_id:
        return gift
    former = Gift.objects.filter(source=gift.source, sequence=gift.sequence + 1, item_id=item_id).first()
    if gift.state == GiftState.SWAPPED and former is not None:
        return former
    offer = close_offer(gift, actor.pk, Answer.SWAPPED, now=now)
    item = exchange_queries.exchanges_of(gift).filter(pk=item_id).first()
    if item is None:
        raise errors.NotInExchange(field="item")
    return _exchange(gift, item, offer, actor=actor, now=now)


def _exchange(gift: Gift, item: Item, offer: GiftOffer, *, actor: Actor, now: datetime) -> Gift:
    gift.swap(actor=actor, now=now)
    other = Gift.objects.create(
        item=item,
        line=gift.line,
        source=gift.source,
        sequence=gift.sequence + 1,
        sender_ref=gift.sender_ref,
        reason=gift.reason,
        recipient_id=offer.recipient_id,
        state=GiftState.OFFERED,
        created_at=now,
    )
    GiftOffer.objects.create(
        gift=other, recipient_id=offer.recipient_id, offered_at=now, expires_at=offer.expires_at
    )
    LinePlace.objects.filter(gift=gift, state=PlaceState.OFFERED).update(gift=other)
    Present.objects.filter(gift=gift).update(gift=other)
    news = fact_about(
        facts.GiftSwapped,
        gift,
        recipient_id=offer.recipient_id,
        line=line_source(gift),
        now=now,
        next_gift_id=other.pk,
    )
    record(news, subject=gift.public_id)
    stock_moves.exchange_units(old=gift, new=other, actor=actor, now=now)
    return other


@transaction.atomic
def pass_on_gift(*, actor: Actor, gift_id: int, to_id: int, now: datetime) -> Gift:
    """Let a fellow member have it: the unit stays with the gift, the other is asked in the same transaction.

    Only what has nobody in line behind it and was not chosen for one person by another, and only once.
    Repeating by the same person changes nothing.

    Raises: NotFound (also for somebody behind a block), NotToPassOn, TooMany, OfferOver, AlreadyAnswered.
    """
    gift = gift_with_item(gift_id)
    allow(actor, "gifts.pass-on-gift", gift)
    recipient = active_member(to_id)
    allow(actor, "gifts.give-present", recipient)
    if gift is None or recipient is None or actor.pk is None:
        raise NotFound
    if exchange_queries.answer_of(gift_id=gift.pk, member_id=actor.pk) == Answer.PASSED_ON:
        return gift
    if not exchange_queries.may_be_passed_on(gift):
        raise errors.NotToPassOn
    pair = "{}:{}".format(*present_rules.ordered(actor.pk, to_id))
    hit_all([(present_rules.A_PAIR, pair), (present_rules.A_DAY, str(actor.pk))])
    close_offer(gift, actor.pk, Answer.PASSED_ON, now=now)
    gift.take_back(actor=actor, why="passed-on")
    gift.offer_to(to_id, actor=actor)
    news = fact_about(
        facts.GiftPassedOn, gift, recipient_id=actor.pk, line="", now=now, next_recipient_id=to_id
    )
    record(news, subject=gift.public_id)
    hold_out(gift, recipient_id=to_id, line="", expires_at=db_now() + present_rules.OPEN_FOR, now=now)
    return gift
