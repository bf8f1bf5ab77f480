"""Words for friends over the API: the advocate's own, and the manager's list."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from campaigns.models import Referral, Vouch
from tests.campaigns import vouch_worlds as worlds
from tests.campaigns.vouch_worlds import live, vouched, vouching
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def as_(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def address(referral: Referral) -> str:
    return f"/api/v1/referrals/{referral.campaign.public_id}-{referral.invitee.public_id}/vouch/"


def send(client: Client, method: str, path: str, key: str = "key-12345678") -> Any:
    return getattr(client, method)(path, headers={"Idempotency-Key": key})


def test_a_word_is_given_and_taken_back() -> None:
    referral = make.invite(make.member(), live())
    client = as_(referral.advocate)

    given = send(client, "post", address(referral))
    assert (given.status_code, given.json()["state"]) == (201, "open")
    assert send(client, "post", address(referral), "key-another-1").json() == given.json()

    [row] = client.get(f"/api/v1/campaigns/{referral.campaign.slug}/referrals/").json()["items"]
    assert f"/{row['public_id']}/" in address(referral)
    assert row["vouch"]["state"] == "open"
    assert row["vouch"]["lowered_until"] is None

    back = send(client, "delete", address(referral), "key-delete-1")
    assert (back.status_code, back.json()["state"]) == (200, "withdrawn")


def test_refusals_have_codes() -> None:
    advocate, campaign = make.member(), live(rule=vouching(most=1))
    vouched(campaign, advocate)
    second = make.invite(advocate, campaign)
    answer = send(as_(advocate), "post", address(second))
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-vouches")
    assert send(as_(make.member()), "post", address(second)).status_code == 404
    assert send(Client(), "post", address(second)).status_code == 401
    never = send(as_(advocate), "delete", address(second), "key-delete-2")
    assert never.status_code == 404
    assert Vouch.objects.count() == 1


def test_managers_read_every_word_of_their_campaign() -> None:
    campaign = live()
    kept, failed = vouched(campaign), vouched(campaign)
    worlds.prove(kept.invitee)
    worlds.suspend(failed.invitee)
    boss = as_(make.manager_of(campaign.brand))

    newest, oldest = boss.get(f"/api/v1/campaigns/{campaign.slug}/vouches/").json()["items"]
    assert (newest["state"], newest["reason"], newest["advocate"]) == (
        "failed",
        "suspended",
        failed.advocate.handle,
    )
    assert (oldest["state"], oldest["added_hundredths"], oldest["invitee"]) == (
        "kept",
        20,
        kept.invitee.handle,
    )
    for reader in (make.member(), kept.advocate, make.manager_of(make.brand())):
        assert as_(reader).get(f"/api/v1/campaigns/{campaign.slug}/vouches/").status_code in (403, 404)


def test_a_campaign_without_vouching_lists_none() -> None:
    referral = make.invite(make.member(), make.live())
    [row] = (
        as_(referral.advocate).get(f"/api/v1/campaigns/{referral.campaign.slug}/referrals/").json()["items"]
    )
    assert row["vouch"] is None
