"""From "yes" to the doorstep, with a carrier that lives in this process."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from common.errors import IllegalMove, NotFound
from common.http.errors import NotDone, OutcomeUnknown
from common.http.provider import Capability
from gifts import errors, operations, queries, tasks
from gifts.models import DeliveryAddress, Gift, Shipment, StockEntry
from gifts.operations import StepInput
from gifts.providers import carriers
from gifts.providers.parcels import Parcel, RouteStep, TrackingCode, Waybill
from gifts.states import GiftState
from outbox.models import AuditLine, FactRow, Job
from outbox.testing import run_jobs
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db

SENDING = ["gifts.fulfil-gift"]
FOLLOWING = ["gifts.follow-parcel"]


class DeskDrawer:
    """A carrier that remembers."""

    slug = "drawer"
    capability = Capability.QUERY
    automatic = True
    simulated = True

    def __init__(self) -> None:
        self.sent: dict[str, Parcel] = {}
        self.told: list[RouteStep] = []
        self.fails_with: Exception | None = None

    def create_order(self, ref: str, parcel: Parcel) -> Waybill:
        if isinstance(self.fails_with, NotDone):
            raise self.fails_with
        self.sent[ref] = parcel
        if self.fails_with is not None:
            raise self.fails_with
        return self._waybill(ref)

    def query_order(self, ref: str) -> Waybill | None:
        return self._waybill(ref) if ref in self.sent else None

    def routes(self, waybill: Waybill) -> Sequence[RouteStep]:
        if self.fails_with is not None:
            raise self.fails_with
        return self.told

    def _waybill(self, ref: str) -> Waybill:
        return Waybill(number=f"DD{list(self.sent).index(ref):08d}", provider_ref=ref, carrier=self.slug)


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskDrawer]:
    drawer = DeskDrawer()
    monkeypatch.setattr(carriers, "current_carrier", lambda: drawer)
    yield drawer


def _step(code: TrackingCode, hour: int) -> RouteStep:
    return RouteStep(code=code, at=datetime(2026, 4, 2, hour, tzinfo=UTC), place="北京", text=str(code))


def test_an_accepted_parcel_is_sent_and_its_unit_leaves_the_house(carrier: DeskDrawer) -> None:
    shelf = make.item(stock=2)
    gift = make.accepted(of=shelf)

    run_jobs(SENDING)

    assert make.state_of(gift) == GiftState.SHIPPED
    assert [parcel.receiver.phone for parcel in carrier.sent.values()] == ["13812345678"]
    assert StockEntry.objects.filter(gift=gift, kind="consume").count() == 1
    assert FactRow.objects.filter(kind="gifts.gift-shipped").count() == 1


def test_a_lost_answer_is_asked_for_and_never_sent_twice(carrier: DeskDrawer) -> None:
    gift = make.accepted()
    carrier.fails_with = OutcomeUnknown("timeout")
    run_jobs(SENDING)
    assert make.state_of(gift) == GiftState.PACKING

    carrier.fails_with = None
    Job.objects.update(run_at=datetime(2020, 1, 1, tzinfo=UTC))
    run_jobs(SENDING)

    assert make.state_of(gift) == GiftState.SHIPPED
    assert len(carrier.sent) == 1


def test_a_carrier_that_says_no_for_sure_is_tried_again(carrier: DeskDrawer) -> None:
    gift = make.accepted()
    carrier.fails_with = NotDone("closed")
    run_jobs(SENDING)

    carrier.fails_with = None
    Job.objects.update(run_at=datetime(2020, 1, 1, tzinfo=UTC))
    run_jobs(SENDING)

    assert make.state_of(gift) == GiftState.SHIPPED


def test_no_job_and_no_fact_knows_the_address(carrier: DeskDrawer) -> None:
    make.accepted()
    run_jobs(SENDING)

    stored = str(list(Job.objects.values())) + str(list(FactRow.objects.values()))
    stored += str(list(AuditLine.objects.values())) + str(list(DeliveryAddress.objects.values()))
    assert "建国路" not in stored
    assert "13812345678" not in stored


def test_writing_the_waybill_down_twice_changes_nothing() -> None:
    gift = make.shipped()

    operations.record_waybill(
        gift_id=gift.pk, carrier="sf", waybill_no="SF2", provider_ref="x", now=make.NOW, least=timedelta(0)
    )

    assert Shipment.objects.get().waybill_no == "SF0000000001"
    assert StockEntry.objects.filter(kind="consume").count() == 1


def test_preparing_a_parcel_on_its_way_does_nothing() -> None:
    assert operations.prepare_parcel(gift_id=make.shipped().pk) is None


# --- the desk -------------------------------------------------------------------------------------


def test_a_clerk_hands_a_desk_parcel_over(carrier: DeskDrawer) -> None:
    gift = make.accepted(of=make.item(stock=1, fulfilment="desk"))
    run_jobs(SENDING)
    assert carrier.sent == {}

    clerk = make.with_role("clerk")
    operations.hand_over_gift(actor=clerk, gift_id=gift.pk, now=make.NOW)
    operations.hand_over_gift(actor=clerk, gift_id=gift.pk, now=make.NOW)
    run_jobs(SENDING)

    assert make.state_of(gift) == GiftState.SHIPPED
    assert len(carrier.sent) == 1


def test_an_experience_is_given_by_hand() -> None:
    shelf = make.item(stock=1, kind="experience")
    gift = make.accepted(of=shelf)

    operations.hand_over_gift(actor=make.with_role("clerk"), gift_id=gift.pk, now=make.NOW)

    assert make.state_of(gift) == GiftState.DELIVERED
    assert FactRow.objects.filter(kind="gifts.gift-delivered").count() == 1


def test_handing_over_is_for_clerks_of_the_brand() -> None:
    gift = make.accepted(of=make.item(stock=1, fulfilment="desk"))

    for stranger in (gift.recipient, make.with_role("manager"), make.with_role("clerk", scope="brand:other")):
        assert stranger is not None
        with pytest.raises(NotFound):
            operations.hand_over_gift(actor=stranger, gift_id=gift.pk, now=make.NOW)

    assert make.state_of(gift) == GiftState.ACCEPTED


def test_only_accepted_desk_gifts_are_handed_over() -> None:
    clerk = make.with_role("clerk")

    with pytest.raises(errors.NotDeskItem):
        operations.hand_over_gift(actor=clerk, gift_id=make.accepted().pk, now=make.NOW)
    open_gift = make.offered(of=make.item(stock=1, fulfilment="desk"))
    with pytest.raises(IllegalMove):
        operations.hand_over_gift(actor=clerk, gift_id=open_gift.pk, now=make.NOW)


# --- following ------------------------------------------------------------------------------------


def _follow(carrier: DeskDrawer, *steps: RouteStep) -> Shipment:
    """Hours later the carrier is asked again."""
    carrier.told = list(steps)
    Shipment.objects.update(next_check_at=F("next_check_at") - timedelta(hours=3))
    tasks.follow_parcels()
    tasks.follow_parcels()
    run_jobs(FOLLOWING)
    return Shipment.objects.get()


def test_a_parcel_is_followed_to_the_door(carrier: DeskDrawer) -> None:
    gift = make.accepted()
    run_jobs(SENDING)

    on_its_way = _follow(carrier, _step(TrackingCode.PICKED_UP, 9), _step(TrackingCode.IN_TRANSIT, 10))
    assert on_its_way.state == "in_transit"
    arrived = _follow(carrier, *carrier.told, _step(TrackingCode.DELIVERED, 15))

    assert arrived.state == "delivered"
    assert make.state_of(gift) == GiftState.DELIVERED
    assert FactRow.objects.filter(kind="gifts.gift-delivered").count() == 1
    assert DeliveryAddress.objects.get().shred_after is not None
    tracking = queries.tracking_of(gift_id=gift.pk)
    assert tracking is not None
    assert [line.state for line in tracking.lines] == ["delivered", "in_transit", "handed_over"]


def test_a_carrier_that_cannot_be_asked_is_asked_later(carrier: DeskDrawer) -> None:
    make.accepted()
    run_jobs(SENDING)
    carrier.fails_with = OutcomeUnknown("timeout")

    shipment = _follow(carrier)

    assert shipment.next_check_at is not None
    assert shipment.next_check_at > datetime(2021, 1, 1, tzinfo=UTC)


def _told(state: str, hour: int) -> StepInput:
    return StepInput(happened_at=datetime(2026, 4, 2, hour, tzinfo=UTC), state=state, text=state)


def test_late_and_repeated_news_never_takes_a_state_back() -> None:
    gift = make.shipped()
    shipment_id = Shipment.objects.get(gift=gift).pk

    for story in (
        [_told("out_for_delivery", 12)],
        [_told("handed_over", 8), _told("problem", 9), _told("in_transit", 10)],
        [_told("delivered", 14)],
        [_told("problem", 13), _told("out_for_delivery", 12), _told("delivered", 14)],
    ):
        operations.record_tracking(shipment_id=shipment_id, steps=story, now=make.NOW)

    assert Shipment.objects.get().state == "delivered"
    assert make.state_of(gift) == GiftState.DELIVERED
    assert Shipment.objects.get().steps.count() == 6
    assert AuditLine.objects.filter(object_kind="gifts.shipment").count() == 2


def test_a_returned_parcel_comes_back_without_filling_the_shelf() -> None:
    shelf = make.item(stock=1)
    gift = make.shipped(of=shelf)

    operations.record_tracking(
        shipment_id=Shipment.objects.get().pk,
        steps=[_told("problem", 9), _told("returned", 10)],
        now=make.NOW,
    )

    assert make.state_of(gift) == GiftState.RETURNED
    assert make.left(shelf) == 0
    assert FactRow.objects.filter(kind="gifts.gift-returned").count() == 1
    assert Gift.objects.get(pk=gift.pk).ended_at is not None
