"""Managers read the funnel of each group, but not of one so small that a person could be recognised."""

import pytest
from django.test import Client

from campaigns.models import Campaign
from campaigns.queries.by_group import group_figures, shown_teams
from outbox.testing import run_jobs
from tests.campaigns.board_worlds import bring, challenge, team
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def groups_of(campaign: Campaign, *sizes: int) -> list[str]:
    """Groups of so many members; the first of each brings two friends who count."""
    refs = []
    for size in sizes:
        members = [make.member() for _ in range(size)]
        refs.append(team(campaign, *members).public_id)
        bring(members[0], campaign, 2)
    run_jobs()
    return refs


def test_each_group_has_its_own_funnel() -> None:
    campaign = challenge()
    refs = groups_of(campaign, 5, 6)
    elsewhere = challenge()
    groups_of(elsewhere, 5)

    found = group_figures(campaign_id=campaign.pk, viewer=make.manager_of(campaign.brand))

    assert sorted(line.steps.key for line in found.lines) == sorted(refs)
    assert {(line.steps.registered, line.steps.qualified, line.steps.approved) for line in found.lines} == {
        (2, 2, 2)
    }
    assert sorted(line.players for line in found.lines) == [5, 6]
    assert found.hidden == 0


@pytest.mark.parametrize(
    ("players", "shown"),
    [
        ({1: 5, 2: 5}, {1, 2}),
        ({1: 4}, set()),
        ({1: 4, 2: 3, 3: 9}, {3}),
        ({1: 4, 2: 9, 3: 6}, {2}),
        ({1: 4, 2: 9}, set()),
    ],
)
def test_small_groups_stay_out_and_cannot_be_found_by_subtraction(
    players: dict[int, int], shown: set[int]
) -> None:
    assert shown_teams(players) == shown


def test_a_small_group_is_on_no_page_and_in_no_answer(client: Client) -> None:
    campaign = challenge()
    refs = groups_of(campaign, 5, 4, 3)
    client.force_login(make.manager_of(campaign.brand))

    page = client.get(f"/admin/campaigns/campaign/{campaign.pk}/figures/").content.decode()
    body = client.get(f"/api/v1/campaigns/{campaign.slug}/funnel/").json()

    assert "Group by group" in page and "2 groups are not shown" in page
    assert [line["key"] for line in body["groups"]] == refs[:1]
    assert (body["groups"][0]["players"], body["groups"][0]["qualified"], body["groups_hidden"]) == (5, 2, 2)


def test_a_campaign_without_groups_says_nothing_of_them(client: Client) -> None:
    campaign = make.live()
    client.force_login(make.manager_of(campaign.brand))

    page = client.get(f"/admin/campaigns/campaign/{campaign.pk}/figures/").content.decode()

    assert "Group by group" not in page


def test_costs_the_same_for_many(django_assert_num_queries) -> None:
    campaign = challenge()
    groups_of(campaign, 5, 5, 5)
    manager = make.manager_of(campaign.brand)
    with django_assert_num_queries(5):
        group_figures(campaign_id=campaign.pk, viewer=manager)
