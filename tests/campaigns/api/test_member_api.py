"""Campaigns for programs that speak for a visitor or a member."""

from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import Member
from campaigns.models import ShareLink, Touch
from campaigns.operations.lifecycle import pause_campaign
from common.access import SYSTEM
from gifts.models import Gift
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def as_(member: Member | None) -> APIClient:
    client = APIClient()
    if member is not None:
        client.force_login(member)
    return client


def get(path: str, member: Member | None = None, *, status: int = 200) -> Any:
    answer = as_(member).get(f"/api/v1/{path}")
    assert answer.status_code == status
    return answer.json()


def post(path: str, member: Member | None = None, body: Any = None, key: str = "key-00000001") -> Any:
    return as_(member).post(f"/api/v1/{path}", body or {}, format="json", headers={"Idempotency-Key": key})


def test_campaigns_are_listed_for_everybody_but_drafts_are_not() -> None:
    campaign = make.live()
    make.draft()

    found = get("campaigns/")

    assert [item["slug"] for item in found["items"]] == [campaign.slug]
    assert found["next"] is None


def test_a_campaign_comes_with_its_sealed_rules_and_their_plain_words() -> None:
    campaign = make.live()
    assert campaign.current is not None

    found = get(f"campaigns/{campaign.slug}/")

    assert found["rules"] == campaign.current.rules
    assert found["sha256"] == campaign.current.sha256
    assert any("within 30 days" in line for line in found["plain_rules"])


def test_a_draft_is_found_by_its_manager_alone() -> None:
    draft = make.draft()
    manager = make.manager_of(draft.brand)

    assert get(f"campaigns/{draft.slug}/", manager)["state"] == "draft"
    assert get(f"campaigns/{draft.slug}/", make.member(), status=404)["code"] == "not-found"


def test_my_progress_in_whole_numbers() -> None:
    campaign, advocate = make.live(), make.member()
    make.qualify(advocate, campaign, friends=2)

    found = get(f"campaigns/{campaign.slug}/progress/", advocate)

    assert (found["qualified"], found["credit_hundredths"], found["remaining_friends"]) == (2, 200, 1)
    assert get(f"campaigns/{campaign.slug}/progress/", status=401)["code"] == "sign-in-needed"


def test_my_referrals_say_what_is_missing() -> None:
    campaign, advocate = make.live(), make.member()
    make.qualify(advocate, campaign, friends=1)
    make.invite(advocate, campaign, name="Zhao Lei")
    make.invite(make.member(), campaign, name="Not Mine")

    items = get(f"campaigns/{campaign.slug}/referrals/", advocate)["items"]

    assert [(item["name"], item["counts"], item["missing"]) for item in items] == [
        ("Zhao Lei", False, ["real_name"]),
        ("Li Na", True, []),
    ]


def test_referrals_come_in_pages_at_a_fixed_price(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    campaign, advocate = make.live(), make.member()
    for number in range(27):
        make.invite(advocate, campaign, name=f"Friend {number}")
    client = as_(advocate)

    with django_assert_num_queries(4):  # one of them reads the sealed rules, once per process
        first = client.get(f"/api/v1/campaigns/{campaign.slug}/referrals/").json()
    rest = client.get(f"/api/v1/campaigns/{campaign.slug}/referrals/", {"cursor": first["next"]}).json()

    names = {item["name"] for item in [*first["items"], *rest["items"]]}
    assert (len(first["items"]), len(rest["items"]), len(names)) == (25, 2, 27)


def test_an_edited_cursor_is_a_problem() -> None:
    campaign = make.live()
    found = get(f"campaigns/{campaign.slug}/referrals/?cursor=x", make.member(), status=400)
    assert found["code"] == "bad-cursor"


def test_one_link_however_often_it_is_asked_for() -> None:
    campaign, advocate = make.live(), make.member()

    answers = [
        post(f"campaigns/{campaign.slug}/share-links/", advocate, key=f"key-0000000{n}") for n in (1, 2)
    ]

    link = ShareLink.objects.get()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].json()["address"] == f"{settings.SITE_URL}/i/{link.code}/"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"channel": "pigeon"}, 422, "bad-channel"),
        ({"slug": "no-such"}, 404, "not-found"),
        ({"member": None}, 401, "sign-in-needed"),
        ({"paused": True}, 409, "campaign-paused"),
    ],
)
def test_links_are_refused(change: dict[str, Any], status: int, code: str) -> None:
    campaign = make.live()
    if "paused" in change:
        pause_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="x")
    body = {"channel": change["channel"]} if "channel" in change else {}
    who = None if "member" in change else make.member()

    answer = post(f"campaigns/{change.get('slug', campaign.slug)}/share-links/", who, body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not ShareLink.objects.exists()


def test_unsafe_calls_need_their_key() -> None:
    answer = as_(make.member()).post(f"/api/v1/campaigns/{make.live().slug}/share-links/", {})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")
    assert not ShareLink.objects.exists()


def test_a_touch_gives_the_key_for_the_registration() -> None:
    campaign = make.live()
    link = make.link_of(make.member(), campaign)

    answers = [post("touches/", body={"code": link.code}) for _again in range(2)]

    touch = Touch.objects.get()
    assert answers[0].status_code == 201
    assert answers[0].json() == {"visitor_key": touch.visitor_key, "campaign": campaign.slug}
    assert answers[1].json() == answers[0].json()


def test_an_unknown_code_is_no_touch() -> None:
    answer = post("touches/", body={"code": "NOSUCHCODE"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-invitation")
    assert not Touch.objects.exists()


def test_my_rewards_and_claiming_one() -> None:
    advocate = make.member()
    reward = make.approved(advocate, make.live(gift=2))

    assert [item["can_be_claimed"] for item in get("rewards/", advocate)["items"]] == [True]
    answers = [post(f"rewards/{reward.public_id}/claim/", advocate, key=f"key-0000000{n}") for n in (1, 2)]

    gift = Gift.objects.get()
    assert [answer.json()["gift"] for answer in answers] == [gift.public_id] * 2
    assert get("rewards/", advocate)["items"][0]["gift"] == gift.public_id


@pytest.mark.parametrize(("stranger", "status"), [(True, 404), (False, 401)])
def test_nobody_else_claims_it(stranger: bool, status: int) -> None:
    reward = make.approved(make.member(), make.live(gift=2))

    answer = post(f"rewards/{reward.public_id}/claim/", make.member() if stranger else None)

    assert answer.status_code == status
    assert not Gift.objects.exists()


def test_the_ledger_is_public_and_names_nobody() -> None:
    campaign = make.live()
    make.reward_of(make.member(display_name="Secret Person"), campaign)

    found = get(f"campaigns/{campaign.slug}/promises/")

    assert found["counts"]["promised"] == len(found["items"]) == 3
    assert "Secret" not in str(found)
