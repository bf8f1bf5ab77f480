"""A photo with the thanks: sealed on arrival, made anew by a job, seen by the two alone."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from common.access import SYSTEM
from common.errors import NotFound
from common.models import FileState, StoredFile
from gifts import errors, operations, present_queries
from gifts.models import Present, ThankYou
from gifts.operations.leaving import let_go_of_gifts
from outbox.testing import run_jobs
from tests.factories import gifts as make
from tests.factories.pictures import arrived, picture, sent

pytestmark = pytest.mark.django_db


def taken() -> Present:
    sender, recipient = make.member(), make.member()
    shelf = make.item(stock=1, kind="experience", for_presents=True)
    present = operations.give_present(
        actor=sender, recipient_id=recipient.pk, item_id=shelf.pk, card="", send_at=None, now=make.NOW
    )
    operations.accept_gift(actor=recipient, gift_id=present.gift_id, address=None, now=make.NOW)
    return present


def thank(present: Present, **more: object) -> ThankYou:
    return operations.say_thanks(
        actor=present.recipient,
        gift_id=present.gift_id,
        text="Thank you",
        photo=arrived(picture(exif=b"Exif\x00\x00place")),
        now=make.NOW,
    )


def seen_by(present: Present, member_id: int) -> StoredFile:
    return present_queries.thanks_photo(public_id=present.public_id, member_id=member_id)


def test_nobody_sees_it_before_it_was_made_anew() -> None:
    present = taken()
    note = thank(present)
    assert note.photo is not None and note.photo.state == FileState.QUARANTINED
    with pytest.raises(NotFound):
        seen_by(present, present.sender_id)
    assert not present_queries.present_by(member_id=present.sender_id, public_id=present.public_id).has_photo


@pytest.mark.django_db(transaction=True)
def test_the_two_see_it_afterwards_and_nobody_else(client: Client) -> None:
    present = taken()
    thank(present)
    run_jobs(["gifts.make-thanks-photo"])
    path = f"/presents/{present.public_id}/photo/"
    for member in (present.sender, present.recipient):
        client.force_login(member)
        answer = client.get(path)
        body = answer.getvalue()
        assert answer.status_code == 200 and body.startswith(b"\xff\xd8")
        assert b"place" not in body and "no-store" in answer["Cache-Control"]
    client.force_login(make.member())
    assert client.get(path).status_code == 404
    client.logout()
    assert client.get(path).status_code == 404


def test_what_is_no_picture_is_refused_with_its_thanks(client: Client) -> None:
    present = taken()
    client.force_login(present.recipient)
    bad = sent(b"<script>", name="a.jpg")
    path = f"/gifts/{present.gift.public_id}/thanks/"
    answer = client.post(path, {"text": "Thank you", "photo": bad})
    assert answer.status_code == 422
    assert not ThankYou.objects.exists()


def test_thanks_are_said_once_and_a_second_photo_is_not_kept() -> None:
    present = taken()
    thank(present)
    with pytest.raises(errors.AlreadyThanked):
        thank(present)
    assert StoredFile.objects.count() == 1


def test_the_form_sends_it(client: Client) -> None:
    present = taken()
    client.force_login(present.recipient)
    path = f"/gifts/{present.gift.public_id}/"
    assert 'enctype="multipart/form-data"' in client.get(path).content.decode()
    assert client.post(f"{path}thanks/", {"text": "Thank you", "photo": sent()}).status_code == 303
    assert ThankYou.objects.get().photo is not None


@pytest.mark.parametrize("who", ["sender", "recipient"])
def test_it_goes_when_either_of_the_two_leaves(who: str) -> None:
    present = taken()
    note = thank(present)
    let_go_of_gifts(getattr(present, who).pk, datetime.now(UTC))
    assert note.photo is not None
    assert StoredFile.objects.get(pk=note.photo.pk).state == FileState.SHREDDED


def test_thanks_without_one_are_thanks() -> None:
    present = taken()
    operations.say_thanks(actor=SYSTEM, gift_id=present.gift_id, text="Thanks", now=make.NOW)
    assert ThankYou.objects.get().photo is None
