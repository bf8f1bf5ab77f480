"""UTM tags of an invitation's address: kept with the visit, shown to the campaign's managers."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Member
from campaigns.leaving import export_invitations
from campaigns.models import Campaign, ShareLink, Touch
from campaigns.queries.tags import TagLine, tag_lines
from campaigns.tag_rules import LONGEST_TAG, read_tags
from tests.campaigns.api.test_member_api import get, post
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
TAGS = "utm_source=newsletter&utm_medium=email&utm_campaign=spring&utm_term=tea&utm_content=top"
READ = {"source": "newsletter", "medium": "email", "campaign": "spring", "term": "tea", "content": "top"}


@pytest.fixture
def campaign() -> Campaign:
    return make.live()


@pytest.fixture
def link(campaign: Campaign) -> ShareLink:
    return make.link_of(make.member(), campaign)


def opened(link: ShareLink, query: str, **more: Any) -> Touch:
    Client(**more).get(f"/i/{link.code}/?{query}")
    return Touch.objects.order_by("-pk")[0]


def test_the_visit_keeps_them(link: ShareLink) -> None:
    assert opened(link, TAGS).tags == READ
    assert opened(link, "").tags is None
    assert opened(link, "utm_source=&ref=x").tags is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("spring outing", "spring outing"),
        (" spring \x00\n outing\u202e ", "spring outing"),
        ("春游", "春游"),
        ("x" * 200, "x" * LONGEST_TAG),
        ("mei@example.org", None),
        ("mei＠example.org", None),
        ("+86 139-0000-0000", None),
        ("(139) 0000.0000", None),
        ("2026-11-28", "2026-11-28"),
        ("\t", None),
    ],
)
def test_what_is_kept_of_a_value(typed: str, kept: str | None) -> None:
    assert read_tags({"utm_source": typed}) == ({"source": kept} if kept else None)


def test_programs_send_them_along(link: ShareLink) -> None:
    body = {"code": link.code, "utm_source": "app", "utm_term": "a\u0007b"}

    assert post("touches/", None, body).status_code == 201
    assert Touch.objects.get().tags == {"source": "app", "term": "a b"}
    assert post("touches/", None, body | {"utm_source": "x" * 201}, key="key-00000002").status_code == 422


def test_managers_read_visits_and_friends_of_each(campaign: Campaign, link: ShareLink) -> None:
    for _ in range(2):
        opened(link, TAGS)
    key = opened(link, "utm_source=poster").visitor_key
    make.join(visitor_key=key, at=timezone.now())

    poster = TagLine(channel="link", source="poster", medium="", campaign="", visits=1, registered=1)
    mail = TagLine(
        channel="link", source="newsletter", medium="email", campaign="spring", visits=2, registered=0
    )
    assert tag_lines(campaign_id=campaign.pk) == [mail, poster]
    boss = make.manager_of(campaign.brand)
    told = get(f"campaigns/{campaign.slug}/funnel/", boss)["tags"]
    assert [(line["source"], line["visits"], line["registered"]) for line in told] == [
        ("newsletter", 2, 0),
        ("poster", 1, 1),
    ]
    client = Client()
    client.force_login(boss)
    page = client.get(f"/admin/campaigns/campaign/{campaign.pk}/figures/").content.decode()
    assert "Tags of the addresses" in page
    assert "newsletter" in page


def test_reading_them_costs_the_same_for_many(
    campaign: Campaign, link: ShareLink, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        opened(link, f"utm_source=s{number}")
    with django_assert_num_queries(2):
        assert len(tag_lines(campaign_id=campaign.pk)) == 5


def test_other_campaigns_tags_are_not_told(link: ShareLink) -> None:
    opened(link, TAGS)
    assert tag_lines(campaign_id=make.live().pk) == []


def test_the_advocates_archive_has_them(link: ShareLink) -> None:
    opened(link, TAGS)
    visits = next(part for part in export_invitations(link.advocate_id) if part.key == "visits")
    assert "newsletter" in str(visits)


def test_no_log_names_them(link: ShareLink, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        opened(link, "utm_source=unspeakable")
    assert "unspeakable" not in " ".join(
        line.getMessage() for line in caplog.records if not line.name.startswith("django.db")
    )


def test_a_members_own_look_keeps_nothing(link: ShareLink) -> None:
    client, member = Client(), make.member()
    assert isinstance(member, Member)
    client.force_login(member)
    client.get(f"/i/{link.code}/?{TAGS}")
    assert not Touch.objects.exists()
