"""What a group's radar sees is told to the managers of brands whose campaigns run with the group."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification
from accounts.states import Role
from campaigns.models import Campaign
from campaigns.operations.telling import RADAR, tell_of_radar
from campaigns.queries.news import campaigns_with_group, groups_watched
from common.clock import db_now
from groups.models import Group, RadarSpot
from groups.operations import sweep_radar
from outbox.testing import run_jobs
from tests.campaigns.board_worlds import challenge, team
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory
from tests.groups.test_radar import LOUD, complained, swept

pytestmark = pytest.mark.django_db


def told() -> list[int]:
    return sorted(Notification.objects.filter(kind=RADAR).values_list("member_id", flat=True))


def loud(home: Group, *people) -> None:
    for who, body in zip(people, LOUD, strict=False):
        complained(home, who, body)
    assert swept() == 1


def test_managers_hear_once_of_a_group_that_plays_in_their_campaigns_and_others_do_not() -> None:
    people = [make.member() for _ in range(3)]
    campaign, elsewhere = challenge(), challenge()
    home = team(campaign, *people)
    mine, theirs = make.manager_of(campaign.brand), make.manager_of(elsewhere.brand)
    loud(home, *people)
    run_jobs()
    assert mine.pk in told() and theirs.pk not in told()
    assert sweep_radar(now=db_now()) == 0
    assert tell_of_radar(spot_id=RadarSpot.objects.get().pk, now=db_now()) == 0


def test_a_condition_that_names_the_group_is_a_link_and_an_ended_campaign_is_none() -> None:
    campaign = challenge()
    home = team(campaign, make.member())
    attended = {"kind": "attended", "group": home.public_id, "count": 1}
    credit = {"registered": 0, "real_name": 100, "met": 100}
    other = challenge(conditions=[attended], credit=credit)
    found = campaigns_with_group([home.public_id, "nobody"])
    assert [one.campaign_id for one in found[home.public_id]] == [campaign.pk, other.pk]
    assert list(found) == [home.public_id]
    Campaign.objects.update(state="settling")
    assert campaigns_with_group([home.public_id]) == {}


def test_a_spot_that_is_seen_meanwhile_is_told_to_nobody() -> None:
    people = [make.member() for _ in range(3)]
    campaign = challenge()
    home = team(campaign, *people)
    make.manager_of(campaign.brand)
    loud(home, *people)
    RadarSpot.objects.update(state="seen")
    run_jobs()
    assert told() == []


def test_the_desk_shows_a_manager_only_the_groups_of_her_campaigns(client: Client) -> None:
    people = [make.member() for _ in range(3)]
    campaign, elsewhere = challenge(), challenge()
    home = team(campaign, *people)
    loud(home, *people)
    spot = RadarSpot.objects.get()
    page = reverse("admin:groups_radarspot_change", args=[spot.pk])
    client.force_login(make.manager_of(campaign.brand))
    assert client.get(page).status_code == 200
    client.force_login(make.manager_of(elsewhere.brand))
    assert client.get(page).status_code == 302
    assert str(home) not in client.get(reverse("admin:groups_radarspot_changelist")).content.decode()
    Campaign.objects.filter(pk=campaign.pk).update(state="settling")
    client.force_login(make.manager_of(campaign.brand))
    assert client.get(page).status_code == 302


def test_who_looks_after_the_community_reads_the_radar_of_every_group(client: Client) -> None:
    people = [make.member() for _ in range(3)]
    loud(team(challenge(), *people), *people)
    Campaign.objects.update(state="settling")
    client.force_login(MemberFactory.create(roles=(Role.STEWARD,), is_staff=True))
    page = reverse("admin:groups_radarspot_change", args=[RadarSpot.objects.get().pk])
    assert client.get(page).status_code == 200


def test_a_condition_links_a_group_for_the_desk_too() -> None:
    home = team(challenge(), make.member())
    attended = {"kind": "attended", "group": home.public_id, "count": 1}
    other = challenge(conditions=[attended], credit={"registered": 0, "real_name": 100, "met": 100})
    assert home.public_id in groups_watched(make.manager_of(other.brand))
