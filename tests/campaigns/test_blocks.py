"""A block hides names and invitations; what was counted stays counted."""

import pytest
from django.test import Client

from accounts.models import Member
from accounts.operations import block_member
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def read(member, address):
    client = Client()
    client.force_login(member)
    return client.get(address)


@pytest.fixture
def pair():
    """(campaign, advocate, invitee)"""
    campaign = make.live()
    advocate = make.member()
    invitee = make.invite(advocate, campaign, name="Hidden Harbour").invitee
    return campaign, advocate, invitee


@pytest.mark.parametrize("who_blocks", ["advocate", "invitee"])
def test_a_blocked_friend_counts_without_a_name(pair, who_blocks):
    campaign, advocate, invitee = pair
    address = f"/campaigns/{campaign.slug}/progress/"
    before = read(advocate, address).content.decode()
    assert "Hidden Harbour" in before
    assert invitee.public_id in before
    one, other = (advocate, invitee) if who_blocks == "advocate" else (invitee, advocate)
    block_member(actor=one, member_id=other.pk, now=make.NOW)

    page = read(advocate, address).content.decode()
    assert "Hidden Harbour" not in page
    assert invitee.public_id not in page
    assert "Somebody" in page
    assert "1 joined" in page
    rows = read(advocate, f"/api/v1/campaigns/{campaign.slug}/referrals/").json()["items"]
    assert [row["name"] for row in rows] == ["Somebody"]


def test_whoever_left_reads_the_same_as_whoever_blocked(pair):
    campaign, advocate, invitee = pair
    gone = {"phone_index": None, "phone_sealed": "", "email_index": None, "email_sealed": ""}
    Member.objects.filter(pk=invitee.pk).update(state="erased", display_name="erased 2026", **gone)
    page = read(advocate, f"/campaigns/{campaign.slug}/progress/").content.decode()
    assert "Somebody" in page
    assert "erased 2026" not in page


def test_an_invitation_from_behind_a_block_is_unknown(pair):
    campaign, advocate, invitee = pair
    code = make.link_of(advocate, campaign).code
    assert read(invitee, f"/i/{code}/").status_code == 200
    block_member(actor=advocate, member_id=invitee.pk, now=make.NOW)
    assert read(invitee, f"/i/{code}/").status_code == 404
    assert Client().get(f"/i/{code}/").status_code == 200
