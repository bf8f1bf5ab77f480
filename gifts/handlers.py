"""News that gifts acts on."""

from gifts import tasks
from gifts.facts import CodesArrived, GiftAccepted, GiftHandedOver
from gifts.states import Fulfilment
from outbox.facts import on
from outbox.jobs import Work


@on(GiftAccepted)
def send_accepted(fact: GiftAccepted) -> Work | None:
    """What a clerk packs waits for the clerk."""
    if fact.fulfilment != Fulfilment.AUTO:
        return None
    return _fulfil(fact.gift_id)


@on(GiftHandedOver)
def send_handed_over(fact: GiftHandedOver) -> Work:
    return _fulfil(fact.gift_id)


@on(CodesArrived)
def work_in_codes(fact: CodesArrived) -> Work:
    return tasks.import_codes.work(import_id=fact.import_id, dedupe=f"gifts.import-codes:{fact.import_id}")


def _fulfil(gift_id: int) -> Work:
    """One job per gift for good: its reference is what the carrier knows the parcel by."""
    return tasks.fulfil_gift.work(gift_id=gift_id, dedupe=f"gifts.fulfil-gift:{gift_id}")
