"""The manager's console: what it shows, its acts, and who may see it."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Member
from campaigns.models import Brand, Campaign, Promise, Reward
from campaigns.operations.lifecycle import close_campaign
from common.access import SYSTEM
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
LISTS = ["campaign", "referral", "reward", "decision", "promise", "sharelink", "campaignversion", "brand"]


@pytest.fixture
def brand() -> Brand:
    return make.brand()


@pytest.fixture
def manager(client: Client, brand: Brand) -> Member:
    member = make.manager_of(brand)
    client.force_login(member)
    return member


def page_of(client: Client, path: str) -> str:
    answer = client.get(f"/admin/campaigns/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def state_of(campaign: Campaign) -> str:
    return Campaign.objects.values_list("state", flat=True).get(pk=campaign.pk)


def test_shows_only_ones_own_brands(client: Client, brand: Brand, manager: Member) -> None:
    mine, other = make.live(of=brand), make.live()
    page = page_of(client, "campaign/")
    assert mine.slug in page
    assert other.slug not in page


@pytest.mark.parametrize("name", LISTS)
def test_lists_show_no_rows_of_other_brands(client: Client, brand: Brand, manager: Member, name: str) -> None:
    other = make.live()
    make.reward_of(make.member(), other)

    page = page_of(client, f"{name}/")

    assert other.slug not in page
    assert other.brand.slug not in page


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("trait", ["certifier", "clerk"])
def test_other_staff_see_nothing_here(client: Client, name: str, trait: str) -> None:
    client.force_login(MemberFactory.create(**{trait: True}))
    assert client.get(f"/admin/campaigns/{name}/").status_code == 403


def test_the_console_tells_everything(client: Client, brand: Brand, manager: Member) -> None:
    campaign = make.live(of=brand)
    make.reward_of(make.member(), campaign)

    page = page_of(client, f"campaign/{campaign.pk}/change/")

    assert campaign.current is not None
    for text in (campaign.current.sha256, "Counts: 3", "Earned: 1", "Share links: 1", "Sealed secret"):
        assert text in page


def test_referrals_come_with_the_reason_of_their_state(client: Client, brand: Brand, manager: Member) -> None:
    make.invite(make.member(), make.live(of=brand))
    assert "Not counted yet: the real name is not verified." in page_of(client, "referral/")


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("publish", "draft", "live"),
        ("submit", "draft", "in_review"),
        ("cancel", "draft", "cancelled"),
        ("pause", "live", "paused"),
        ("close", "live", "closing"),
    ],
)
def test_acts_ask_first_and_then_act(
    client: Client, brand: Brand, manager: Member, verb: str, before: str, after: str
) -> None:
    campaign = make.draft(of=brand) if before == "draft" else make.live(of=brand)
    path = f"/admin/campaigns/campaign/{campaign.pk}/do/{verb}/"

    asked = client.get(path)
    assert (asked.status_code, state_of(campaign)) == (200, before)
    answer = client.post(path, {"reason": "It rains."})

    assert (answer.status_code, state_of(campaign)) == (303, after)


def test_a_missing_reason_stands_at_its_field(client: Client, brand: Brand, manager: Member) -> None:
    campaign = make.live(of=brand)

    answer = client.post(f"/admin/campaigns/campaign/{campaign.pk}/do/pause/", {"reason": " "})

    assert answer.status_code == 422
    assert "Please give a reason." in answer.content.decode()
    assert state_of(campaign) == "live"


def test_a_refusal_is_a_message_and_the_reason_is_kept(client: Client, brand: Brand, manager: Member) -> None:
    campaign = make.live(of=brand)

    answer = client.post(f"/admin/campaigns/campaign/{campaign.pk}/do/cancel/", {"reason": "We were wrong."})

    assert answer.status_code == 409
    assert "We were wrong." in answer.content.decode()
    assert state_of(campaign) == "live"


def test_rules_with_a_mistake_are_not_published(client: Client, brand: Brand, manager: Member) -> None:
    draft = make.draft(of=brand, threshold=0)

    answer = client.post(f"/admin/campaigns/campaign/{draft.pk}/do/publish/")

    assert answer.status_code == 422
    assert "threshold: must be between 1 and 1000" in answer.content.decode()
    assert state_of(draft) == "draft"


def test_the_draw_is_run_from_here_and_its_root_is_shown(
    client: Client, brand: Brand, manager: Member
) -> None:
    campaign = make.live(of=brand)
    make.approved(make.member(), campaign)
    close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="x", now=make.NOW)
    make.in_state(campaign, "closing", closes_at=make.NOW - timedelta(minutes=1))

    answer = client.post(f"/admin/campaigns/campaign/{campaign.pk}/do/draw/")
    run_jobs()

    assert answer.status_code == 303
    assert "Root of the list" in page_of(client, f"campaign/{campaign.pk}/change/")


def test_unknown_acts_are_not_found(client: Client, brand: Brand, manager: Member) -> None:
    campaign = make.live(of=brand)
    assert client.post(f"/admin/campaigns/campaign/{campaign.pk}/do/explode/").status_code == 404


def test_a_reward_is_refused_with_a_reason(client: Client, brand: Brand, manager: Member) -> None:
    reward = make.reward_of(make.member(), make.live(of=brand, gift=2))
    assert "do/cancel/" in page_of(client, f"reward/{reward.pk}/change/")

    answer = client.post(f"/admin/campaigns/reward/{reward.pk}/do/cancel/", {"reason": "One person twice."})

    assert answer.status_code == 303
    assert Reward.objects.get().state == "cancelled"


def test_a_promise_is_broken_in_public(client: Client, brand: Brand, manager: Member) -> None:
    make.reward_of(make.member(), make.live(of=brand))
    promise = Promise.objects.get(kind="prizes")

    answer = client.post(f"/admin/campaigns/promise/{promise.pk}/do/break/", {"reason": "The van broke."})

    assert answer.status_code == 303
    assert Promise.objects.get(pk=promise.pk).state == "broken"


@pytest.mark.parametrize("kind", ["reward", "promise"])
def test_other_brands_rows_can_not_be_acted_on(client: Client, manager: Member, kind: str) -> None:
    reward = make.reward_of(make.member(), make.live(gift=2))
    pk, verb = (reward.pk, "cancel") if kind == "reward" else (Promise.objects.get().pk, "break")

    answer = client.post(f"/admin/campaigns/{kind}/{pk}/do/{verb}/", {"reason": "x"})

    assert answer.status_code == 404
    assert Reward.objects.get().state == "earned"
    assert Promise.objects.get().state == "open"


@pytest.mark.parametrize("name", [name for name in LISTS if name not in ("campaign", "referral")])
def test_nothing_is_typed_over(client: Client, brand: Brand, manager: Member, name: str) -> None:
    assert client.get(f"/admin/campaigns/{name}/add/").status_code == 403


def test_the_sidebar_has_what_a_manager_may_open(client: Client, manager: Member) -> None:
    page = page_of(client, "campaign/")
    assert "/admin/campaigns/referral/" in page
    assert "/admin/outbox/job/" not in page
