"""Holds for a member's programs, cases and signals for a manager's."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from campaigns.models import RiskCase
from campaigns.operations.risk import confirm_case
from common.access import SYSTEM
from tests.campaigns.test_risk import held
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
