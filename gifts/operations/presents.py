"""Presents between members: given, sent on their day, called off, thanked for."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.queries import active_member, as_member
from accounts.visibility import are_blocked
from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.crypto import create_key
from common.errors import NotFound
from common.files.keeping import receive_upload
from common.files.uploads import SealedUpload
from common.limits import hit_all
from gifts import errors, facts, present_rules
from gifts.models import Gift, Item, Present, ThankYou
from gifts.operations import stock_moves
from gifts.operations.offers import hold_out
from gifts.states import GiftState, ItemState, PresentState
from outbox.facts import record

THANKS_PURPOSE = "gifts.thanks"


@transaction.atomic
def give_present(
    *, actor: Actor, recipient_id: int, item_id: int, card: str, send_at: datetime | None, now: datetime
) -> Present:
    """Reserve a unit of the catalogue for somebody, and hold it out now or on a day to come.

    Raises: NotFound (nobody, or somebody behind a block), NotForPresents, SoldOut, CardTooLong,
    CardNotPrintable, DayOutOfRange, TooMany.
    """
    recipient = active_member(recipient_id)
    allow(actor, "gifts.give-present", recipient)
    sender = as_member(actor)
    words = present_rules.check_words(card, field="card")
    day = present_rules.check_day(send_at, now=now)
    item = Item.objects.filter(pk=item_id, for_presents=True, state=ItemState.ACTIVE).first()
    if item is None:
        raise errors.NotForPresents(field="item")
    pair = "{}:{}".format(*present_rules.ordered(sender.pk, recipient_id))
    hit_all([(present_rules.A_PAIR, pair), (present_rules.A_DAY, str(sender.pk))])
    present = Present(sender=sender, recipient_id=recipient_id, created_at=now, send_at=day)
    present.data_key = create_key(f"present:{present.public_id}")
    present.card_sealed = present.data_key.encrypt(words, aad=present.card_place) if words else ""
    present.gift = Gift.objects.create(
        item=item,
        source=f"present:{present.public_id}",
        sender_ref=f"member:{sender.public_id}",
        recipient_id=recipient_id,
        state=GiftState.RESERVED,
        created_at=now,
    )
    present.save(force_insert=True)
    if day > now:
        fact = facts.PresentScheduled(present_id=present.pk, send_at=day.isoformat())
        record(fact, subject=present.public_id)
    else:
        _send(present, actor=actor, now=now)
    stock_moves.claim_units(gifts=[present.gift], actor=actor, now=now)
    return present


def _send(present: Present, *, actor: Actor, now: datetime) -> None:
    present.send(actor=actor, now=now)
    present.gift.offer_to(present.recipient_id, actor=actor)
    ends = db_now() + present_rules.OPEN_FOR
    hold_out(present.gift, recipient_id=present.recipient_id, line="", expires_at=ends, now=now)


@transaction.atomic
def send_present(*, present_id: int, now: datetime) -> None:
    """On its day. Called off instead when the two have parted meanwhile. Repeating changes nothing."""
    present = Present.objects.select_related("gift__item", "recipient").filter(pk=present_id).first()
    if present is None or present.state != PresentState.SCHEDULED:
        return
    if not present.recipient.is_active or are_blocked(present.sender_id, present.recipient_id):
        _call_off(present, actor=SYSTEM, why="not-together-any-more", now=now)
        return
    _send(present, actor=SYSTEM, now=now)


@transaction.atomic
def call_off_present(*, actor: Actor, public_id: str, now: datetime) -> Present:
    """By the sender, before its day: nobody was asked, the unit is free again. Repeating changes nothing.

    Raises: NotFound, AlreadySent.
    """
    present = _present(public_id)
    allow(actor, "gifts.call-off-present", present)
    if present is None:
        raise NotFound
    if present.state == PresentState.SENT:
        raise errors.AlreadySent
    if present.state == PresentState.SCHEDULED:
        _call_off(present, actor=actor, why="by-the-sender", now=now)
    return present


def call_off_all_of(*, member_id: int, why: str, now: datetime) -> None:
    """Nothing waits for its day from or for somebody who leaves. Inside the caller's transaction."""
    theirs = Present.objects.filter(Q(sender_id=member_id) | Q(recipient_id=member_id))
    waiting = theirs.filter(state=PresentState.SCHEDULED).select_related("gift__item")
    for present in waiting.order_by("pk"):
        _call_off(present, actor=SYSTEM, why=why, now=now)


def _call_off(present: Present, *, actor: Actor, why: str, now: datetime) -> None:
    present.call_off(actor=actor, why=why)
    present.gift.call_off(actor=actor, why=why, now=now)
    stock_moves.release_unit(gift=present.gift, actor=actor, now=now, reason=why)


def _present(public_id: str) -> Present | None:
    rows = Present.objects.select_related("gift__item", "data_key")
    return rows.filter(public_id=public_id).first()


@transaction.atomic
def say_thanks(
    *, actor: Actor, gift_id: int, text: str, now: datetime, photo: SealedUpload | None = None
) -> ThankYou:
    """The recipient's word for whoever gave the present, once it was accepted.

    ``photo`` goes into quarantine; a job makes it anew, and only then is it shown to the two.

    Raises: NotFound (no present, or not accepted), WordsMissing, CardTooLong, CardNotPrintable,
    AlreadyThanked, the kinds of ``BadFile``.
    """
    present = Present.objects.select_related("gift", "data_key").filter(gift_id=gift_id).first()
    allow(actor, "gifts.say-thanks", present)
    if present is None:
        raise NotFound
    words = present_rules.check_words(text, field="text", required=True)
    note = ThankYou(present=present, created_at=now)
    note.text_sealed = present.data_key.encrypt(words, aad=note.text_place)
    if photo is not None:
        owner = f"member:{as_member(actor).public_id}"
        note.photo = receive_upload(photo, owner=owner, purpose=THANKS_PURPOSE)
    try:
        with transaction.atomic():
            note.save(force_insert=True)
    except IntegrityError as twice:  # one per present
        raise errors.AlreadyThanked from twice
    if note.photo is not None:
        record(facts.ThanksPhotoReceived(file_id=note.photo.pk), subject=present.public_id)
    record(
        facts.PresentThanked(
            gift_id=present.gift_id,
            sender_id=present.sender_id,
            recipient_id=present.recipient_id,
            occurred_at=now.isoformat(),
        ),
        subject=present.public_id,
    )
    return note
