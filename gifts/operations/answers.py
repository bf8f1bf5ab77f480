"""The recipient's yes or no, and the clock's."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from common.access import SYSTEM, Actor, allow
from common.clock import DbNow
from common.errors import NotFound, Stale
from gifts import errors, facts, rules
from gifts.address_rules import AddressInput, check_address
from gifts.models import Gift, GiftOffer
from gifts.operations import stock_moves
from gifts.operations.address_book import remember_address
from gifts.operations.addresses import keep_address
from gifts.operations.codes import hand_out_code
from gifts.operations.exchanges import swap_gift
from gifts.operations.fulfilment import give_at_once
from gifts.operations.lines import halted_givers, pass_to_next, serve_place
from gifts.operations.offers import close_offer, fact_about, gift_with_item, line_source
from gifts.operations.transfers import open_transfer
from gifts.states import Answer, ItemKind
from outbox.facts import record

EXPIRE_AT_ONCE = 200


@transaction.atomic
def accept_gift(
    *,
    actor: Actor,
    gift_id: int,
    address: AddressInput | None,
    now: datetime,
    item_id: int | None = None,
    remember: bool = False,
) -> Gift:
    """Say yes; for a parcel, with the address in the same act. Repeating by the same person changes nothing.

    ``item_id``: which size or colour; another than the one held out is swapped for it first, and it is that
    gift that comes back. A code from a pool is the recipient's, and so delivered, with the yes.

    ``remember``: keep the address in the recipient's own address book.

    Raises: NotFound, AddressMissing, BadAddress (by part), OfferOver, AlreadyAnswered; as open_transfer and
    swap_gift.
    """
    if item_id is not None:
        gift_id = swap_gift(actor=actor, gift_id=gift_id, item_id=item_id, now=now).pk
    gift = gift_with_item(gift_id)
    allow(actor, "gifts.accept-gift", gift)
    if gift is None or actor.pk is None:
        raise NotFound
    if _accepted_by(gift, actor.pk):
        return gift
    checked = _checked_address(gift, address)
    close_offer(gift, actor.pk, Answer.ACCEPTED, now=now)
    if checked is not None:
        keep_address(gift=gift, owner_id=actor.pk, address=checked, now=now)
    if checked is not None and remember:
        remember_address(owner_id=actor.pk, address=checked, now=now)
    gift.accept(actor=actor, now=now)
    open_transfer(gift=gift, member_id=actor.pk, now=now)
    if gift.line is not None:
        serve_place(gift, actor=actor)
    news = fact_about(
        facts.GiftAccepted,
        gift,
        recipient_id=actor.pk,
        line=line_source(gift),
        now=now,
        fulfilment=gift.item.fulfilment,
        item_kind=gift.item.kind,
    )
    record(news, subject=gift.public_id)
    if gift.item.kind == ItemKind.CODE and hand_out_code(gift=gift):
        give_at_once(gift, actor=actor, now=now)
    return gift


def _accepted_by(gift: Gift, member_id: int) -> bool:
    return gift.recipient_id == member_id and gift.accepted_at is not None


def _checked_address(gift: Gift, address: AddressInput | None) -> AddressInput | None:
    if not rules.needs_address(gift.item.kind):
        return None
    if address is None:
        raise errors.AddressMissing
    return check_address(address)


@transaction.atomic
def decline_gift(*, actor: Actor, gift_id: int, now: datetime, phrase: str = "") -> Gift:
    """Say no, silently or with a stock phrase; the next in line is asked, or the unit goes back to stock.

    Repeating by the same person changes nothing.

    Raises: NotFound, UnknownPhrase, OfferOver, AlreadyAnswered (with a yes), LineHalted (the giver has
    stopped, so that the next one can't be asked).
    """
    gift = gift_with_item(gift_id)
    allow(actor, "gifts.decline-gift", gift)
    if gift is None or actor.pk is None:
        raise NotFound
    rules.check_phrase(phrase)
    if _has_declined(gift, actor.pk):
        return gift
    close_offer(gift, actor.pk, Answer.DECLINED, now=now, phrase=phrase)
    _let_go(gift, facts.GiftDeclined, recipient_id=actor.pk, actor=actor, why=phrase, now=now)
    return gift


def _has_declined(gift: Gift, member_id: int) -> bool:
    return GiftOffer.objects.filter(gift_id=gift.pk, recipient_id=member_id, answer=Answer.DECLINED).exists()


def decline_all_of(*, member_id: int, why: str, now: datetime) -> int:
    """Every open offer of somebody who leaves is answered with a silent "no"; returns how many.

    Inside the caller's transaction; ascending by gift. In a line that stands still it runs out later.
    """
    theirs = _moving(GiftOffer.objects.filter(recipient_id=member_id, answer=""))
    done = 0
    for offer in theirs.select_related("gift__item", "gift__line").order_by("gift_id"):
        if not GiftOffer.objects.filter(pk=offer.pk, answer="").update(
            answer=Answer.DECLINED, answered_at=now
        ):
            continue  # answered, or expired, this very moment
        _let_go(offer.gift, facts.GiftDeclined, recipient_id=member_id, actor=SYSTEM, why=why, now=now)
        done += 1
    return done


def take_back_offer(*, source: str, member_id: int, why: str, now: datetime) -> int | None:
    """End an offer that nobody has answered as if its time were over; the gift's id. None where the answer
    is there.

    The next in line is asked, or the unit goes back to stock. Inside the caller's transaction.
    """
    hers = GiftOffer.objects.filter(gift__source=source, recipient_id=member_id, answer="")
    offer = hers.select_related("gift__item", "gift__line").order_by("-pk").first()
    if offer is None or not GiftOffer.objects.filter(pk=offer.pk, answer="").update(
        answer=Answer.EXPIRED, answered_at=now
    ):
        return None
    _let_go(offer.gift, facts.OfferExpired, recipient_id=member_id, actor=SYSTEM, why=why, now=now)
    return offer.gift_id


def call_off(gift: Gift, *, member_id: int, why: str, now: datetime) -> None:
    """An accepted gift that nobody has packed yet goes back to the shelf. Inside the caller's transaction."""
    gift.decline(actor=SYSTEM, why=why, now=now)
    news = fact_about(
        facts.GiftDeclined,
        gift,
        recipient_id=member_id,
        line=line_source(gift),
        now=now,
        next_recipient_id=None,
    )
    record(news, subject=gift.public_id)
    stock_moves.release_unit(gift=gift, actor=SYSTEM, now=now, reason=gift.state)


def _let_go(
    gift: Gift,
    kind: type[facts.GiftDeclined | facts.OfferExpired],
    *,
    recipient_id: int,
    actor: Actor,
    why: str,
    now: datetime,
) -> None:
    """After a "no" or a silence: on to the next one, else the gift ends and its unit is free again."""
    next_id = pass_to_next(gift, actor=actor, why=why, now=now)
    if next_id is None:
        _end(gift, kind, actor=actor, why=why, now=now)
    news = fact_about(
        kind, gift, recipient_id=recipient_id, line=line_source(gift), now=now, next_recipient_id=next_id
    )
    record(news, subject=gift.public_id)
    if next_id is None:
        stock_moves.release_unit(gift=gift, actor=actor, now=now, reason=gift.state)


def _end(gift: Gift, kind: type[facts.GiftFact], *, actor: Actor, why: str, now: datetime) -> None:
    if kind is facts.OfferExpired:
        gift.expire(actor=actor, now=now)
    else:
        gift.decline(actor=actor, why=why, now=now)


def expire_offers(*, now: datetime) -> int:
    """Close offers whose time is over by the database's clock, each in a transaction of its own.

    Repeatable; at most 200 per call, the oldest first. Returns how many were closed. In a line that stands
    still they wait.

    Raises: Stale, StockBroken; at the end, so that one broken gift doesn't keep the others waiting.
    """
    due = _moving(GiftOffer.objects.filter(answer="", expires_at__lte=DbNow())).order_by("expires_at", "id")
    closed, failed = 0, None
    for offer_id in due.values_list("pk", flat=True)[:EXPIRE_AT_ONCE]:
        try:
            closed += _expire_offer(offer_id, now=now)
        except errors.LineHalted:
            continue
        except (Stale, stock_moves.StockBroken) as error:
            failed = error
    if failed is not None:
        raise failed
    return closed


def _moving(offers: QuerySet[GiftOffer]) -> QuerySet[GiftOffer]:
    """Without those in lines that stand still."""
    return offers.exclude(gift__line__sender_ref__in=halted_givers())


@transaction.atomic
def _expire_offer(offer_id: int, *, now: datetime) -> bool:
    overdue = GiftOffer.objects.filter(pk=offer_id, answer="", expires_at__lte=DbNow())
    if not overdue.update(answer=Answer.EXPIRED, answered_at=now):
        return False  # answered meanwhile
    offer = GiftOffer.objects.select_related("gift__item", "gift__line").get(pk=offer_id)
    _let_go(
        offer.gift,
        facts.OfferExpired,
        recipient_id=offer.recipient_id,
        actor=SYSTEM,
        why="no-answer",
        now=now,
    )
    return True
