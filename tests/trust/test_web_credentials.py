"""The pages of a badge to carry along, and those of the stranger who checks it."""

import pytest
from django.test import Client
from django.utils import timezone

from common.models import SigningKey
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import certified
from trust import credential_queries
from trust.models import Credential
from trust.operations import end_credential

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(client):
    member = MemberFactory.create()
    certified(member)
    client.force_login(member)
    client.post("/badges/credential/", {"act": "issue", "nonce": "a"})
    return member


def test_made_shown_and_downloaded(client, holder):
    page = client.get("/badges/credential/").content.decode()
    row = Credential.objects.get()
    assert f"/verify/{row.public_id}/" in page and "<svg" in page
    file = client.get("/badges/credential/badge.jwt")
    assert file.content.decode() == credential_queries.token_of(row)
    assert file.headers["Cache-Control"] == "private, no-store"


def test_a_stranger_opens_the_address_and_pastes_the_file(client, holder):
    row, stranger = Credential.objects.get(), Client()
    page = stranger.get(f"/verify/{row.public_id}/").content.decode()
    assert "样例科技有限公司" in page and "Genuine" in page
    said = stranger.post("/verify/", {"text": credential_queries.token_of(row)}).content.decode()
    assert "样例科技有限公司" in said


def test_taken_back_it_tells_nothing_any_more(client, holder):
    row = Credential.objects.get()
    assert client.post("/badges/credential/", {"act": "end", "nonce": "b"}).status_code == 303
    page = Client().get(f"/verify/{row.public_id}/").content.decode()
    assert "revoked" in page and "样例科技有限公司" not in page


def test_what_anybody_may_fetch_is_fresh_enough(client, holder):
    for path in ("/verify/status/1-revocation/", "/verify/status/1-suspension/", "/verify/keys.json"):
        answer = client.get(path)
        assert answer.status_code == 200
        age = int(answer.headers["Cache-Control"].rpartition("=")[2])
        assert age <= credential_queries.LIST_SECONDS
    assert client.get("/verify/status/2-revocation/").status_code == 404
    assert client.get("/verify/status/1-gossip/").status_code == 404


def test_reading_makes_no_key(client):
    assert client.get("/verify/keys.json").json() == {"keys": []}
    assert client.get("/verify/status/1-revocation/").status_code == 404
    assert not SigningKey.objects.exists()


def test_the_verifier_is_handed_out(client):
    assert b"Ed25519" in b"".join(client.get("/verify/verify_badge.py").streaming_content)


def test_nobody_gets_a_file_that_is_not_there(client):
    member = MemberFactory.create()
    client.force_login(member)
    assert client.get("/badges/credential/badge.jwt").status_code == 404
    end_credential(actor=member, now=timezone.now())


@pytest.mark.parametrize(("text", "status"), [("", 422), ("x" * 20_001, 422), ("nonsense", 200)])
def test_nonsense_is_answered(client, text, status):
    assert client.post("/verify/", {"text": text}).status_code == status
