"""Badges, levels, the credential and LinkedIn over the API; the services are simulated over real HTTP."""

import uuid
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.operations import block_member
from common.models import IdempotencyRecord
from outbox.testing import run_jobs
from simulators.testing import running_simulators
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import certified
from tests.trust.credit_worlds import chosen, with_level
from trust import credential_queries
from trust.models import BadgeChoice, CreditAttestation, LinkedInCheck, RevealOffer
from trust.notices import CREDIT, LINKEDIN

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def _wired(house, settings):
    house.reset()
    asked = {name: house.providers[name] | {"breaker_failures": 100} for name in ("credit", "linkedin")}
    settings.PROVIDERS = {**settings.PROVIDERS, **asked}


def certified_member():
    member = MemberFactory.create()
    certified(member)
    return member


class Caller:
    def __init__(self, member=None):
        self.client = APIClient()
        if member:
            self.client.force_authenticate(member)

    def get(self, path):
        return self.client.get(f"/api/v1/{path}/")

    def send(self, method, path, body=None):
        call = getattr(self.client, method)
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        return call(f"/api/v1/{path}/", body or {}, format="json", headers=headers)

    def post(self, path, body=None):
        return self.send("post", path, body)


TRIPS: dict[str, Any] = {
    "credit-level": (CREDIT, "score-700", CreditAttestation),
    "linkedin-verification": (LINKEDIN, "both", LinkedInCheck),
}


def went(caller, path):
    """Begun, and answered on the service's own page: what came back with the browser."""
    notice, persona, _model = TRIPS[path]
    begun = caller.post(path, {"notice_hash": notice.hash}).json()
    said = chosen(begun["url"], persona)
    assert said["state"] == begun["state"]
    return {"state": said["state"], "code": said[begun["code_parameter"]]}


@pytest.mark.parametrize("path", TRIPS)
def test_there_and_back_and_withdrawn(path):
    me = Caller(MemberFactory.create())
    assert me.get(path).json()["state"] is None
    assert me.post(f"{path}/answer", went(me, path)).status_code == 200
    run_jobs()
    seen = me.get(path).json()
    assert seen["state"] in ("current", "seen") and seen["is_simulated"] and seen["may_withdraw"]
    assert seen.get("level") or seen.get("lines")
    assert me.post(f"{path}/withdraw").status_code == 204
    after = me.get(path).json()
    assert after["state"] == "withdrawn" and after["may_begin"] and not after["may_withdraw"]
    assert not after.get("level") and not after.get("lines")


def test_a_level_is_told_with_its_month():
    member = MemberFactory.create()
    with_level(member, "score-700")
    seen = Caller(member).get("credit-level").json()["level"]
    assert (seen["level"], seen["is_simulated"]) == ("outstanding", True) and len(seen["period"]) == 7


@pytest.mark.parametrize("path", TRIPS)
def test_the_state_works_once_and_for_its_member(path):
    me, stranger = Caller(MemberFactory.create()), Caller(MemberFactory.create())
    back = went(me, path)
    assert stranger.post(f"{path}/answer", back).status_code == 404
    assert me.post(f"{path}/answer", {**back, "state": "x" * 43}).status_code == 404
    assert TRIPS[path][2].objects.get().state in ("consent_pending", "pending")
    assert me.post(f"{path}/answer", back).status_code == 200
    assert me.post(f"{path}/answer", back).status_code == 404


@pytest.mark.parametrize("path", TRIPS)
def test_without_a_code_the_member_said_no(path):
    me = Caller(MemberFactory.create())
    state = went(me, path)["state"]
    assert me.post(f"{path}/answer", {"state": state}).json() == {"state": "denied"}


@pytest.mark.parametrize("path", TRIPS)
def test_without_the_notice_nothing_begins(path):
    me = Caller(MemberFactory.create())
    assert me.post(path, {"notice_hash": "0" * 64}).status_code in (409, 422)
    assert not TRIPS[path][2].objects.exists()


@pytest.mark.parametrize("path", TRIPS)
def test_the_secret_is_stored_with_no_answer(path):
    me = Caller(MemberFactory.create())
    back = went(me, path)
    me.post(f"{path}/answer", back)
    kept = str(list(IdempotencyRecord.objects.values()))
    assert back["state"] not in kept and back["code"] not in kept


