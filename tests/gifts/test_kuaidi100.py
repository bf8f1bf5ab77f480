"""kuaidi100 against golden vectors and its simulator, and callbacks that are forged, replayed or late."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from bench.golden import KUAIDI100, KUAIDI100_CALLBACKS
from common.http.errors import Declined
from gifts import operations
from gifts.models import Gift, Shipment, TrackingStep
from gifts.providers import kuaidi100
from gifts.providers.carriers import Waybill, follower_of
from gifts.providers.kuaidi100 import BadCallback, Kuaidi100, read_callback, tracker
from gifts.states import ShipmentState
from gifts.tasks import subscribe_parcel
from simulators import kuaidi100 as simulated
from simulators.testing import Running, running_simulators
from tests.factories import gifts as make

YUANTONG = Waybill(number="YT0000000001", provider_ref="", carrier="yuantong")


@pytest.fixture
def sims(settings: Settings) -> Iterator[Running]:
    with running_simulators() as running:
        settings.PROVIDERS = running.providers
        yield running


def _tracker() -> Kuaidi100:
    found = tracker()
    assert found is not None
    return found


@pytest.mark.parametrize(("param", "key", "customer", "expected"), KUAIDI100)
def test_a_question_is_signed_as_the_vendor_says(param: str, key: str, customer: str, expected: str) -> None:
    assert kuaidi100.query_sign(param, key, customer) == expected
    assert simulated.capitals(param, key, customer) == expected


@pytest.mark.parametrize(("param", "salt", "expected"), KUAIDI100_CALLBACKS)
def test_a_callback_is_signed_as_the_vendor_says(param: str, salt: str, expected: str) -> None:
    assert kuaidi100.callback_sign(param, salt) == expected
    assert simulated.capitals(param, salt) == expected


def test_without_a_salt_nothing_is_signed() -> None:
    with pytest.raises(ValueError, match="forged"):
        kuaidi100.callback_sign("{}", "")


def test_a_parcel_is_followed_to_the_door(sims: Running) -> None:
    steps = _tracker().routes(YUANTONG)

    assert [step.code for step in steps] == ["picked_up", "in_transit", "out_for_delivery", "delivered"]
    assert steps[0].at < steps[-1].at


def test_a_parcel_that_nobody_scanned_has_no_steps(sims: Running) -> None:
    assert _tracker().routes(Waybill(number="NONE1", provider_ref="", carrier="yuantong")) == ()


def test_a_wrong_key_is_refused(sims: Running, settings: Settings) -> None:
    settings.PROVIDERS = sims.providers | {"tracker": sims.providers["tracker"] | {"secret": "another"}}

    with pytest.raises(Declined, match="503"):
        _tracker().routes(YUANTONG)


def test_a_subscription_is_salted_and_counts_once(sims: Running) -> None:
    for _ in range(2):
        _tracker().subscribe(YUANTONG, callback_url="http://127.0.0.1/callback", ref="p1")

    (one,) = sims.subscriptions()
    assert (one["number"], one["salt"]) == ("YT0000000001", _tracker().salt_of("p1"))
    assert len(one["salt"]) == 32
    assert one["salt"] != _tracker().salt_of("p2")


def test_each_carrier_is_followed_by_whoever_knows_it(sims: Running) -> None:
    assert getattr(follower_of("sf"), "slug", "") == "sf"
    assert isinstance(follower_of("yuantong"), Kuaidi100)
    assert follower_of("pigeon") is None


# --- callbacks ------------------------------------------------------------------------------------


def _parcel() -> Shipment:
    gift = make.accepted()
    operations.prepare_parcel(gift_id=gift.pk)
    return operations.record_waybill(
        gift_id=gift.pk,
        carrier="yuantong",
        waybill_no="YT0000000001",
        provider_ref="",
        now=make.NOW,
        least=timedelta(0),
    )


def _form(parcel: Shipment, code: str, *, minute: int, salt: str = "") -> dict[str, str]:
    step = {"ftime": f"2026-04-02 09:{minute:02d}:00", "context": f"step {code}", "statusCode": code}
    salt = salt or _tracker().salt_of(parcel.public_id)
    return simulated.callback(parcel.carrier, parcel.waybill_no, salt, [step], code)


def _post(client: Client, parcel: Shipment, form: dict[str, str]) -> Any:
    return client.post(f"/callbacks/kuaidi100/{parcel.public_id}/", form)


def _state(parcel: Shipment) -> str:
    return Shipment.objects.values_list("state", flat=True).get(pk=parcel.pk)


@pytest.mark.django_db
def test_a_genuine_callback_delivers_the_gift(sims: Running, client: Client) -> None:
    parcel = _parcel()

    answer = _post(client, parcel, _form(parcel, "3", minute=30))

    assert (answer.status_code, answer.json()["result"]) == (200, True)
    assert Gift.objects.get().state == "delivered"


@pytest.mark.django_db
@pytest.mark.parametrize("salt", ["0" * 32, "of another parcel"])
def test_a_forged_callback_changes_nothing(sims: Running, client: Client, salt: str) -> None:
    parcel = _parcel()
    salt = _tracker().salt_of("another") if salt == "of another parcel" else salt

    answer = _post(client, parcel, _form(parcel, "3", minute=30, salt=salt))

    assert answer.status_code == 403
    assert _state(parcel) == ShipmentState.CREATED
    assert not TrackingStep.objects.exists()


@pytest.mark.django_db
def test_an_unsigned_callback_tells_nothing_of_which_parcels_there_are(sims: Running, client: Client) -> None:
    parcel = _parcel()

    known = _post(client, parcel, {"param": "{}"})
    unknown = client.post("/callbacks/kuaidi100/nobody/", {"param": "{}"})

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


@pytest.mark.django_db
def test_replayed_and_late_callbacks_change_nothing(sims: Running, client: Client) -> None:
    parcel = _parcel()
    late, done = _form(parcel, "5", minute=10), _form(parcel, "3", minute=30)
    for form in (done, done, late):
        assert _post(client, parcel, form).status_code == 200

    assert _state(parcel) == ShipmentState.DELIVERED
    assert TrackingStep.objects.count() == 2


@pytest.mark.django_db
def test_a_signed_callback_about_another_waybill_is_refused(sims: Running, client: Client) -> None:
    parcel = _parcel()
    step = {"ftime": "2026-04-02 09:30:00", "context": "x", "statusCode": "3"}
    form = simulated.callback("yuantong", "YT2", _tracker().salt_of(parcel.public_id), [step], "3")

    assert _post(client, parcel, form).status_code == 422
    assert _state(parcel) == ShipmentState.CREATED


@pytest.mark.parametrize(
    "param", ["", "[]", "{}", '{"lastResult": []}', '{"lastResult": {"data": [{"ftime": "?"}]}}', "[" * 5000]
)
def test_nonsense_is_a_refusal(param: str) -> None:
    with pytest.raises(BadCallback):
        read_callback(param)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("4", "returned"), ("6", "problem"), ("14", "refused"), ("1401", "refused"), ("203", "problem")],
)
def test_states_are_read(code: str, expected: str) -> None:
    row = {"ftime": "2026-04-02 09:30:00", "context": "x", "statusCode": code}
    told = read_callback(json.dumps({"lastResult": {"com": "ems", "nu": "1", "data": [row]}}))

    assert told.steps[0].code == expected


@pytest.mark.django_db
def test_a_parcel_of_another_carrier_is_subscribed_once_it_left(sims: Running) -> None:
    parcel = _parcel()

    for _ in range(2):
        subscribe_parcel.run(gift_id=parcel.gift_id)

    (one,) = sims.subscriptions()
    assert one["url"].endswith(f"/callbacks/kuaidi100/{parcel.public_id}/")
