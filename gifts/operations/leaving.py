"""A recipient leaves: places and offers go to the next in line, a parcel on its way arrives, addresses go."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import SYSTEM
from common.crypto import shred_key
from common.files.keeping import shred_file
from common.registries import Waiting
from gifts import rules
from gifts.models import DeliveryAddress, Gift, LinePlace, TrackingStep, Transfer
from gifts.models.presents import BookEntry, Present, ThankYou
from gifts.operations.address_book import forget_all_addresses
from gifts.operations.addresses import shred_address
from gifts.operations.answers import call_off, decline_all_of
from gifts.operations.bills import give_up_refused
from gifts.operations.presents import call_off_all_of
from gifts.operations.substitutes import take_back_questions
from gifts.states import Fulfilment, GiftState, ItemKind, PlaceState, TransferState

LEFT = rules.LEFT
# The carrier knows of these, or will in a moment.
ON_ITS_WAY = (GiftState.ACCEPTED, GiftState.PACKING, GiftState.SHIPPED)


@transaction.atomic
def let_go_of_gifts(member_id: int, now: datetime) -> Waiting | None:
    """The erasure's step. Waits while a parcel is on its way, and then forgets where it went."""
    waiting = LinePlace.objects.filter(member_id=member_id, state=PlaceState.WAITING)
    for place in waiting.order_by("pk"):
        place.pass_by(actor=SYSTEM, why=LEFT)
    decline_all_of(member_id=member_id, why=LEFT, now=now)
    call_off_all_of(member_id=member_id, why=LEFT, now=now)
    take_back_questions(member_id, actor=SYSTEM, why=LEFT, now=now)
    _forget_presents(member_id, now)
    forget_all_addresses(member_id)
    _call_off_unpacked(member_id, now)
    on_its_way = Gift.objects.filter(recipient_id=member_id, state__in=ON_ITS_WAY)
    travelling = dict(on_its_way.values_list("pk", "item__kind"))
    _forget_addresses(member_id, list(travelling), now)
    if not travelling:
        return None
    if set(travelling.values()) == {ItemKind.MONEY}:
        return Waiting(reason=_("Money for you waits to be confirmed, or to go back."))
    return Waiting(reason=_("A parcel is on its way. Its address goes once it has arrived."))


def _forget_presents(member_id: int, now: datetime) -> None:
    """Cards and thanks are sealed under the present's key, which goes when either of the two leaves."""
    theirs = Present.objects.filter(Q(sender_id=member_id) | Q(recipient_id=member_id))
    for key_id in theirs.values_list("data_key_id", flat=True):
        shred_key(key_id)
    for note in ThankYou.objects.filter(present__in=theirs, photo__isnull=False).select_related("photo"):
        if note.photo is not None:
            shred_file(note.photo, actor=SYSTEM, policy=LEFT, now=now)
    theirs.exclude(card_sealed="").update(card_sealed="")
    ThankYou.objects.filter(present__in=theirs).update(text_sealed="")
    BookEntry._base_manager.filter(Q(low_id=member_id) | Q(high_id=member_id)).delete()


def _call_off_unpacked(member_id: int, now: datetime) -> None:
    """What a clerk has not packed yet stays on the shelf, and money that no payer has heard of stays here."""
    by_desk = Q(item__fulfilment=Fulfilment.DESK, handed_over_at__isnull=True)
    as_money = Q(item__kind=ItemKind.MONEY, transfer__state=TransferState.REQUESTED)
    unpacked = Gift.objects.filter(by_desk | as_money, recipient_id=member_id, state=GiftState.ACCEPTED)
    refused = Transfer.objects.filter(gift__recipient_id=member_id, state=TransferState.REFUSED)
    for bill in refused.select_related("gift__item", "gift__line").order_by("pk"):
        give_up_refused(bill, actor=SYSTEM, reason=LEFT, now=now)
    for gift in unpacked.select_related("item", "line").order_by("pk"):
        call_off(gift, member_id=member_id, why=LEFT, now=now)
        for bill in Transfer.objects.filter(gift=gift, state=TransferState.REQUESTED):
            bill.end(TransferState.CANCELLED, actor=SYSTEM, provider_ref="", reason=LEFT, now=now)


def _forget_addresses(member_id: int, travelling: list[int], now: datetime) -> None:
    """The return window of a member who has left is over at once. What carriers wrote may name the person."""
    arrived = DeliveryAddress.objects.filter(owner_id=member_id).exclude(gift_id__in=travelling)
    for address_id in arrived.filter(shredded_at__isnull=True).values_list("pk", flat=True):
        shred_address(address_id, now=now)
    steps = TrackingStep.objects.filter(shipment__gift__recipient_id=member_id).exclude(text="")
    steps.exclude(shipment__gift_id__in=travelling).update(text="")
