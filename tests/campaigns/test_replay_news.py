"""What the nightly look back finds reaches people: a letter to the managers, and the campaign's console."""

import pytest
from django.test import Client

from accounts.models import Member, Notification
from accounts.notifications import About, kind_of
from campaigns.models import Campaign, Progress
from campaigns.operations.replaying import record_replay
from campaigns.operations.telling import REPLAYED
from campaigns.queries.replay import replay_campaign
from outbox.testing import run_jobs
from tests.factories import campaigns as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("breaks_invariants")]


@pytest.fixture
def campaign() -> Campaign:
    campaign = make.live()
    make.invite(make.member(), campaign)
    run_jobs()
    return campaign


@pytest.fixture
def manager(campaign: Campaign) -> Member:
    return make.manager_of(campaign.brand)


def look_back() -> None:
    record_replay(now=make.NOW.replace(year=2100))
    run_jobs()


def console(client: Client, campaign: Campaign) -> str:
    return client.get(f"/admin/campaigns/campaign/{campaign.pk}/change/").content.decode()


def test_a_difference_reaches_the_brands_managers_once_a_day(campaign: Campaign, manager: Member) -> None:
    other = make.manager_of(make.brand())
    Progress.objects.update(qualified=1)

    for _ in range(2):
        look_back()

    letter = Notification.objects.get(kind=REPLAYED, member=manager)
    assert letter.data["count"] == 1
    assert not Notification.objects.filter(kind=REPLAYED, member=other).exists()
    kind = kind_of(REPLAYED)
    assert kind is not None
    seen = [
        About(ref=str(member.pk), member_id=member.pk, about=letter.about, data=letter.data)
        for member in (manager, other)
    ]
    sights = kind.look(seen)
    assert [each.path for each in sights.values()] == [f"/admin/campaigns/campaign/{campaign.pk}/change/"]
    assert sights[str(manager.pk)].values["count"] == 1


def test_without_a_difference_nobody_is_told(campaign: Campaign, manager: Member) -> None:
    look_back()

    assert not Notification.objects.filter(kind=REPLAYED).exists()


def test_the_console_shows_what_the_last_look_found(
    client: Client, campaign: Campaign, manager: Member
) -> None:
    client.force_login(manager)
    assert "The last look back" not in console(client, campaign)

    look_back()
    assert "The books are what the news make them." in console(client, campaign)

    Progress.objects.update(qualified=1)
    look_back()
    page = console(client, campaign)
    assert "1 difference between the books and the news" in page
    (sentence,) = replay_campaign(campaign.pk)
    assert sentence in page
