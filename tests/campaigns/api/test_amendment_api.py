"""Amendments by programs."""

import pytest
from django.test import Client

from tests.campaigns.test_amendments import propose, rules_of
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "key-00000001"}


def test_a_program_proposes_and_adopts(client: Client) -> None:
    campaign = make.live(gift=5)
    client.force_login(make.manager_of(campaign.brand))
    body = {"note": "Better.", "rules": rules_of(campaign, threshold=2)}
    path = f"/api/v1/campaigns/{campaign.slug}/amendments/"
    answer = client.post(path, body, content_type="application/json", headers=KEY)
    assert answer.status_code == 201, answer.content
    client.force_login(make.manager_of(campaign.brand))
    adopted = client.post(f"/api/v1/amendments/{answer.json()['public_id']}/adopt/", headers=KEY)
    assert (adopted.status_code, adopted.json()["version"]) == (200, 2)


def test_a_program_takes_it_back(client: Client) -> None:
    campaign = make.live(gift=5)
    client.force_login(make.manager_of(campaign.brand))
    amendment = propose(campaign, threshold=2)
    path = f"/api/v1/amendments/{amendment.public_id}/withdraw/"
    answer = client.post(path, {"reason": "no"}, content_type="application/json", headers=KEY)
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
