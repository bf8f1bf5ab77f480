"""A block hides names and invitations; what was counted stays counted."""

import pytest
from django.test import Client

from accounts.models import Member
from accounts.operations import block_member
from campaigns.queries.progress import progress_of
from campaigns.queries.today import own_invitation
from campaigns.sentences import explain_referral, unseen
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
GONE = {"phone_index": None, "phone_sealed": "", "email_index": None, "email_sealed": ""}


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
    Member.objects.filter(pk=invitee.pk).update(state="erased", display_name="erased 2026", **GONE)
    page = read(advocate, f"/campaigns/{campaign.slug}/progress/").content.decode()
    assert "Somebody" in page
    assert "erased 2026" not in page


@pytest.mark.parametrize("state", ["live", "settling"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_what_somebody_unseen_has_not_done_is_not_told(pair, is_gone, state):
    campaign, advocate, invitee = pair
    make.in_state(campaign, state)
    if is_gone:
        Member.objects.filter(pk=invitee.pk).update(state="erased", **GONE)
    else:
        block_member(actor=invitee, member_id=advocate.pk, now=make.NOW)

    told = {
        friend.name: friend.reason
        for friend in progress_of(member_id=advocate.pk, slug=campaign.slug).friends
    }

    over = {"live": "Not counted so far.", "settling": "Not counted: the campaign is over."}
    assert told["Somebody"] == over[state]


def test_certificates_of_somebody_unseen_are_not_told():
    told = {"credit": 130, "levels": ["real_name"]}
    assert "real name" in explain_referral("counts-more", told)
    assert explain_referral(unseen("counts-more"), told) == "Counts 1.30 so far."


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_newcomer_is_not_greeted_by_somebody_unseen(pair, is_gone):
    campaign, advocate, invitee = pair
    greeted = own_invitation(invitee)
    assert greeted is not None and greeted.slug == campaign.slug
    if is_gone:
        Member.objects.filter(pk=advocate.pk).update(state="erased", **GONE)
    else:
        block_member(actor=invitee, member_id=advocate.pk, now=make.NOW)
    assert own_invitation(invitee) is None


def test_an_invitation_from_behind_a_block_is_unknown(pair):
    campaign, advocate, invitee = pair
    code = make.link_of(advocate, campaign).code
    assert read(invitee, f"/i/{code}/").status_code == 200
    block_member(actor=advocate, member_id=invitee.pk, now=make.NOW)
    assert read(invitee, f"/i/{code}/").status_code == 404
    assert Client().get(f"/i/{code}/").status_code == 200
