import uuid

import pytest
from rest_framework.test import APIClient

from tests.factories.accounts import MemberFactory
from tests.factories.trust import CaseFactory, id_number
from trust.models import Case, Certification, Decision
from trust.notices import REAL_NAME
from trust.operations import lease_task
from trust.states import CaseState

pytestmark = pytest.mark.django_db


def api(member=None):
    client = APIClient()
    if member:
        client.force_authenticate(member)
    return client


def post(client, path, body=None):
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    return client.post(f"/api/v1/{path}", body or {}, format="json", headers=headers)


def apply(client):
    body = {"legal_name": "张伟", "id_number": id_number(), "notice_hash": REAL_NAME.hash}
    return post(client, "verification-cases/", body)


def test_a_whole_case_over_the_api():
    member, certifier = api(MemberFactory.create()), api(MemberFactory.create(certifier=True))
    assert apply(member).json()["state"] == "queued"
    case = certifier.get("/api/v1/desk/cases/").json()["items"][0]
    desk = f"desk/cases/{case['public_id']}"
    assert post(certifier, f"{desk}/lease/").status_code == 200
    assert post(certifier, f"{desk}/claim/").json()["legal_name"] == "张伟"
    assert post(certifier, f"{desk}/decide/", {"outcome": "approve"}).status_code == 201
    assert member.get("/api/v1/verification-cases/current/").json()["state"] == "approved"
    assert Certification.objects.count() == 1


def test_the_answer_repeats_neither_name_nor_number():
    answer = apply(api(MemberFactory.create())).content.decode()
    assert "张伟" not in answer and id_number() not in answer


def test_reasons_come_as_codes_and_sentences():
    case, certifier = CaseFactory.create(), MemberFactory.create(certifier=True)
    post(api(certifier), f"desk/cases/{case.public_id}/lease/")
    body = {"outcome": "reject", "reasons": ["name-not-real"]}
    post(api(certifier), f"desk/cases/{case.public_id}/decide/", body)
    mine = api(case.member).get("/api/v1/verification-cases/current/").json()
    assert mine["reasons"][0]["code"] == "name-not-real" and mine["may_send"] is True


@pytest.mark.parametrize("verb", ["lease", "release", "claim", "decide"])
@pytest.mark.parametrize(("traits", "status"), [(None, 401), ({}, 404), ({"manager": True}, 404)])
def test_the_desk_is_hidden_from_everybody_else(verb, traits, status):
    case = CaseFactory.create()
    client = api(MemberFactory.create(**traits) if traits is not None else None)
    answer = post(client, f"desk/cases/{case.public_id}/{verb}/", {"outcome": "approve"})
    assert answer.status_code == status
    assert Case.objects.get().state == CaseState.QUEUED
    assert not Decision.objects.exists()


def test_the_queue_is_for_certifiers():
    assert api().get("/api/v1/desk/cases/").status_code == 401
    assert api(MemberFactory.create()).get("/api/v1/desk/cases/").status_code == 403


def test_an_unknown_case_is_not_found():
    certifier = api(MemberFactory.create(certifier=True))
    assert post(certifier, "desk/cases/nothing/lease/").status_code == 404


def test_giving_back_and_withdrawing():
    case, certifier = CaseFactory.create(), MemberFactory.create(certifier=True)
    lease_task(actor=certifier, case_id=case.pk, now=case.created_at)
    assert post(api(certifier), f"desk/cases/{case.public_id}/release/").status_code == 204
    answer = post(api(case.member), "verification-cases/current/withdraw/")
    assert answer.json()["state"] == "withdrawn"


def test_no_case_yet_is_not_found():
    client = api(MemberFactory.create())
    assert client.get("/api/v1/verification-cases/current/").status_code == 404
    assert post(client, "verification-cases/current/withdraw/").status_code == 404
    assert api().get("/api/v1/verification-cases/current/").status_code == 401


@pytest.mark.parametrize("cases", [1, 8])
def test_the_queue_costs_the_same_however_long(cases, django_assert_num_queries):
    CaseFactory.create_batch(cases)
    client = api(MemberFactory.create(certifier=True))
    with django_assert_num_queries(2):
        client.get("/api/v1/desk/cases/")
