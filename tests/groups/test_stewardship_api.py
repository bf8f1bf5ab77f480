"""Claims to a stewardship for programs of the community's stewards: found, and stopped with a reason."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Member, RoleGrant
from accounts.states import Role
from groups.models import StewardClaim
from outbox.models import AuditLine
from tests.factories.accounts import MemberFactory
from tests.factories.groups import NOW, member
from tests.factories.stewardship import claimed, silent_group

pytestmark = pytest.mark.django_db
LIST = "/api/v1/steward-claims/"


@pytest.fixture
def claim() -> StewardClaim:
    claimant = member()
    return claimed(silent_group(claimant, member()), claimant)


def stop(client: Client, claim: StewardClaim, reason: str, key: str = "key-00000001") -> Any:
    headers = {"Idempotency-Key": key}
    path = f"{LIST}{claim.public_id}/stop/"
    return client.post(path, {"reason": reason}, content_type="application/json", headers=headers)


def community_steward() -> Any:
    return MemberFactory.create(roles=(Role.STEWARD,), is_staff=True)


def test_a_claim_is_found_and_stopped_once(client: Client, claim: StewardClaim) -> None:
    client.force_login(community_steward())
    listed = client.get(f"{LIST}?state={claim.state}").json()["items"]
    assert [one["public_id"] for one in listed] == [claim.public_id] and "words" not in listed[0]
    assert stop(client, claim, "Not a fair vote").json()["state"] == "stopped"
    assert stop(client, claim, "Not a fair vote").headers["Idempotency-Replayed"] == "true"
    assert AuditLine.objects.get(new_state="stopped").why == "Not a fair vote"
    assert client.get(f"{LIST}?state={claim.state}").json()["items"] == []


def test_without_a_reason_nothing_is_stopped(client: Client, claim: StewardClaim) -> None:
    client.force_login(community_steward())
    assert stop(client, claim, " ").status_code == 422
    assert StewardClaim.objects.get().state == claim.state


@pytest.mark.parametrize("state", ["%00", "nonsense"])
def test_a_state_that_claims_never_have_is_refused(client: Client, state: str) -> None:
    client.force_login(community_steward())
    answer = client.get(f"{LIST}?state={state}")
    assert (answer.status_code, answer.json()["field"]) == (422, "state")


def test_members_and_the_claimant_may_not(client: Client, claim: StewardClaim) -> None:
    assert client.get(LIST).status_code == 401
    for who in (claim.claimant, member()):
        client.force_login(who)
        assert client.get(LIST).status_code == 403
        assert stop(client, claim, "Mine").status_code == 403
    assert StewardClaim.objects.get().state == claim.state


def test_nobody_stops_the_claim_of_her_own_office(client: Client, claim: StewardClaim) -> None:
    silent = claim.group.memberships.get(role=30).member
    RoleGrant.objects.create(member=silent, role=Role.STEWARD, granted_at=NOW)
    Member.objects.filter(pk=silent.pk).update(is_staff=True)
    client.force_login(silent)
    answer = stop(client, claim, "Not a fair vote")
    assert (answer.status_code, answer.json()["code"]) == (409, "own-office")
    assert StewardClaim.objects.get().state == claim.state
