import uuid

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import ApiToken, ContactCode, Member
from accounts.notices import MEMBERSHIP
from accounts.operations import issue_token
from accounts.registration import companions
from common.clock import db_now
from common.models import IdempotencyRecord
from tests.factories.accounts import MemberFactory, digits, wrong_digits

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture
def api():
    return APIClient(headers={"Idempotency-Key": str(uuid.uuid4())})


def send(api, contact=PHONE):
    return api.post("/api/v1/contact-codes/", {"contact": contact}, format="json")


def register(api, ref, **changes):
    body = {
        "ref": ref,
        "code": digits(ref),
        "display_name": "Lin",
        "notice_hash": MEMBERSHIP.hash,
        "locale": "zh-hans",
        **changes,
    }
    return api.post("/api/v1/registrations/", body, format="json")


def bearer(member, scope="write"):
    secret = issue_token(actor=member, scope=scope, now=db_now()).secret
    return APIClient(headers={"Authorization": f"Bearer {secret}"})


def test_a_program_joins_and_acts_with_its_token(api):
    sent = send(api)
    assert sent.status_code == 202
    answer = register(api, sent.json()["ref"])
    assert answer.status_code == 201
    token = answer.json()["token"]["secret"]
    me = APIClient(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/me/")
    assert me.json()["display_name"] == "Lin"
    assert me.json()["contacts"] == [{"kind": "phone", "masked": "+86 138****8000"}]


def test_a_registration_sent_twice_makes_one_member(api):
    ref = send(api).json()["ref"]
    first, again = register(api, ref), register(api, ref)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["member"] == again.json()["member"]
    assert Member.objects.count() == 1


def test_the_same_key_sends_one_code(api):
    assert send(api).json() == send(api).json()
    assert ContactCode.objects.count() == 1


def test_the_stored_answer_gives_no_phone_away(api):
    send(api)
    import hashlib

    record = IdempotencyRecord.objects.get()
    body = b'{"contact":"13800138000"}'
    plain = hashlib.sha256(b"/api/v1/contact-codes/\0" + body).hexdigest()
    assert record.body_hash != plain
    assert PHONE not in str(record.answer)


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ({"invitation": "SPRING23"}, "invitation:SPRING23"),
        ({"visitor_key": "visit-1"}, "visit-1"),
        ({}, None),
    ],
)
def test_companions_hear_of_the_invitation(api, sent, key, monkeypatch):
    seen = []
    mine = [lambda member, visitor_key, now: seen.append(visitor_key)]
    monkeypatch.setattr(companions, "_items", mine)
    register(api, send(api).json()["ref"], **sent)
    assert seen == [key]


def test_a_wrong_code_is_a_problem_and_stays_counted(api):
    ref = send(api).json()["ref"]
    answer = register(api, ref, code=wrong_digits(ref))
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong-code")
    assert answer["Content-Type"].startswith("application/problem+json")
    assert ContactCode.objects.get().tries == 1


def test_signing_in_gives_a_token_by_code_and_by_password(api):
    MemberFactory.create(phone="+86" + PHONE, with_password=True)
    ref = send(api).json()["ref"]
    for body in (
        {"ref": ref, "code": digits(ref)},
        {"login": PHONE, "password": "correct horse battery", "scope": "read"},
    ):
        assert api.post("/api/v1/sign-ins/", body, format="json").status_code == 201
    assert sorted(ApiToken.objects.values_list("scope", flat=True)) == ["read", "write"]
    assert not IdempotencyRecord.objects.filter(scope__contains="SignIns").exists()


def test_signing_in_needs_one_of_both_ways(api):
    assert api.post("/api/v1/sign-ins/", {"ref": "x"}, format="json").status_code == 422


def test_a_token_ends_itself():
    client = bearer(MemberFactory.create())
    assert client.delete("/api/v1/tokens/current/").status_code == 204
    answer = client.get("/api/v1/me/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_session_has_no_token_to_end():
    client = Client()
    client.force_login(MemberFactory.create())
    assert client.delete("/api/v1/tokens/current/").status_code == 404


def test_a_read_token_changes_nothing():
    client = bearer(MemberFactory.create(), scope="read")
    assert client.get("/api/v1/me/").status_code == 200
    answer = client.delete("/api/v1/tokens/current/")
    assert (answer.status_code, answer.json()["code"]) == (403, "read-only-token")
    assert ApiToken.objects.get().revoked_at is None


def test_a_suspended_members_token_is_worth_nothing():
    member = MemberFactory.create()
    client = bearer(member)
    Member.objects.filter(pk=member.pk).update(state="suspended")
    assert client.get("/api/v1/me/").status_code == 401


def test_strangers_are_asked_to_sign_in(api):
    assert api.get("/api/v1/me/").status_code == 401
    assert api.delete("/api/v1/tokens/current/").status_code == 401


def test_notices_can_be_read_before_joining(api):
    found = api.get("/api/v1/notices/membership/").json()
    assert found["hash"] == MEMBERSHIP.hash and found["points"]
    assert api.get("/api/v1/notices/none/").status_code == 404
