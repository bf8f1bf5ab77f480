"""What managers read of a campaign's funnel, and the little that everybody may."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import BrowserSession, Member
from campaigns.funnel_rules import Quadrant
from campaigns.models import Campaign, DayCount
from campaigns.queries.funnel import funnel_figures
from outbox.testing import run_jobs
from tests.campaigns.test_counts import lived
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def seen(member: Member, *, days: int) -> None:
    """So many days after registering."""
    member.refresh_from_db()
    client = Client()
    client.force_login(member)
    client.get("/")
    moment = make.NOW + timedelta(days=days)
    BrowserSession.objects.filter(member=member).update(seen_at=moment)


def test_what_follows_from_the_counts() -> None:
    campaign = lived()

    funnel = funnel_figures(campaign_id=campaign.pk, now=make.NOW)

    total = funnel.total
    assert (total.touches, total.registered, total.qualified, total.approved) == (4, 4, 3, 3)
    assert (total.registered_bp, total.qualified_bp) == (10_000, 7500)
    assert [steps.key for steps in funnel.channels] == ["link"]
    assert [(steps.key, steps.registered) for steps in funnel.ties] == [("strong", 4)]
    assert [steps.key for steps in funnel.versions] == [1]
    assert (funnel.k.advocates, funnel.k.gross, funnel.k.net) == (1, 300, 300)
    assert (funnel.p50_hours, funnel.cost_per_approved, funnel.cost_per_retained) == (0, 2300, None)
    assert [cohort.steps.registered for cohort in funnel.cohorts] == [4]


def test_who_came_back_after_thirty_days_has_stayed() -> None:
    campaign = make.live()
    friends = make.qualify(make.member(), campaign, friends=2)
    run_jobs()
    seen(friends[0].invitee, days=31)
    seen(friends[1].invitee, days=29)

    later = funnel_figures(campaign_id=campaign.pk, now=make.NOW + timedelta(days=32))
    assert (later.stayed.old_enough, later.stayed.retained, later.stayed.retained_bp) == (2, 1, 5000)
    assert later.reach[0][0].engaged == 2
    soon = funnel_figures(campaign_id=campaign.pk, now=make.NOW + timedelta(days=3))
    assert (soon.stayed.old_enough, soon.stayed.retained_bp) == (0, None)


def test_a_channel_where_nobody_comes_back_is_zombie_traffic() -> None:
    campaign, advocate = make.live(), make.member()
    real = make.qualify(advocate, campaign, friends=1)[0]
    for number in range(3):
        make.visit(make.link_of(advocate, campaign), visitor_key=f"looker {number}")
    run_jobs()
    now = make.NOW + timedelta(days=3)
    assert funnel_figures(campaign_id=campaign.pk, now=now).reach[0][1] == Quadrant.ZOMBIE

    seen(real.invitee, days=2)
    assert funnel_figures(campaign_id=campaign.pk, now=now).reach[0][1] == Quadrant.BOTH


def test_costs_the_same_for_many(django_assert_num_queries) -> None:
    campaign = lived()
    with django_assert_num_queries(4):
        funnel_figures(campaign_id=campaign.pk, now=make.NOW)


# --- strangers ------------------------------------------------------------------------------------


def counted(campaign: Campaign, **columns: int) -> None:
    DayCount.objects.create(campaign=campaign, day=make.NOW.date(), channel="link", version=1, **columns)


def test_strangers_read_numbers_that_are_rounded_down(client: Client) -> None:
    campaign = make.live()
    assert "So far" not in client.get(f"/campaigns/{campaign.slug}/").content.decode()
    counted(campaign, registered=23, qualified=9, rewarded=4)

    page = client.get(f"/campaigns/{campaign.slug}/").content.decode()

    for words in ("So far", "at least 20", "at least 5", "fewer than 5"):
        assert words in page
    assert "23" not in page.split("So far")[1].split("</section>")[0]


# --- managers -------------------------------------------------------------------------------------


def figures_page(client: Client, campaign: Campaign) -> str:
    client.force_login(make.manager_of(campaign.brand))
    answer = client.get(f"/admin/campaigns/campaign/{campaign.pk}/figures/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_charts_with_tables_beside_them(client: Client) -> None:
    page = figures_page(client, lived())

    for words in ("K-factor, net", "¥69.00", "<svg", "As a table", "Zombie traffic", "Week from", "75.0 %"):
        assert words in page
    assert " style=" not in page.split("fig-tiles")[1].split("</main>")[0].split("<footer")[0]


def test_an_empty_campaign_says_so(client: Client) -> None:
    assert "Nobody has come yet." in figures_page(client, make.live())


def test_the_page_is_chinese_in_chinese(client: Client) -> None:
    with translation.override("zh-hans"):
        client.cookies["django_language"] = "zh-hans"
        page = figures_page(client, lived())
    assert "僵尸流量" in page


def test_other_brands_and_members_are_shown_nothing(client: Client) -> None:
    campaign = lived()
    client.force_login(make.manager_of(make.brand()))

    assert client.get(f"/admin/campaigns/campaign/{campaign.pk}/figures/").status_code == 404
    assert client.get(f"/api/v1/campaigns/{campaign.slug}/funnel/").status_code == 404


def test_a_program_reads_the_same(client: Client) -> None:
    campaign = lived()
    client.force_login(make.manager_of(campaign.brand))

    body = client.get(f"/api/v1/campaigns/{campaign.slug}/funnel/").json()

    assert body["total"]["qualified"] == 3
    assert (body["channels"][0]["key"], body["versions"][0]["key"]) == ("link", "1")
    assert (body["k_gross_hundredths"], body["p50_hours"], body["reach"][0]["quadrant"]) == (300, 0, "zombie")
