"""The campaigns, one of them, and its promises: for everybody."""

import pytest
from django.test import Client

from campaigns.models import Brand
from campaigns.operations.lifecycle import pause_campaign
from common.access import SYSTEM
from gifts.models import Item
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def page_of(client: Client, path: str, *, status: int = 200, language: str = "en") -> str:
    client.cookies["django_language"] = language
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_shows_public_campaigns_with_their_states(client: Client) -> None:
    make.live()
    make.scheduled()
    make.draft()

    page = page_of(client, "/campaigns/")

    assert page.count("Spring outing on sunny days") == 2
    assert "Open now" in page
    assert "Starts soon" in page


def test_the_list_is_friendly_when_there_is_nothing(client: Client) -> None:
    assert "No campaigns yet" in page_of(client, "/campaigns/")


def test_the_list_goes_on_behind_a_link(client: Client) -> None:
    for _number in range(27):
        make.live()

    page = page_of(client, "/campaigns/")

    assert page.count("Spring outing") == 25
    assert "cursor=" in page


def test_an_edited_cursor_is_refused(client: Client) -> None:
    assert "not valid any more" in page_of(client, "/campaigns/?cursor=made-up", status=400)


def test_a_campaign_tells_the_offer_the_rules_and_the_seal(client: Client) -> None:
    campaign = make.live()

    page = page_of(client, f"/campaigns/{campaign.slug}/")

    for text in (
        "Sports shoes",
        "× 3",
        "within 30 days",
        "3 days to answer",
        "3 friends",
        "Version 1 of the rules",
    ):
        assert text in page
    assert campaign.current is not None
    assert campaign.current.sha256 in page
    assert f"/join/?next=/campaigns/{campaign.slug}/share/" in page


def test_a_campaign_speaks_chinese(client: Client) -> None:
    page = page_of(client, f"/campaigns/{make.live().slug}/", language="zh-hans")

    assert "晴天去春游" in page
    assert "运动鞋" in page


def test_a_member_sees_her_own_summary(client: Client) -> None:
    campaign, advocate = make.live(), make.member()
    make.qualify(advocate, campaign, friends=2)
    client.force_login(advocate)

    page = page_of(client, f"/campaigns/{campaign.slug}/")

    assert "2 of 3 friends joined" in page
    assert f"/campaigns/{campaign.slug}/share/" in page


def test_drafts_are_not_found_by_strangers(client: Client) -> None:
    draft = make.draft()

    for path in ("", "promises/"):
        page_of(client, f"/campaigns/{draft.slug}/{path}", status=404)


def test_a_paused_campaign_says_why_and_invites_nobody(client: Client) -> None:
    campaign = make.live()
    pause_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="The shoes come a day later.")

    page = page_of(client, f"/campaigns/{campaign.slug}/")

    assert "The shoes come a day later." in page
    assert "Join to take part" not in page


def test_promises_count_and_name_nobody(client: Client) -> None:
    campaign, advocate = make.live(), make.member(display_name="Secret Person")
    make.reward_of(advocate, campaign)

    page = page_of(client, f"/campaigns/{campaign.slug}/promises/")

    assert "Every prize reaches its winner" in page
    assert page.count("<dd>3</dd>") == 2
    assert "Secret Person" not in page


def test_promises_of_nothing_are_not_found(client: Client) -> None:
    page_of(client, "/campaigns/no-such/promises/", status=404)


def test_what_is_kept_of_a_page_follows_a_changed_name_and_the_reader(client: Client) -> None:
    campaign = make.live()
    path = f"/campaigns/{campaign.slug}/"
    assert "Sports shoes" in page_of(client, path)

    Item.objects.update(name={"en": "Running shoes", "zh-hans": "跑鞋"})

    assert "Running shoes" in page_of(client, path)
    assert "跑鞋" in page_of(client, path, language="zh-hans")
    assert "跑鞋" not in page_of(client, path)


def test_what_is_kept_of_a_page_follows_the_organiser(client: Client) -> None:
    campaign = make.live()
    path = f"/campaigns/{campaign.slug}/"
    page_of(client, path)

    Brand.objects.update(contact="hello@community.example")

    assert "hello@community.example" in page_of(client, path)
