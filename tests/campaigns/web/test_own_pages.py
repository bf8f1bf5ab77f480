"""Progress, share and claim: the member's own pages."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from campaigns.models import Referral, Reward, ShareLink
from campaigns.operations.claims import claim_reward
from campaigns.operations.lifecycle import close_campaign, pause_campaign
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.rewards import assess_reward
from campaigns.states import RewardState
from common.access import SYSTEM
from gifts.models import Gift
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def advocate(client: Client) -> Member:
    member = make.member(display_name="Wang Fang")
    client.force_login(member)
    return member


def page_of(client: Client, path: str, *, status: int = 200, language: str = "en") -> str:
    client.cookies["django_language"] = language
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def nonce_in(page: str) -> str:
    found = re.search(r'name="nonce" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("page", ["progress", "share"])
def test_visitors_are_sent_to_sign_in(client: Client, page: str) -> None:
    answer = client.get(f"/campaigns/{make.live().slug}/{page}/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("page", ["progress", "share"])
def test_drafts_are_not_found(client: Client, advocate: Member, page: str) -> None:
    page_of(client, f"/campaigns/{make.draft().slug}/{page}/", status=404)


# --- progress -------------------------------------------------------------------------------------


def test_progress_says_who_counts_and_why_not_yet(client: Client, advocate: Member) -> None:
    campaign = make.live()
    make.qualify(advocate, campaign, friends=2)
    make.invite(advocate, campaign, name="Zhao Lei")

    page = page_of(client, f"/campaigns/{campaign.slug}/progress/")

    assert "2 of 3 friends joined" in page
    assert "You still need at most 1 more friend who joins and is verified." in page
    assert "3 joined, 2 of them count." in page
    assert "Zhao Lei" in page
    assert "Not counted yet: the real name is not verified." in page


def test_progress_before_the_first_friend(client: Client, advocate: Member) -> None:
    page = page_of(client, f"/campaigns/{make.live().slug}/progress/")

    assert "0 of 3 friends joined" in page
    assert "Nobody has joined yet" in page


def test_progress_shows_nobody_elses_friends(client: Client, advocate: Member) -> None:
    campaign = make.live()
    make.invite(make.member(), campaign, name="Not Mine")

    assert "Not Mine" not in page_of(client, f"/campaigns/{campaign.slug}/progress/")


def test_progress_speaks_chinese(client: Client, advocate: Member) -> None:
    campaign = make.live()
    make.qualify(advocate, campaign, friends=1)

    page = page_of(client, f"/campaigns/{campaign.slug}/progress/", language="zh-hans")

    assert "3 位好友中已有 1 位加入" in page


def test_part_of_a_friend_is_rounded_down_and_told_exactly(client: Client, advocate: Member) -> None:
    campaign = make.live(credit={"registered": 30, "real_name": 100})
    make.invite(advocate, campaign)
    recheck_referrals(member_id=Referral.objects.get().invitee_id, happened_at=make.NOW, now=make.NOW)

    page = page_of(client, f"/campaigns/{campaign.slug}/progress/")

    assert "0 of 3 friends joined" in page
    assert "Exactly 0.30 of 3." in page


def test_an_approved_gift_has_its_next_step(client: Client, advocate: Member) -> None:
    campaign = make.live(gift=2)
    reward = make.approved(advocate, campaign)

    page = page_of(client, f"/campaigns/{campaign.slug}/progress/")

    assert "3 of 3 friends joined" in page
    assert f"/rewards/{reward.public_id}/claim/" in page


def test_an_entry_leads_to_the_draw(client: Client, advocate: Member) -> None:
    campaign = make.live()
    make.approved(advocate, campaign)

    assert f"/campaigns/{campaign.slug}/draw/" in page_of(client, f"/campaigns/{campaign.slug}/progress/")


# --- share ----------------------------------------------------------------------------------------


def test_a_link_is_made_by_the_form_once(client: Client, advocate: Member) -> None:
    path = f"/campaigns/{make.live().slug}/share/"
    page = page_of(client, path)
    assert not ShareLink.objects.exists()

    answers = [client.post(path, {"nonce": nonce_in(page)}) for _again in range(2)]
    client.post(path)

    assert [answer.status_code for answer in answers] == [303, 303]
    code = ShareLink.objects.get().code
    page = page_of(client, path)
    assert f"/i/{code}/" in page
    assert "<svg" in page
    assert "I&#x27;d like to invite you" in page
    assert "想邀请您" in page


@pytest.mark.parametrize(
    ("end", "sentence"), [("paused", "paused for the moment"), ("closing", "This campaign has ended.")]
)
def test_no_link_is_made_for_a_campaign_that_takes_nobody(
    client: Client, advocate: Member, end: str, sentence: str
) -> None:
    campaign = make.live()
    if end == "paused":
        pause_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="x")
    else:
        close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="x", now=make.NOW)

    answer = client.post(f"/campaigns/{campaign.slug}/share/")

    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert not ShareLink.objects.exists()


def test_the_words_of_the_campaign_are_sent_along(client: Client, advocate: Member) -> None:
    campaign = make.live()
    make.link_of(advocate, campaign)

    page = page_of(client, f"/campaigns/{campaign.slug}/share/", language="zh-hans")

    assert "“晴天去春游”" in page


# --- claim ----------------------------------------------------------------------------------------


def claim(client: Client, reward: Reward, **data: Any) -> Any:
    return client.post(f"/rewards/{reward.public_id}/claim/", data)


def test_a_claim_leads_to_the_gift_and_twice_to_the_same(client: Client, advocate: Member) -> None:
    reward = make.approved(advocate, make.live(gift=2))
    nonce = nonce_in(page_of(client, f"/rewards/{reward.public_id}/claim/"))

    answers = [claim(client, reward, nonce=nonce), claim(client, reward, nonce=nonce), claim(client, reward)]

    gift = Gift.objects.get()
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert {answer["Location"] for answer in answers} == {f"/gifts/{gift.public_id}/"}


def test_strangers_find_no_reward(client: Client) -> None:
    reward = make.approved(make.member(), make.live(gift=2))
    client.force_login(make.member())

    assert client.get(f"/rewards/{reward.public_id}/claim/").status_code == 404
    assert claim(client, reward).status_code == 404
    assert Reward.objects.get().state == RewardState.APPROVED


def test_visitors_must_sign_in_to_claim(client: Client) -> None:
    reward = make.approved(make.member(), make.live(gift=2))
    assert claim(client, reward).status_code == 302
    assert not Gift.objects.exists()


def test_a_paused_campaign_gives_nothing(client: Client, advocate: Member) -> None:
    campaign = make.live(gift=2)
    reward = make.approved(advocate, campaign)
    pause_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="x")

    answer = claim(client, reward)

    assert answer.status_code == 409
    assert "paused for the moment" in answer.content.decode()
    assert not Gift.objects.exists()


def test_all_given_is_said_and_the_reward_stays(client: Client, advocate: Member) -> None:
    campaign = make.live(gift=1)
    first = make.approved(make.member(), campaign)
    claim_reward(actor=first.beneficiary, reward_id=first.pk, now=make.NOW)
    make.qualify(advocate, campaign)
    reward = Reward.objects.get(beneficiary=advocate)
    assess_reward(reward_id=reward.pk, now=make.NOW)

    answer = claim(client, reward)

    assert answer.status_code == 409
    assert "All of these gifts have been given" in answer.content.decode()
    assert Reward.objects.get(pk=reward.pk).state == RewardState.APPROVED


def test_an_entry_can_not_be_claimed(client: Client, advocate: Member) -> None:
    reward = make.reward_of(advocate, make.live())
    assert claim(client, reward).status_code == 409
    assert not Gift.objects.exists()


# --- today ----------------------------------------------------------------------------------------


def test_today_says_how_far_i_am_with_sharing_as_the_one_act(client: Client, advocate: Member) -> None:
    campaign = make.live()
    make.qualify(advocate, campaign, friends=2)

    page = page_of(client, "/")

    assert "2 of 3 friends joined" in page
    assert f'class="btn btn--primary" href="/campaigns/{campaign.slug}/share/"' in page


def test_today_tells_of_a_gift_to_claim(client: Client, advocate: Member) -> None:
    reward = make.approved(advocate, make.live(gift=2))
    assert f"/rewards/{reward.public_id}/claim/" in page_of(client, "/")


def test_today_is_silent_for_members_who_share_nothing(client: Client, advocate: Member) -> None:
    make.live()
    assert "friends joined" not in page_of(client, "/")


def test_campaigns_are_a_place_of_the_navigation(client: Client, advocate: Member) -> None:
    page = page_of(client, f"/campaigns/{make.live().slug}/")
    assert re.search(r'href="/campaigns/" aria-current="page"', page)
