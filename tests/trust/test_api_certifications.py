"""The desk's programs: certifications looked up, suspended, put back and revoked, each with a reason."""

import uuid
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Member
from outbox.models import AuditLine, FactRow
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import certified
from tests.factories.trust import CertificationFactory
from trust.models import Certification
from trust.operations import declare_conflict, declare_employment

pytestmark = pytest.mark.django_db
LIST = "/api/v1/certifications/"


def api(member: Member | None = None) -> APIClient:
    client = APIClient()
    if member is not None:
        client.force_authenticate(member)
    return client


@pytest.fixture
def desk() -> APIClient:
    return api(MemberFactory.create(certifier=True))


@pytest.fixture
def row() -> Certification:
    return certified(MemberFactory.create())


def press(client: APIClient, row: Any, verb: str, why: str = "asked by the employer", key: str = "") -> Any:
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return client.post(f"{LIST}{row.public_id}/{verb}/", {"why": why}, format="json", headers=headers)


def test_it_is_suspended_put_back_and_revoked_with_a_reason(desk: APIClient, row: Certification) -> None:
    for verb, state in (("suspend", "suspended"), ("reinstate", "active"), ("revoke", "revoked")):
        answer = press(desk, row, verb)
        row.refresh_from_db()
        assert (answer.status_code, answer.json()["state"], row.state) == (200, state, state)
    assert AuditLine.objects.filter(object_id=row.public_id, why="asked by the employer").count() == 3


def test_the_same_key_does_it_once(desk: APIClient, row: Certification) -> None:
    first = press(desk, row, "suspend", key="key-00000001")
    again = press(desk, row, "suspend", key="key-00000001")
    assert again.json() == first.json() and again.headers["Idempotency-Replayed"] == "true"
    assert FactRow.objects.filter(kind="trust.certification-suspended").count() == 1


@pytest.mark.parametrize("verb", ["suspend", "reinstate", "revoke"])
@pytest.mark.parametrize(("traits", "status"), [(None, 401), ({}, 404), ({"manager": True}, 404)])
def test_the_acts_are_hidden_from_everybody_else(
    row: Certification, verb: str, traits: dict[str, bool] | None, status: int
) -> None:
    client = api(MemberFactory.create(**traits) if traits is not None else None)
    assert press(client, row, verb).status_code == status
    row.refresh_from_db()
    assert row.state == "active"


@pytest.mark.parametrize("verb", ["suspend", "revoke"])
def test_without_a_reason_nothing_happens(desk: APIClient, row: Certification, verb: str) -> None:
    assert press(desk, row, verb, why=" ").status_code == 422
    row.refresh_from_db()
    assert row.state == "active"


def test_what_is_over_stays_over(desk: APIClient, row: Certification) -> None:
    press(desk, row, "revoke")
    for verb in ("suspend", "reinstate"):
        answer = press(desk, row, verb)
        assert (answer.status_code, answer.json()["code"]) == (409, "certification-not-live")


def test_what_stood_on_another_job_is_not_put_back(desk: APIClient, row: Certification) -> None:
    declare_employment(actor=row.member, employer="别的公司", title="经理", now=timezone.now())
    answer = press(desk, row, "reinstate")
    assert (answer.status_code, answer.json()["code"]) == (409, "job-changed")


@pytest.mark.parametrize("verb", ["suspend", "reinstate", "revoke"])
def test_ones_own_is_for_a_colleague(verb: str) -> None:
    own = certified(MemberFactory.create(certifier=True))
    answer = press(api(own.member), own, verb)
    assert (answer.status_code, answer.json()["code"]) == (403, "own-case")
    own.refresh_from_db()
    assert own.state == "active"


@pytest.mark.parametrize("verb", ["suspend", "reinstate", "revoke"])
def test_whoever_is_in_conflict_with_the_member_may_not(row: Certification, verb: str) -> None:
    friend = MemberFactory.create(certifier=True)
    declare_conflict(friend.pk, row.member_id, "friends")
    answer = press(api(friend), row, verb)
    assert (answer.status_code, answer.json()["code"]) == (403, "conflict-of-interest")


def test_they_are_found_by_member_and_state(desk: APIClient, row: Certification) -> None:
    other = CertificationFactory.create()
    press(desk, other, "suspend")

    def found(query: str) -> list[str]:
        return [one["public_id"] for one in desk.get(f"{LIST}{query}").json()["items"]]

    assert found("") == [other.public_id, row.public_id]
    assert found("?state=suspended") == [other.public_id]
    assert found(f"?member={row.member.public_id}") == [row.public_id]


@pytest.mark.parametrize("query", ["?state=%00", "?state=nonsense", "?member=%00"])
def test_a_filter_that_means_nothing_is_refused(desk: APIClient, query: str) -> None:
    answer = desk.get(f"{LIST}{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_a_reason_that_the_audit_trail_would_cut_is_refused(desk: APIClient, row: Certification) -> None:
    assert press(desk, row, "suspend", why="x" * 301).status_code == 422
    assert press(desk, row, "suspend", why="x" * 300).status_code == 200
    assert AuditLine.objects.get(object_id=row.public_id).why == "x" * 300


def test_the_list_is_for_certifiers_and_auditors(row: Certification) -> None:
    assert api().get(LIST).status_code == 401
    assert api(row.member).get(LIST).status_code == 403
    assert api(MemberFactory.create(roles=("auditor",), is_staff=True)).get(LIST).status_code == 200
    assert (
        press(api(MemberFactory.create(roles=("auditor",), is_staff=True)), row, "suspend").status_code == 404
    )
