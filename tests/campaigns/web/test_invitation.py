"""The page behind an invitation: what it shows, what it remembers, and when it does not count."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from accounts.registration import VISITOR_COOKIE
from campaigns.models import Campaign, ShareLink, Touch
from campaigns.operations.lifecycle import close_campaign, pause_campaign
from campaigns.operations.touches import open_invitation
from common.access import SYSTEM
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make.live()


@pytest.fixture
def link(campaign: Campaign) -> ShareLink:
    return make.link_of(make.member(display_name="Wang Fang"), campaign)


def look(client: Client, link: ShareLink, *, status: int = 200) -> str:
    answer = client.get(f"/i/{link.code}/")
    assert answer.status_code == status
    return answer.content.decode()


def test_tells_who_invites_to_what_and_by_which_rules(client: Client, link: ShareLink) -> None:
    page = look(client, link)

    for text in ("Wang Fang invites you", "Spring outing on sunny days", "Sports shoes", "within 30 days"):
        assert text in page
    assert f"/join/?next=/campaigns/{link.campaign.slug}/" in page
    assert "member-" not in page


def test_one_visit_is_one_touch_however_often_it_is_reloaded(client: Client, link: ShareLink) -> None:
    for _again in range(3):
        look(client, link)

    touch = Touch.objects.get()
    assert touch.link_id == link.pk


def test_the_next_day_is_another_visit(link: ShareLink) -> None:
    for hours in (0, 23, 25):
        now = make.NOW + timedelta(hours=hours)
        open_invitation(actor=AnonymousUser(), code=link.code, visitor_key="v", now=now)

    assert Touch.objects.count() == 2


def test_going_back_to_the_first_of_two_invitations_counts_for_it(
    client: Client, link: ShareLink, campaign: Campaign
) -> None:
    other = make.link_of(make.member(), campaign)
    for opened in (link, other, link):
        look(client, opened)

    assert list(Touch.objects.order_by("pk").values_list("link_id", flat=True)) == [
        link.pk,
        other.pk,
        link.pk,
    ]


def test_the_visitor_cookie_is_signed_and_closed_to_scripts(client: Client, link: ShareLink) -> None:
    look(client, link)

    cookie: Any = client.cookies[VISITOR_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie.value.split(":")[0] == Touch.objects.get().visitor_key
    assert cookie.value != Touch.objects.get().visitor_key


def test_the_cookie_is_secure_over_https(client: Client, link: ShareLink) -> None:
    client.get(f"/i/{link.code}/", secure=True)
    assert client.cookies[VISITOR_COOKIE]["secure"]


def test_an_edited_cookie_is_a_new_visitor(client: Client, link: ShareLink) -> None:
    client.cookies[VISITOR_COOKIE] = "victim:forged"
    look(client, link)
    assert Touch.objects.get().visitor_key != "victim"


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_looking_ahead_leaves_no_trace(client: Client, link: ShareLink, headers: dict[str, str]) -> None:
    assert client.get(f"/i/{link.code}/", headers=headers).status_code == 200
    assert VISITOR_COOKIE not in client.cookies
    assert not Touch.objects.exists()


def test_head_leaves_no_trace(client: Client, link: ShareLink) -> None:
    assert client.head(f"/i/{link.code}/").status_code == 200
    assert not Touch.objects.exists()


def test_codes_are_read_aloud(client: Client, link: ShareLink) -> None:
    assert client.get(f"/i/{link.code.lower()}/").status_code == 200


def test_unknown_gets_a_sentence_and_two_ways_on(client: Client) -> None:
    answer = client.get("/i/NOSUCHCODE/")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "We don&#x27;t know this invitation" in page
    assert 'href="/join/"' in page
    assert 'href="/campaigns/"' in page


def test_a_hidden_campaign_is_an_unknown_invitation(
    client: Client, link: ShareLink, campaign: Campaign
) -> None:
    make.in_state(campaign, "cancelled")
    assert "We don&#x27;t know this invitation" in look(client, link, status=404)


def test_withdrawn(client: Client, link: ShareLink) -> None:
    ShareLink.objects.filter(pk=link.pk).update(withdrawn_at=make.NOW)
    assert "no longer valid" in look(client, link, status=410)
    assert not Touch.objects.exists()


def test_ended(client: Client, link: ShareLink, campaign: Campaign) -> None:
    close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="early", now=make.NOW)

    page = look(client, link, status=410)

    assert "This campaign has ended." in page
    assert "Join without an invitation" in page
    assert not Touch.objects.exists()


def test_paused(client: Client, link: ShareLink, campaign: Campaign) -> None:
    pause_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="Back tomorrow.")

    page = look(client, link)

    assert "Back tomorrow." in page
    assert "?next=" not in page
    assert not Touch.objects.exists()


def test_not_started(client: Client, link: ShareLink, campaign: Campaign) -> None:
    make.in_state(campaign, "scheduled", opens_at=make.NOW + timedelta(days=1))
    assert "has not started yet" in look(client, link)
    assert not Touch.objects.exists()


def test_own_is_shown_as_friends_see_it_and_counts_nothing(client: Client, link: ShareLink) -> None:
    client.force_login(link.advocate)

    page = look(client, link)

    assert "This is your own invitation" in page
    assert "This is what your friends see" in page
    assert not Touch.objects.exists()


def test_a_member_is_told_that_it_can_not_count(client: Client, link: ShareLink) -> None:
    client.force_login(make.member())

    assert "You are a member already" in look(client, link)
    assert not Touch.objects.exists()


def test_the_visit_counts_for_the_advocate_at_the_registration(
    client: Client, link: ShareLink, campaign: Campaign
) -> None:
    look(client, link)

    make.join(visitor_key=Touch.objects.get().visitor_key, at=timezone.now())

    assert make.progress(link.advocate, campaign).registered == 1
