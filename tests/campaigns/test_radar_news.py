"""What a group's radar sees is told to the managers of brands whose campaigns run with the group."""

import pytest

from accounts.models import Notification
from campaigns.models import Campaign
from campaigns.operations.telling import RADAR, tell_of_radar
from campaigns.queries.news import campaigns_with_group
from common.clock import db_now
from groups.models import Group, RadarSpot
from groups.operations import sweep_radar
from outbox.testing import run_jobs
from tests.campaigns.board_worlds import challenge, team
from tests.factories import campaigns as make
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
