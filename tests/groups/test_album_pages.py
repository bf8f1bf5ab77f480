"""Photos of an event in the browser and for programs, from the first upload to the last no."""

from typing import Any

import pytest

from accounts.models import Member
from common.clock import db_now
from groups import operations
from groups.models import AlbumPhoto, Event
from outbox.testing import run_jobs
from tests.factories.albums import agree, now_of, photo
from tests.factories.groups import member
from tests.factories.pictures import sent
from tests.groups.test_pages import signed_in
from tests.groups.test_recaps import an_evening

pytestmark = pytest.mark.django_db


def pages(one: AlbumPhoto, who: Member) -> list[int]:
    """What the page of a photo and its two pictures answer."""
    client, address = signed_in(who), f"/photos/{one.public_id}/"
    return [client.get(f"{address}{tail}").status_code for tail in ("", "large/", "small/")]


@pytest.mark.django_db(transaction=True)
def test_from_the_form_to_the_last_yes_and_the_first_no() -> None:
    made, (a, b, c) = an_evening()
    album, guest = f"/events/{made.public_id}/photos/", signed_in(a)
    assert album in guest.get(f"/events/{made.public_id}/").content.decode()
    form = guest.get(f"{album}new/").content.decode()
    assert b.public_id in form and a.public_id not in form and 'enctype="multipart/form-data"' in form
    assert guest.post(f"{album}new/", {"picture": sent()}).status_code == 422
    people = [b.public_id, c.public_id]
    assert guest.post(f"{album}new/", {"picture": sent(), "people": people})["Location"] == album
    run_jobs()
    one = AlbumPhoto.objects.get()
    other, address = signed_in(b), f"/photos/{one.public_id}/"
    assert "You are asked about 1 photo" in other.get(f"/events/{made.public_id}/").content.decode()
    assert pages(one, made.host) == [404, 404, 404]
    assert pages(one, b) == [200, 200, 200]
    assert other.post(address)["Location"] == signed_in(c).post(address)["Location"] == address
    assert (now_of(one).state, pages(one, made.host)) == ("shown", [200, 200, 200])
    assert other.post(f"{address}down/")["Location"] == album
    assert [pages(one, who) for who in (a, b, c, made.host)] == [[404] * 3] * 4


@pytest.mark.parametrize("odd", ["\x00", "9" * 4000, "../", "\ud7ff名"])
def test_odd_people_are_refused_and_never_asked_for(odd: str) -> None:
    """PostgreSQL takes no NUL, not even in a question."""
    made, (a, _b, _c) = an_evening()
    typed = {"picture": sent(), "people": [odd]}
    answer = signed_in(a).post(f"/events/{made.public_id}/photos/new/", typed)
    assert (answer.status_code, AlbumPhoto.objects.count()) == (422, 0)


def test_the_host_chooses_the_audience_and_a_recap_takes_a_photo() -> None:
    made, (a, b, _c) = an_evening()
    desk, address = signed_in(made.host), f"/events/{made.public_id}/"
    outside = member()
    operations.join_group(actor=outside, group_id=made.group_id, now=db_now())
    assert signed_in(outside).get(f"{address}photos/").status_code == 404
    assert signed_in(a).get(f"{address}photos/for/").status_code == 404
    assert desk.post(f"{address}photos/for/", {"audience": 20})["Location"] == f"{address}photos/"
    one = agree(photo(Event.objects.get(pk=made.pk), a, b), b)
    assert signed_in(outside).get(f"{address}photos/").status_code == 200
    assert one.public_id in desk.get(f"{address}recap/").content.decode()
    told = desk.post(f"{address}recap/", {"body": "Good", "photos": one.public_id})["Location"]
    small = f"/photos/{one.public_id}/small/"
    assert small in signed_in(outside).get(told).content.decode()
    signed_in(b).post(f"/photos/{one.public_id}/down/")
    page = signed_in(outside).get(told).content.decode()
    assert small not in page and "1 photo was taken back." in page


def test_programs_add_agree_and_take_down() -> None:
    made, (a, b, _c) = an_evening()
    key: Any = {"HTTP_IDEMPOTENCY_KEY": "album-0001"}
    body: Any = {**key, "content_type": "application/json"}
    address = f"/api/v1/events/{made.public_id}/photos/"
    missing = signed_in(a).post(address, {"file": sent()}, **key)
    assert (missing.status_code, missing.json()["code"]) == (422, "nobody-marked")
    added = signed_in(a).post(address, {"file": sent(), "people": [b.public_id]}, **key)
    assert (added.status_code, added.json()["state"]) == (201, "received")
    one = photo(made, a, b)
    picture = f"/api/v1/photos/{one.public_id}/"
    assert signed_in(made.host).get(f"{picture}picture/").status_code == 404
    row = signed_in(b).get(address).json()["photos"][0]
    assert (row["public_id"], row["mine"], row["uploader"]) == (one.public_id, "asked", a.public_id)
    assert signed_in(b).post(f"{picture}agree/", **body).json()["state"] == "shown"
    assert signed_in(made.host).get(f"{picture}picture/").status_code == 200
    wide = signed_in(made.host).post(f"{address}for/", {"audience": 20}, **body).json()
    assert wide == {"audience": 20}
    assert signed_in(b).post(f"{picture}down/", **body).status_code == 204
    assert signed_in(made.host).get(address).json()["photos"] == []
