"""The clerk's acts for programs: the same operations, the same rules."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from gifts.models import Gift, PickLine
from outbox.models import AuditLine, FactRow
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _signed_in(person: Member) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _clerk(scope: str = make.BRAND) -> Client:
    return _signed_in(make.with_role("clerk", scope=scope))


def _post(client: Client, path: str, **body: Any) -> Any:
    return client.post(
        f"/api/v1/{path}",
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": uuid.uuid4().hex},
    )


def _waiting(units: int = 2) -> list[Gift]:
    shelf = make.item(stock=units)
    return [make.accepted(of=shelf) for _ in range(units)]


def test_a_clerk_makes_a_list_and_walks_along_it() -> None:
    gifts, clerk = _waiting(), _clerk()

    made = _post(clerk, "pick-lists/", gifts=[gift.public_id for gift in gifts])
    (row,) = made.json()["rows"]
    assert (made.status_code, row["units"], row["picked"]) == (201, 2, 0)
    number = made.json()["public_id"]
    picked = _post(clerk, f"pick-lists/{number}/picks/", item=row["item"])

    assert picked.json()["rows"][0]["picked"] == 2
    assert clerk.get(f"/api/v1/pick-lists/{number}/").json() == picked.json()
    assert [one["public_id"] for one in clerk.get("/api/v1/pick-lists/").json()["items"]] == [number]
    assert FactRow.objects.get(kind="gifts.pick-list-made").payload["gifts"] == 2


def test_a_mark_is_taken_back() -> None:
    (gift,), clerk = _waiting(1), _clerk()
    made = _post(clerk, "pick-lists/", gifts=[gift.public_id]).json()
    place = f"pick-lists/{made['public_id']}/picks/"
    _post(clerk, place, item=made["rows"][0]["item"])

    _post(clerk, place, item=made["rows"][0]["item"], picked=False)

    assert PickLine.objects.get().picked_at is None


def test_another_brands_clerk_sees_and_marks_nothing() -> None:
    (gift,) = _waiting(1)
    made = _post(_clerk(), "pick-lists/", gifts=[gift.public_id]).json()
    other = _clerk("brand:other")

    assert other.get(f"/api/v1/pick-lists/{made['public_id']}/").status_code == 404
    answer = _post(other, f"pick-lists/{made['public_id']}/picks/", item=made["rows"][0]["item"])
    assert answer.status_code == 404
    assert _post(other, "pick-lists/", gifts=[gift.public_id]).status_code == 404
    assert other.get("/api/v1/pick-lists/").json()["items"] == []
    assert PickLine.objects.get().picked_at is None


def test_a_gift_that_nobody_knows_makes_no_list() -> None:
    (gift,) = _waiting(1)

    assert _post(_clerk(), "pick-lists/", gifts=[gift.public_id, "nobody"]).status_code == 404
    assert not PickLine.objects.exists()


def test_a_walk_costs_the_same_however_long(django_assert_max_num_queries: Any) -> None:
    clerk = _clerk()
    numbers = []
    for units in (1, 5):
        gifts = _waiting(units)
        made = _post(clerk, "pick-lists/", gifts=[gift.public_id for gift in gifts])
        numbers.append(made.json()["public_id"])

    for number in numbers:
        with django_assert_max_num_queries(8):
            clerk.get(f"/api/v1/pick-lists/{number}/")


def test_a_label_is_printed_and_the_reading_written_down() -> None:
    (gift,) = _waiting(1)

    answer = _post(_clerk(), "packing-labels/", gifts=[gift.public_id])

    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    assert answer.content.startswith(b"%PDF")
    assert AuditLine.objects.filter(verb="gifts.read-address").count() == 1


def test_labels_are_for_the_desk_alone() -> None:
    (gift,) = _waiting(1)
    recipient = gift.recipient
    assert recipient is not None

    for person in (recipient, make.with_role("manager"), make.with_role("clerk", scope="brand:other")):
        assert _post(_signed_in(person), "packing-labels/", gifts=[gift.public_id]).status_code == 404
    assert not AuditLine.objects.filter(verb="gifts.read-address").exists()


def test_a_parcel_in_trouble_is_found_lost_and_offered_again() -> None:
    clerk, gift = _clerk(), make.troubled(make.item(stock=2))
    (dead,) = clerk.get("/api/v1/dead-parcels/").json()["items"]
    assert (dead["gift"], dead["state"], dead["outcome"]) == (gift.public_id, "problem", "")

    lost = _post(clerk, f"gifts/{gift.public_id}/loss/", reason="never seen again")
    again = _post(clerk, f"gifts/{gift.public_id}/offer-again/")

    assert (lost.json()["state"], again.status_code, again.json()["state"]) == ("returned", 201, "offered")
    assert FactRow.objects.get(kind="gifts.return-settled").payload["outcome"] == "written_off"


def test_what_came_back_goes_to_the_shelf() -> None:
    from gifts import operations

    shelf = make.item(stock=1)
    gift = make.troubled(shelf)
    back = operations.StepInput(happened_at=make.NOW, state="returned", text="Back")
    operations.record_tracking(shipment_id=gift.shipment.pk, steps=[back], now=make.NOW)

    answer = _post(_clerk(), f"gifts/{gift.public_id}/return/", outcome="restocked", reason="whole")

    assert (answer.status_code, make.left(shelf)) == (200, 1)
    assert FactRow.objects.get(kind="gifts.return-settled").payload["outcome"] == "restocked"


def test_what_is_on_its_way_is_not_settled() -> None:
    gift = make.shipped()

    answer = _post(_clerk(), f"gifts/{gift.public_id}/return/", outcome="restocked", reason="whole")

    assert answer.status_code == 409
    assert not FactRow.objects.filter(kind="gifts.return-settled").exists()
