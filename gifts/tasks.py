"""Jobs of gifts: ids in, one operation out; the network only between operations."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from common.clock import db_now
from common.files.keeping import sanitise_file
from common.http.provider import ProviderConfig
from common.images.recipes import Recipe, Variant
from common.texts import in_language
from gifts import operations
from gifts.operations import ParcelOrder
from gifts.operations.reminders import notify_of_ending_offers
from gifts.present_rules import THANKS_VARIANT
from gifts.providers import carriers, kuaidi100
from gifts.providers.carriers import Cargo, Contact, Follower, Parcel, Waybill
from gifts.tracking import step_of
from outbox.effects import Capability, Effect, NotDone, OutcomeUnknown, effect
from outbox.jobs import enqueue, job, periodic

THANKS_RECIPE = Recipe(variants=(Variant(name=THANKS_VARIANT, width=1280, height=1280),))
# A carrier counts and charges questions; the simulator doesn't.
LEAST_CHECK = timedelta(minutes=30)
LEAST_CHECK_SIMULATED = timedelta(seconds=2)


def _least_check(carrier: Follower) -> timedelta:
    return LEAST_CHECK_SIMULATED if carrier.simulated else LEAST_CHECK


# --- sending --------------------------------------------------------------------------------------


class FulfilGift(Effect[ParcelOrder, Waybill]):
    """An accepted parcel becomes a carrier's waybill, once. The address is in memory only while this runs."""

    capability = Capability.QUERY

    def prepare(self, payload: dict[str, Any]) -> ParcelOrder | None:
        """Nothing to send where no carrier can be called: a clerk types the waybill."""
        if not carriers.current_carrier().automatic:
            return None
        return operations.prepare_parcel(gift_id=payload["gift_id"])

    def capability_for(self, request: ParcelOrder) -> Capability:
        return carriers.current_carrier().capability

    def send(self, request: ParcelOrder, *, ref: str) -> Waybill:
        return carriers.current_carrier().create_order(ref, _parcel(request))

    def query(self, request: ParcelOrder, *, ref: str) -> Waybill | None:
        return carriers.current_carrier().query_order(ref)

    def apply(self, payload: dict[str, Any], answer: Waybill) -> None:
        operations.record_waybill(
            gift_id=payload["gift_id"],
            carrier=answer.carrier,
            waybill_no=answer.number,
            provider_ref=answer.provider_ref,
            now=timezone.now(),
            least=_least_check(carriers.current_carrier()),
        )


fulfil_gift = effect("gifts.fulfil-gift", queue="fulfilment", max_errors=10)(FulfilGift)


def _parcel(order: ParcelOrder) -> Parcel:
    to = order.address
    return Parcel(
        sender=_sender(),
        receiver=Contact(
            name=to.recipient_name,
            phone=to.phone,
            country=to.country,
            province=to.province or to.city,
            city=to.city,
            district=to.district,
            street=to.street,
            postcode=to.postcode,
        ),
        contents=(Cargo(name=in_language(order.item_name, settings.LANGUAGE_CODE)),),
    )


def _sender() -> Contact:
    """Where parcels start: the operator's own address, from the carrier's settings."""
    config = ProviderConfig.load("carrier")
    return Contact(
        name=config.option("sender_name"),
        phone=config.option("sender_phone"),
        province=config.option("sender_province"),
        city=config.option("sender_city"),
        district=config.option("sender_district"),
        street=config.option("sender_street"),
    )


# --- presents -------------------------------------------------------------------------------------


@job("gifts.send-present")
def send_present(*, present_id: int, **later: object) -> None:
    operations.send_present(present_id=present_id, now=db_now())


@job("gifts.enter-present")
def enter_present(*, gift_id: int, **later: object) -> None:
    operations.enter_present(gift_id=gift_id, now=db_now())


@job("gifts.make-thanks-photo", queue="pictures", transactional=False, lease_seconds=60)
def make_thanks_photo(*, file_id: int, **later: object) -> None:
    """The only place where it is decoded, and there in a limited child process."""
    sanitise_file(file_id, recipe=THANKS_RECIPE, then=lambda file: None)


@periodic("gifts.remind-of-turns", every_seconds=24 * 3600, lease_seconds=300, transactional=False)
def remind_of_turns(**later: object) -> None:
    operations.remind_of_turns(now=db_now())


# --- codes ----------------------------------------------------------------------------------------


@job("gifts.import-codes", transactional=False, lease_seconds=600)
def import_codes(*, import_id: int, **later: object) -> None:
    operations.run_code_import(import_id=import_id, now=db_now())


# --- following ------------------------------------------------------------------------------------


@periodic("gifts.follow-parcels", every_seconds=5)
def follow_parcels(**later: object) -> None:
    """One job per parcel that is due; the due time in its key makes two looks at once one job."""
    for shipment_id, due_at in operations.due_shipments():
        key = f"gifts.follow-parcel:{shipment_id}:{due_at.isoformat()}"
        enqueue(follow_parcel.work(shipment_id=shipment_id, dedupe=key))


@job("gifts.follow-parcel", queue="fulfilment", transactional=False)
def follow_parcel(*, shipment_id: int, **later: object) -> None:
    """Ask the carrier, write down what it says, and ask again later, also when it could not be asked."""
    known = operations.waybill_to_check(shipment_id=shipment_id)
    if known is None:
        return
    slug, number, provider_ref = known
    carrier = carriers.follower_of(slug)
    if carrier is not None:
        waybill = Waybill(number=number, provider_ref=provider_ref, carrier=slug, simulated=carrier.simulated)
        try:
            steps = [step_of(step) for step in carrier.routes(waybill)]
            operations.record_tracking(shipment_id=shipment_id, steps=steps, now=timezone.now())
        except (NotDone, OutcomeUnknown):
            pass  # a carrier that can't be asked now is asked later
    least = _least_check(carrier) if carrier is not None else LEAST_CHECK
    operations.postpone_check(shipment_id=shipment_id, least=least)


@job("gifts.subscribe-parcel", queue="fulfilment", transactional=False)
def subscribe_parcel(*, gift_id: int, **later: object) -> None:
    """Have a parcel's news pushed, where a service does that for its carrier. Again changes nothing."""
    parcel, service = operations.parcel_of(gift_id=gift_id), kuaidi100.tracker()
    if parcel is None or service is None or parcel.carrier not in kuaidi100.COMPANIES:
        return
    waybill = Waybill(number=parcel.waybill_no, provider_ref="", carrier=parcel.carrier)
    path = reverse("gifts:kuaidi100", args=[parcel.public_id])
    try:
        service.subscribe(waybill, callback_url=f"{settings.SITE_URL}{path}", ref=parcel.public_id)
    except OutcomeUnknown as unknown:
        raise NotDone(unknown.reason) from None  # subscribing again is harmless


# --- the clock's work -----------------------------------------------------------------------------


@periodic("gifts.expire-offers", every_seconds=30, transactional=False)
def expire_offers(**later: object) -> None:
    operations.expire_offers(now=db_now())


@periodic("gifts.watch-stock", every_seconds=60)
def watch_stock(**later: object) -> None:
    operations.watch_stock(now=db_now())


@periodic("gifts.remind-of-offers", every_seconds=900)
def remind_of_offers(**later: object) -> None:
    """Once per offer, a day before it ends."""
    notify_of_ending_offers(now=db_now())


@periodic("gifts.shred-addresses", every_seconds=300, transactional=False)
def shred_addresses(**later: object) -> None:
    operations.shred_addresses(now=db_now())
