"""Holds for a member's programs, cases and signals for a manager's."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from campaigns.models import Decision, RiskCase
from campaigns.operations.risk import confirm_case
from common.access import SYSTEM
from tests.campaigns.test_risk import held, reward_of
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def of(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_each_side_reads_its_own_hold_and_nobody_else_does() -> None:
    case, campaign, advocate = held()
    friend = case.referral.invitee

    mine, hers = (of(who).get("/api/v1/holds/").json()["items"][0] for who in (advocate, friend))

    assert (mine["public_id"], mine["campaign"], mine["state"]) == (case.public_id, campaign.slug, "held")
    assert (mine["friend"], hers["friend"]) == (friend.display_name, "")
    assert "browser" not in hers["why"]
    assert of(make.member()).get("/api/v1/holds/").json()["items"] == []


def object_to(
    case: RiskCase, who: Member, *, text: str = "We are sisters.", key: str = "key-00000001"
) -> Any:
    return of(who).post(
        f"/api/v1/holds/{case.public_id}/appeal/",
        {"text": text},
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_an_objection_is_made_once_and_by_who_is_concerned() -> None:
    case, _campaign, advocate = held()
    confirm_case(actor=SYSTEM, case_id=case.pk, reason="one browser", now=make.NOW)

    assert object_to(case, make.member()).status_code == 404
    answers = [object_to(case, advocate, key=f"key-0000000{n}").json() for n in (1, 2)]

    assert [answer["state"] for answer in answers] == ["appealed", "appealed"]
    assert object_to(case, advocate, text=" ", key="key-00000003").status_code == 422


def test_a_manager_reads_cases_with_the_signals_behind_them() -> None:
    case, campaign, advocate = held()
    manager = of(make.manager_of(campaign.brand))
    path = f"/api/v1/campaigns/{campaign.slug}/risk-cases/"

    found = manager.get(path + "?state=held").json()["items"]

    assert [line["public_id"] for line in found] == [case.public_id]
    assert found[0]["signals"][0]["code"] == "same-browser"
    assert len(manager.get(path).json()["items"]) == 2
    assert manager.get(path + "?state=odd").status_code == 422
    assert of(advocate).get(path).status_code == 404


def decide(who: Member, path: str, *, reason: str = "They are sisters.", key: str = "key-00000001") -> Any:
    return of(who).post(
        f"/api/v1/{path}/",
        {"reason": reason},
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


@pytest.mark.parametrize(("act", "state"), [("release", "released"), ("confirm", "confirmed")])
def test_a_manager_decides_a_case_once_with_a_reason(act: str, state: str) -> None:
    case, campaign, advocate = held()
    manager, path = make.manager_of(campaign.brand), f"risk-cases/{case.public_id}/{act}"

    for stranger in (advocate, make.manager_of(make.live().brand)):
        assert decide(stranger, path).status_code == 404
    assert decide(manager, path, reason=" ", key="key-00000002").status_code == 422
    assert RiskCase.objects.get(pk=case.pk).state == "held"

    answers = [decide(manager, path), decide(manager, path), decide(manager, path, key="key-00000003")]

    assert [(one.status_code, one.json()["state"]) for one in answers] == [(200, state)] * 3
    assert answers[0].json()["reason"] == "They are sisters."
    assert Decision.objects.filter(code=f"risk-{state}").count() == 1


def test_a_branch_is_put_on_hold() -> None:
    _case, campaign, _advocate = held()
    first = RiskCase.objects.order_by("pk")[0]
    RiskCase.objects.filter(pk=first.pk).update(state="held", answer_by=make.NOW)
    RiskCase.objects.filter(pk=_case.pk).update(state="passed", codes="", points=0, answer_by=None)
    manager, path = make.manager_of(campaign.brand), f"risk-cases/{first.public_id}/hold-branch"

    assert decide(manager, path).json() == {"held": 1}
    assert decide(manager, path, key="key-00000002").json() == {"held": 0}
    assert RiskCase.objects.get(pk=_case.pk).state == "held"


@pytest.mark.parametrize(("act", "state"), [("release", "approved"), ("cancel", "cancelled")])
def test_a_manager_decides_a_reward_on_hold(act: str, state: str) -> None:
    case, campaign, advocate = held()
    reward = reward_of(advocate)
    manager, path = make.manager_of(campaign.brand), f"rewards/{reward.public_id}/{act}"

    for stranger in (advocate, make.manager_of(make.live().brand)):
        assert decide(stranger, path).status_code == 404
    assert decide(manager, path, reason="", key="key-00000002").status_code == 422
    if act == "release":
        refused = decide(manager, path, key="key-00000003")
        assert (refused.status_code, refused.json()["code"]) == (409, "case-open")
        RiskCase.objects.filter(pk=case.pk).update(state="released")
    assert reward_of(advocate).state == "held"

    assert [decide(manager, path, key=f"key-1000000{n}").json()["state"] for n in (1, 2)] == [state] * 2
