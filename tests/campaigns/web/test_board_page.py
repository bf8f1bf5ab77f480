"""The board's page: real people only, names by their own leave."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from campaigns.models import Campaign, Progress
from campaigns.operations.boards import show_name
from common.errors import NeedsSignIn
from tests.campaigns.board_worlds import (
    bring,
    challenge,
    leaderboard,
)
from tests.factories import campaigns as make
from tests.factories import groups as grouping

pytestmark = pytest.mark.django_db


# --- the page ---------------------------------------------------------------------------------------


def page_of(client: Client, campaign: Campaign, member: Member | None = None) -> str:
    if member is not None:
        client.force_login(member)
    answer = client.get(f"/campaigns/{campaign.slug}/board/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_short_board_is_not_shown_and_nobody_is_invented(client: Client) -> None:
    campaign = leaderboard()
    ann = make.member(display_name="Ann Example")
    bring(ann, campaign, 2)
    page = page_of(client, campaign)
    assert "The board is shown from five people on." in page
    assert "Place 1, with 2 friends." in page_of(client, campaign, ann)


def test_names_are_shown_by_ones_own_leave_and_to_members_only(client: Client) -> None:
    campaign = leaderboard()
    everybody = [make.member(display_name=f"Member {number}") for number in range(5)]
    for member in everybody:
        bring(member, campaign, 1)
    show_name(actor=everybody[0], campaign_id=campaign.pk, shown=True)
    assert "Member 0" not in page_of(client, campaign)
    page = page_of(client, campaign, make.member())
    assert "Member 0" in page
    assert "Member 1" not in page
    client.force_login(everybody[1])
    path = f"/campaigns/{campaign.slug}/board/"
    assert client.post(path, {"named": "yes"}).status_code == 303
    assert Progress.objects.get(advocate=everybody[1]).is_named
    assert client.post(path, {"named": "no"}).status_code == 303
    assert not Progress.objects.get(advocate=everybody[1]).is_named


def test_a_member_chooses_a_group_on_the_page_and_sees_who_brought_what(client: Client) -> None:
    campaign = challenge()
    ann = make.member(display_name="Ann Example")
    group = grouping.group(ann, name={"en": "Hikers"})
    assert "For which of your groups do you play?" in page_of(client, campaign, ann)
    path = f"/campaigns/{campaign.slug}/board/"
    assert client.post(path, {"group": group.public_id}).status_code == 303
    bring(ann, campaign, 2)
    page = page_of(client, campaign)
    assert "You play for Hikers" in page
    assert "Ann Example" in page
    client.logout()
    assert "Hikers" not in page_of(client, campaign)


def test_the_board_costs_no_more_with_more_people(client: Client, django_assert_max_num_queries: Any) -> None:
    campaign = leaderboard()
    viewer = make.member()
    client.force_login(viewer)
    for number in (5, 15):
        for _ in range(number):
            bring(make.member(), campaign, 1)
        with django_assert_max_num_queries(11):
            client.get(f"/campaigns/{campaign.slug}/board/")


def test_the_rules_are_told_beforehand(client: Client) -> None:
    page = client.get(f"/campaigns/{leaderboard().slug}/").content.decode()
    assert "Who brings most friends stands highest; a place needs at least 1 friend." in page
    assert "Between equals, who had as much earlier stands higher" in page
    page = client.get(f"/campaigns/{challenge(threshold=3).slug}/").content.decode()
    assert "The goal is 3 friends." in page


def test_a_campaign_without_a_board_has_no_page(client: Client) -> None:
    assert client.get(f"/campaigns/{make.live().slug}/board/").status_code == 404
    with pytest.raises(NeedsSignIn):
        from django.contrib.auth.models import AnonymousUser

        show_name(actor=AnonymousUser(), campaign_id=leaderboard().pk, shown=True)