def test_who_sees_a_badge_is_chosen_one_by_one():
    member = MemberFactory.create()
    me = Caller(member)
    said = me.send("put", "badges", {"credit": {"audience": "members", "floor": "good"}}).json()
    assert (said["credit"]["audience"], said["credit"]["floor"]) == ("members", "good")
    me.send("put", "badges", {"professional": {"audience": "public"}})
    kept = me.get("badges").json()
    assert (kept["professional"]["audience"], kept["credit"]["floor"]) == ("public", "good")


def test_my_badges_say_what_they_say():
    member = certified_member()
    with_level(member, "score-650")
    seen = Caller(member).get("badges").json()
    assert seen["professional"]["job"]["employer"] and seen["credit"]["level"]["level"] == "excellent"


@pytest.mark.parametrize(
    "body",
    [{"credit": {"audience": "everybody"}}, {"credit": {"audience": "members", "floor": "best"}}],
    ids=["audience", "floor"],
)
def test_what_is_no_choice_is_refused(body):
    assert Caller(MemberFactory.create()).send("put", "badges", body).status_code == 422
    assert not BadgeChoice.objects.exists()


def both():
    one, other = MemberFactory.create(), MemberFactory.create()
    with_level(one, "score-650")
    with_level(other, "score-600")
    return one, other


def test_two_people_show_each_other_theirs_or_neither():
    one, other = both()
    alone = Caller(one).post(f"people/{other.public_id}/level").json()
    assert alone["offered"] and alone["mine"] is None and alone["theirs"] is None
    offers = Caller(other).get("level-offers").json()["items"]
    assert [offer["member"] for offer in offers] == [one.public_id]
    answered = Caller(other).post(f"people/{one.public_id}/level").json()
    assert (answered["mine"]["level"], answered["theirs"]["level"]) == ("good", "excellent")
    assert Caller(one).send("delete", f"people/{other.public_id}/level").status_code == 204
    assert Caller(other).get(f"people/{one.public_id}/level").json()["theirs"] is None


def test_nobody_shows_a_level_to_whom_a_block_stands_against():
    one, other = both()
    block_member(actor=other, member_id=one.pk, now=timezone.now())
    assert Caller(one).post(f"people/{other.public_id}/level").status_code == 404
    assert not RevealOffer.objects.exists()


def test_without_a_level_of_ones_own_nothing_is_offered():
    one, other = MemberFactory.create(), MemberFactory.create()
    refused = Caller(one).post(f"people/{other.public_id}/level")
    assert (refused.status_code, refused.json()["code"]) == (409, "level-first")


def test_the_credential_is_issued_read_and_taken_back():
    me = Caller(certified_member())
    assert me.get("credential").status_code == 404
    issued = me.post("credential")
    assert issued.status_code == 201 and me.post("credential").json() == issued.json()
    assert me.get("credential").json() == issued.json()
    token, now = issued.json()["token"], timezone.now()
    assert credential_queries.verdict_on_text(token, now=now).state == "good" == issued.json()["state"]
    assert me.send("delete", "credential").status_code == 204
    assert credential_queries.verdict_on_text(token, now=now).state == "revoked"
    assert me.post("credential").json()["token"] != token


def test_without_a_certified_job_there_is_no_credential():
    refused = Caller(MemberFactory.create()).post("credential")
    assert (refused.status_code, refused.json()["code"]) == (409, "not-certified")


READS = ["badges", "level-offers", "credit-level", "linkedin-verification", "credential"]


@pytest.mark.parametrize("path", READS)
def test_nobody_reads_without_signing_in(path):
    assert Caller().get(path).status_code == 401


@pytest.mark.parametrize("path", TRIPS)
def test_where_it_is_off_it_is_not_offered(path, settings):
    settings.PROVIDERS = {**settings.PROVIDERS, "credit": {"mode": "off"}, "linkedin": {"mode": "off"}}
    me = Caller(MemberFactory.create())
    assert not me.get(path).json()["is_offered"]
    assert me.post(path, {"notice_hash": TRIPS[path][0].hash}).status_code == 409
