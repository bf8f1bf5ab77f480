"""A member's photo: safe before it is seen, seen by whom its owner chose, gone without a rest."""

import io
import json
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts import archive, errors, people
from accounts.audience import Audience, Relation
from accounts.models import Member, Notification, Profile, RoleGrant
from accounts.operations import (
    ProfileChanges,
    add_photo,
    block_member,
    edit_profile,
    enter_circle,
    remove_members_photo,
    remove_photo,
)
from common.errors import NotFound, TooMany
from common.images.sniffing import NoPicture
from common.models import FileState, StoredBlob, StoredFile
from outbox.models import AuditLine
from outbox.testing import run_jobs
from tests.accounts.leaving_worlds import erase
from tests.factories.accounts import MemberFactory
from tests.factories.pictures import arrived, picture, sent

pytestmark = pytest.mark.django_db
OWN = "/me/photo/"


def add(member, body=None):
    add_photo(actor=member, upload=arrived(body), now=timezone.now())


def with_photo(*, audience=Audience.MEMBERS, body=None, **more):
    member = MemberFactory.create(**more)
    edit_profile(
        actor=member, changes=ProfileChanges(audiences={"photo": audience, "name": 3}), now=timezone.now()
    )
    add(member, body)
    run_jobs(["accounts.make-photo"])
    return member


def browser(member=None):
    client = Client()
    if member is not None:
        client.force_login(member)
    return client


def photo(member, viewer=None, *, tail="photo/"):
    return browser(viewer).get(f"/people/{member.public_id}/{tail}")


def bytes_of(response):
    return b"".join(response.streaming_content)


def from_a_phone():
    """Wide, taken in Hangzhou with somebody's telephone."""
    exif = Image.Exif()
    exif[0x010F] = "Somebody's telephone"
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 0.0)
    return picture(size=(1200, 800), exif=exif)


def test_it_is_made_anew_square_and_without_its_place():
    assert Image.open(io.BytesIO(from_a_phone())).getexif().get_ifd(0x8825)  # the place is in there
    member = with_photo(body=from_a_phone())
    response = photo(member, MemberFactory.create())
    made = Image.open(io.BytesIO(bytes_of(response)))
    assert (made.format, made.size) == ("JPEG", (480, 480))
    assert not made.getexif() and "exif" not in made.info
    small = bytes_of(photo(member, MemberFactory.create(), tail="photo/small/"))
    assert Image.open(io.BytesIO(small)).size == (96, 96)
    assert (
        "no-store" in response["Cache-Control"]
        and "default-src 'none'" in response["Content-Security-Policy"]
    )


def test_nobody_sees_it_before_it_is_safe():
    member = MemberFactory.create()
    add(member)
    assert photo(member, member).status_code == 404
    run_jobs(["accounts.make-photo"])
    assert photo(member, member).status_code == 200


@pytest.mark.parametrize("audience", Audience)
def test_it_is_served_to_its_audience_and_to_nobody_else(audience):
    member = with_photo(audience=audience)
    mate, other, blocked = MemberFactory.create_batch(3)
    for each in (member, mate):
        enter_circle(member_id=each.pk, circle="group:1", step=1)
    block_member(actor=member, member_id=blocked.pk, now=timezone.now())
    found = {
        word: photo(member, viewer).status_code == 200
        for word, viewer in (("me", member), ("mate", mate), ("member", other), ("visitor", None))
    }
    assert list(found.values()) == [True, audience >= 1, audience >= 2, audience >= 3]
    assert photo(member, blocked).status_code == 404


def test_it_is_modest_until_its_owner_chooses():
    member = MemberFactory.create()
    add(member)
    run_jobs(["accounts.make-photo"])
    row = Member.objects.get(pk=member.pk)
    mate, other = (people.as_seen_by(row, relation) for relation in (Relation.CIRCLE, Relation.MEMBER))
    assert mate and mate.face
    assert other and not other.face


