"""Taking back what a friend counts for, for a manager's program."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from campaigns.models import CreditEntry, Referral
from tests.campaigns.reversal_worlds import WHY, lived
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def ask(who: Member, referral: Referral, *, key: str = "key-00000001", **changes: Any) -> Any:
    client = Client()
    client.force_login(who)
    return client.post(
        f"/api/v1/campaigns/{referral.campaign.slug}/reversals/",
        {"invitee_handle": f"@{referral.invitee.handle}", "reason": WHY} | changes,
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_a_manager_reverses_once_and_reads_the_referral() -> None:
    campaign, advocate, friends = lived()
    manager = make.manager_of(campaign.brand)

    answers = [
        ask(manager, friends[0]),
        ask(manager, friends[0]),
        ask(manager, friends[0], key="key-00000002"),
    ]

    assert [one.status_code for one in answers] == [200] * 3
    body = answers[0].json()
    assert (body["state"], body["credit_hundredths"]) == ("reversed", 0)
    assert (body["advocate"], body["invitee"]) == (advocate.handle, friends[0].invitee.handle)
    assert CreditEntry.objects.filter(amount_hundredths__lt=0).count() == 1


def test_what_is_missing_or_unknown_is_refused() -> None:
    campaign, advocate, friends = lived()
    manager = make.manager_of(campaign.brand)

    assert ask(manager, friends[0], reason=" ").status_code == 422
    assert ask(manager, friends[0], key="key-00000002", invitee_handle="nobody").status_code == 404
    assert ask(advocate, friends[0]).status_code == 404
    assert ask(make.manager_of(make.brand()), friends[0]).status_code == 404
    waiting = make.invite(advocate, campaign)
    refused = ask(manager, waiting, key="key-00000003")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing-to-reverse")
    assert not CreditEntry.objects.filter(amount_hundredths__lt=0).exists()
