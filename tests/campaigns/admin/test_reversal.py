"""The desk's act on a referral: who gets the button, and what it asks."""

import pytest
from django.test import Client

from accounts.models import RoleGrant
from campaigns.models import Referral
from common.ids import new_public_id
from tests.campaigns.reversal_worlds import WHY, lived
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def test_a_manager_reverses_with_a_reason(client: Client) -> None:
    campaign, _advocate, friends = lived()
    client.force_login(make.manager_of(campaign.brand))
    act = f"/admin/campaigns/referral/{friends[0].pk}/do/reverse/"

    assert act in client.get(f"/admin/campaigns/referral/{friends[0].pk}/change/").content.decode()
    assert "please name nobody" in client.get(act).content.decode()
    client.post(act, {"reason": WHY, "nonce": new_public_id()})

    assert Referral.objects.get(pk=friends[0].pk).state == "reversed"


def test_who_brought_the_friend_gets_no_button(client: Client) -> None:
    campaign, advocate, friends = lived()
    RoleGrant.objects.create(member=advocate, role="manager", scope=campaign.brand.scope, granted_at=make.NOW)
    type(advocate).objects.filter(pk=advocate.pk).update(is_staff=True)
    client.force_login(type(advocate).objects.get(pk=advocate.pk))

    page = client.get(f"/admin/campaigns/referral/{friends[0].pk}/change/")
    assert page.status_code == 200
    assert "/do/reverse/" not in page.content.decode()