def test_one_answer_for_no_photo_nobody_and_a_page_that_is_shut():
    hidden = with_photo()
    edit_profile(actor=hidden, changes=ProfileChanges(audiences={"name": 0}), now=timezone.now())
    viewer = browser(MemberFactory.create())
    answers = [
        viewer.get(f"/api/v1/people/{public_id}/photo/")
        for public_id in (hidden.public_id, MemberFactory.create().public_id, "z" * 20)
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    with pytest.raises(NotFound):
        people.photo_seen_by(hidden, "zzzzzzzzzzzzzzzzzzzz")


def test_pages_show_the_photo_or_the_initials():
    member, viewer = with_photo(display_name="Avery Lake"), MemberFactory.create()
    small, large = (reverse(f"accounts:{name}", args=[member.public_id]) for name in ("small-photo", "photo"))
    assert large in browser(viewer).get(f"/people/{member.public_id}/").content.decode()
    assert small in browser(viewer).get("/search/?q=avery").content.decode()
    assert small in browser(member).get("/me/").content.decode()
    remove_photo(actor=member, now=timezone.now())
    for place in (f"/people/{member.public_id}/", "/search/?q=avery"):
        page = browser(viewer).get(place).content.decode()
        assert "/photo/" not in page and ">AL<" in page


def test_the_next_one_replaces_it_and_the_former_is_destroyed():
    member = with_photo()
    former = Profile.objects.get(pk=member.pk).photo
    add(member, from_a_phone())
    assert photo(member, member).status_code == 200  # the former, until the new one is safe
    run_jobs(["accounts.make-photo"])
    former.refresh_from_db()
    assert former.state == FileState.SHREDDED and former.receipt
    assert Profile.objects.get(pk=member.pk).photo_id != former.pk


def test_taken_back_before_the_decoder_came_it_never_appears():
    member = MemberFactory.create()
    add(member)
    remove_photo(actor=member, now=timezone.now())
    run_jobs(["accounts.make-photo"])
    assert StoredFile.objects.get().state == FileState.SHREDDED
    assert not StoredBlob.objects.exists() and photo(member, member).status_code == 404


def test_a_damaged_one_is_refused_with_a_reason_and_the_former_stays():
    member = with_photo()
    add(member, picture()[:200])
    run_jobs(["accounts.make-photo"])
    page = browser(member).get(OWN).content.decode()
    assert "The picture is damaged or incomplete." in page
    assert photo(member, member).status_code == 200


def test_no_picture_is_refused_at_the_door():
    member = MemberFactory.create()
    with pytest.raises(NoPicture):
        add(member, b"GIF89a and so on")
    answer = browser(member).post(OWN, {"picture": sent(b"GIF89a and so on")})
    assert answer.status_code == 422 and not StoredFile.objects.exists()


def test_the_decoder_is_not_kept_busy(settings):
    settings.LIMITS = {"photos-by-member": 2}
    member = MemberFactory.create()
    add(member)
    add(member)
    with pytest.raises(TooMany):
        add(member)


def test_the_page_takes_it_and_takes_it_away():
    member = MemberFactory.create()
    client = browser(member)
    assert client.post(OWN, {"picture": sent(from_a_phone())}).status_code == 303
    run_jobs(["accounts.make-photo"])
    assert people.own_photo(member.pk).is_shown
    assert client.post("/me/photo/remove/").status_code == 303
    assert not people.own_photo(member.pk).is_shown and not StoredBlob.objects.exists()


def test_programs_send_fetch_and_remove_it():
    member = MemberFactory.create()
    client = browser(member)
    answer = client.post("/api/v1/me/photo/", {"file": sent()}, headers={"Idempotency-Key": "photo-one"})
    assert (answer.status_code, answer.json()["is_waiting"]) == (201, True)
    run_jobs(["accounts.make-photo"])
    assert client.get("/api/v1/me/photo/").json()["audience"] == "circle"
    path = f"/api/v1/people/{member.public_id}/"
    assert client.get(path).json()["has_photo"] is True
    assert bytes_of(client.get(f"{path}photo/")).startswith(b"\xff\xd8\xff")
    assert (
        client.post("/api/v1/me/photo/remove/", headers={"Idempotency-Key": "photo-two"}).status_code == 204
    )
    assert client.get(f"{path}photo/").status_code == 404


def test_it_goes_into_the_archive():
    member = with_photo()
    out = io.BytesIO()
    archive.write_archive(out.write, member=member, now=timezone.now(), progress=lambda done: None)
    with zipfile.ZipFile(out) as opened:
        assert opened.read("files/profile/photo.jpg").startswith(b"\xff\xd8\xff")
        rows = json.loads(opened.read("data/accounts.profile.json"))["profile"]
        assert {"Photo": "profile/photo.jpg"}.items() <= {row["field"]: row["value"] for row in rows}.items()


def test_erasure_leaves_nothing_of_it():
    member = with_photo()
    file = Profile.objects.get(pk=member.pk).photo
    erase(member)
    file.refresh_from_db()
    assert file.state == FileState.SHREDDED and not file.key.wrapped
    assert not StoredBlob.objects.filter(file=file).exists()


def steward():
    member = MemberFactory.create(is_staff=True)
    RoleGrant.objects.create(member=member, role="steward", granted_at=timezone.now())
    return member


def take_away(actor, member, why="no picture of a person"):
    remove_members_photo(actor=actor, member_id=member.pk, why=why, now=timezone.now())


def test_the_desk_takes_it_away_with_a_reason_and_the_member_is_told():
    member, desk = with_photo(), steward()
    with pytest.raises(errors.ReasonNeeded):
        take_away(desk, member, "")
    assert photo(member, member).status_code == 200
    take_away(desk, member)
    run_jobs()
    assert photo(member, member).status_code == 404
    assert AuditLine.objects.filter(verb="remove-photo").count() == 1
    assert Notification.objects.get(member=member).kind == "accounts.photo-removed"
    with pytest.raises(errors.NoPhoto):
        take_away(desk, member)


def test_the_desks_page_has_the_button_while_there_is_a_photo():
    member, desk = with_photo(), browser(steward())
    path = reverse("admin:accounts_member_desk", args=[member.pk])
    assert 'value="remove-photo"' in desk.get(path).content.decode()
    desk.post(path, {"act": "remove-photo", "why": "no picture of a person"})
    assert not people.has_any_photo(member.pk)
    assert 'value="remove-photo"' not in desk.get(path).content.decode()
