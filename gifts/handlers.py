"""News that gifts acts on."""

from datetime import datetime

from accounts.notifications import tell
from gifts import money_kinds, money_tasks, present_kinds, substitute_kinds, tasks
from gifts import notification_kinds as kinds
from gifts.facts import (
    CodesArrived,
    GiftAccepted,
    GiftDelivered,
    GiftFact,
    GiftHandedOver,
    GiftOffered,
    GiftShipped,
    MoneyAskedAnew,
    MoneyCameBack,
    MoneyDelayed,
    MoneyStopAsked,
    MoneyWaits,
    PresentScheduled,
    PresentThanked,
    SubstituteAsked,
    ThanksPhotoReceived,
)
from gifts.operations.waybills import sending_of
from gifts.states import Fulfilment, ItemKind
from outbox.facts import on
from outbox.jobs import Work


@on(GiftAccepted)
def send_accepted(fact: GiftAccepted) -> Work | None:
    """What a clerk packs waits for the clerk."""
    if fact.fulfilment != Fulfilment.AUTO:
        return None
    if fact.item_kind == ItemKind.MONEY:
        return money_tasks.pay_gift.work(gift_id=fact.gift_id, dedupe=f"gifts.pay-gift:{fact.gift_id}")
    return _fulfil(fact.gift_id)


@on(GiftHandedOver)
def send_handed_over(fact: GiftHandedOver) -> Work:
    return _fulfil(fact.gift_id)


@on(GiftAccepted)
def write_in_book(fact: GiftAccepted) -> Work | None:
    if not fact.source.startswith("present:"):
        return None
    return tasks.enter_present.work(gift_id=fact.gift_id, dedupe=f"gifts.enter-present:{fact.gift_id}")


@on(PresentScheduled)
def send_on_its_day(fact: PresentScheduled) -> Work:
    return tasks.send_present.work(
        present_id=fact.present_id,
        run_at=datetime.fromisoformat(fact.send_at),
        dedupe=f"gifts.send-present:{fact.present_id}",
    )


@on(ThanksPhotoReceived)
def make_thanks_photo(fact: ThanksPhotoReceived) -> Work:
    return tasks.make_thanks_photo.work(
        file_id=fact.file_id, dedupe=f"gifts.make-thanks-photo:{fact.file_id}"
    )


@on(PresentThanked)
def tell_of_thanks(fact: PresentThanked) -> Work:
    return tell(
        present_kinds.THANKED,
        fact.sender_id,
        about=f"gift:{fact.gift_id}",
        by_id=fact.recipient_id,
        since=fact.occurred_at,
    )


@on(CodesArrived)
def work_in_codes(fact: CodesArrived) -> Work:
    return tasks.import_codes.work(import_id=fact.import_id, dedupe=f"gifts.import-codes:{fact.import_id}")


def _fulfil(gift_id: int) -> Work:
    """One job per gift for good: its reference is what the carrier knows the parcel by."""
    return tasks.fulfil_gift.work(gift_id=gift_id, dedupe=sending_of(gift_id))


@on(GiftOffered)
def tell_of_offer(fact: GiftOffered) -> Work:
    return _tell(kinds.OFFERED, fact)


@on(GiftShipped)
def tell_of_parcel(fact: GiftShipped) -> Work:
    return _tell(kinds.SHIPPED, fact)


@on(GiftShipped)
def have_parcel_followed(fact: GiftShipped) -> Work:
    return tasks.subscribe_parcel.work(gift_id=fact.gift_id, dedupe=f"gifts.subscribe-parcel:{fact.gift_id}")


@on(MoneyWaits)
def tell_of_money(fact: MoneyWaits) -> Work:
    return _tell(money_kinds.WAITS, fact)


@on(MoneyDelayed)
def tell_of_delayed_money(fact: MoneyDelayed) -> Work:
    return _tell(money_kinds.DELAYED, fact)


@on(MoneyAskedAnew)
def pay_again(fact: MoneyAskedAnew) -> Work:
    return money_tasks.pay_gift.work(
        gift_id=fact.gift_id, dedupe=f"gifts.pay-gift:{fact.gift_id}:{fact.bill_no}"
    )


@on(MoneyStopAsked)
def stop_bill(fact: MoneyStopAsked) -> Work:
    return money_tasks.stop_bill.work(
        transfer_id=fact.transfer_id, dedupe=f"gifts.stop-bill:{fact.transfer_id}:{fact.occasion}"
    )


@on(MoneyCameBack)
def tell_of_money_that_came_back(fact: MoneyCameBack) -> Work:
    return _tell(money_kinds.CAME_BACK, fact)


@on(SubstituteAsked)
def tell_of_substitute(fact: SubstituteAsked) -> Work:
    about = f"substitute:{fact.substitute_id}"
    return tell(substitute_kinds.ASKED, fact.recipient_id, about=about, since=fact.occurred_at)


@on(GiftDelivered)
def tell_of_delivery(fact: GiftDelivered) -> Work:
    return _tell(kinds.DELIVERED, fact)


def _tell(kind: str, fact: GiftFact) -> Work:
    return tell(kind, fact.recipient_id, about=f"gift:{fact.gift_id}", since=fact.occurred_at)
