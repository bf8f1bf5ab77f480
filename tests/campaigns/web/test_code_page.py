"""The page for whoever was told a code."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from campaigns.models import Referral, ShareLink, Touch
from campaigns.operations import typed_codes
from common.ids import new_public_id
from tests.campaigns.api.test_member_api import post
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> ShareLink:
    return make.link_of(make.member(display_name="Wang Fang"), make.live())


def send(client: Client, code: str) -> str:
    return client.post("/i/", {"code": code, "nonce": new_public_id()}).headers.get("Location", "")


def test_a_visitor_goes_on_to_the_invitation_and_joins_through_it(client: Client, link: ShareLink) -> None:
    assert send(client, link.code.lower()) == f"/i/{link.code}/"

    client.get(f"/i/{link.code}/")
    assert list(Touch.objects.values_list("kind", flat=True)) == ["code"]
    assert make.join(visitor_key=Touch.objects.get().visitor_key, at=timezone.now())
    assert Referral.objects.get().advocate == link.advocate


def test_a_newcomer_is_written_down_once(client: Client, link: ShareLink) -> None:
    client.force_login(make.join(at=timezone.now()))
    page = client.get("/i/").content.decode()
    assert "Did somebody invite you?" in page

    for _again in range(2):
        assert send(client, link.code) == f"/campaigns/{link.campaign.slug}/"
    assert Referral.objects.get().advocate == link.advocate


def test_a_wrong_code_is_told_in_words(client: Client) -> None:
    answer = client.post("/i/", {"code": "NOBODYS234", "nonce": "x"})

    assert answer.status_code == 404
    assert "We don&#x27;t know this invitation" in answer.content.decode()
    assert "visitor" not in answer.cookies


def test_it_is_found_where_one_looks_for_it(client: Client, link: ShareLink) -> None:
    for page in ("/join/", "/campaigns/", "/i/NOBODYS234/"):
        assert 'href="/i/"' in client.get(page).content.decode()


def test_programs_type_it_for_a_member(link: ShareLink) -> None:
    friend: Member = make.join(at=timezone.now())

    answer = post("typed-codes/", friend, {"code": link.code})

    assert answer.status_code == 201
    assert answer.json() == {"campaign": link.campaign.slug, "state": "registered"}
    assert post("typed-codes/", friend, {"code": "NOBODYS234"}).json()["code"] == "unknown-invitation"
    assert post("typed-codes/", None, {"code": link.code}).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_programs_guess_no_longer_than_people(link: ShareLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed_codes, "PER_MEMBER_PER_HOUR", 1)
    friend = make.join(at=timezone.now())
    post("typed-codes/", friend, {"code": "NOBODYS234"})

    assert post("typed-codes/", friend, {"code": link.code}).status_code == 429
    assert not Referral.objects.exists()
