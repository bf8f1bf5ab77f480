"""The advocate's page of a word: both sides before she gives it, what became of it, taking it back."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from accounts.operations import block_member
from campaigns.models import Referral, Vouch
from campaigns.queries.progress import progress_of
from tests.campaigns import vouch_worlds as worlds
from tests.campaigns.vouch_worlds import give, live, vouched, vouching
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def page_of(referral: Referral) -> str:
    return reverse("campaigns:vouch", args=[f"{referral.campaign.public_id}-{referral.invitee.public_id}"])


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_she_reads_both_sides_and_then_gives_it(client: Client) -> None:
    referral = make.invite(make.member(), live())
    client = signed_in(referral.advocate)
    progress = client.get(reverse("campaigns:progress", args=[referral.campaign.slug])).content.decode()
    assert page_of(referral) in progress

    shown = client.get(page_of(referral)).content.decode()
    for words in ("within 14 days", "counts 0.20 more", "counts 50%", "for 30 days", "earned stays"):
        assert words in shown
    assert "If you vouch now, your friend has time until:" in shown
    assert not Vouch.objects.exists()

    answer = client.post(page_of(referral), {"act": "give"}, follow=True)
    assert "You vouch for this friend now" in answer.content.decode()
    assert Vouch.objects.get().state == "open"


def test_given_again_on_an_old_page_she_reads_what_became_of_it() -> None:
    vouch = vouched(live())
    Vouch.objects.update(state="lapsed", ended_at=make.NOW)
    answer = signed_in(vouch.advocate).post(page_of(vouch.referral), {"act": "give"}, follow=True)
    shown = answer.content.decode()
    assert "The days are over, and nothing follows." in shown
    assert "You vouch for this friend now" not in shown


def test_she_takes_it_back_on_the_same_page() -> None:
    vouch = vouched(live())
    client = signed_in(vouch.advocate)
    answer = client.post(page_of(vouch.referral), {"act": "withdraw"}, follow=True)
    assert "You took your word for this friend back." in answer.content.decode()
    assert Vouch.objects.get().state == "withdrawn"
    again = client.post(page_of(vouch.referral), {"act": "give"})
    assert again.status_code == 409
    assert "once for each friend" in again.content.decode()


def test_strangers_find_no_page() -> None:
    referral = make.invite(make.member(), live())
    for reader in (make.member(), referral.invitee):
        client = signed_in(reader)
        assert client.get(page_of(referral)).status_code == 404
        assert client.post(page_of(referral), {"act": "give"}).status_code == 404
    assert Client().get(page_of(referral)).status_code == 302


def test_where_the_rules_have_none_there_is_no_page_and_no_link() -> None:
    referral = make.invite(make.member(), make.live())
    client = signed_in(referral.advocate)
    assert client.get(page_of(referral)).status_code == 404
    progress = client.get(reverse("campaigns:progress", args=[referral.campaign.slug])).content.decode()
    assert "vouch" not in progress


def test_off_the_lists_there_is_no_page() -> None:
    vouch = vouched(live())
    make.in_state(vouch.campaign, "cancelled")
    assert signed_in(vouch.advocate).get(page_of(vouch.referral)).status_code == 404


def test_a_friend_behind_a_block_has_no_page() -> None:
    referral = make.invite(make.member(), live())
    block_member(actor=referral.invitee, member_id=referral.advocate_id, now=make.NOW)
    assert signed_in(referral.advocate).get(page_of(referral)).status_code == 404


def test_with_no_room_left_she_reads_why() -> None:
    advocate, campaign = make.member(), live(rule=vouching(most=1))
    give(make.invite(advocate, campaign))
    other = make.invite(advocate, campaign)
    client = signed_in(advocate)
    shown = client.get(page_of(other)).content.decode()
    assert "You can vouch for 1 friend at a time" in shown
    assert 'value="give"' not in shown
    assert client.post(page_of(other), {"act": "give"}).status_code == 409


def test_what_became_of_it_stands_beside_the_friend() -> None:
    vouch = vouched(live())
    client, slug = signed_in(vouch.advocate), vouch.campaign.slug
    progress = reverse("campaigns:progress", args=[slug])
    assert "You vouch for this friend until" in client.get(progress).content.decode()

    worlds.prove(vouch.invitee)
    assert "a good introduction" in client.get(progress).content.decode()
    assert "counts 0.20 more for you" in client.get(page_of(vouch.referral)).content.decode()

    worlds.suspend(vouch.invitee)
    assert "Your word counts less until" in client.get(progress).content.decode()
    shown = client.get(page_of(vouch.referral)).content.decode()
    assert reverse("campaigns:holds", args=[slug]) in shown
    other = make.invite(vouch.advocate, vouch.campaign)
    assert "Until then you can" in client.get(page_of(other)).content.decode()


def test_her_progress_needs_one_statement_more(django_assert_num_queries: object) -> None:
    advocate, campaign = make.member(), live()
    for _ in range(2):
        give(make.invite(advocate, campaign))
    progress_of(member_id=advocate.pk, slug=campaign.slug)
    with django_assert_num_queries(4):  # type: ignore[operator]
        found = progress_of(member_id=advocate.pk, slug=campaign.slug)
    assert [friend.word.state for friend in found.friends if friend.word] == ["open", "open"]


def test_the_rules_page_says_all_of_it_in_both_languages() -> None:
    campaign = live()
    page = reverse("campaigns:detail", args=[campaign.slug])
    english = Client().get(page, headers={"accept-language": "en"}).content.decode()
    assert "good introduction" in english and "suspended for cause" in english
    chinese = Client().get(page, headers={"accept-language": "zh-hans"}).content.decode()
    assert "担保" in chinese or "引荐" in chinese
    assert "suspended for cause" not in chinese
