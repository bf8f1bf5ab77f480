"""Lists of the API that are narrowed, each on a real list; the words are those of the description."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Member
from campaigns.states import ReferralState
from connect.states import EventProgress
from tests.factories import campaigns, gifts
from tests.factories import connect as platform
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db


def ask(member: Member | None, path: str, **query: str) -> Any:
    client = APIClient()
    if member is not None:
        client.force_login(member)
    return client.get(f"/api/v1/{path}/", query)


def named(member: Member, path: str, field: str, **query: str) -> list[str]:
    return [one[field] for one in ask(member, path, **query).json()["items"]]


def test_campaigns_by_state_and_a_managers_own() -> None:
    live, hidden = campaigns.live(), campaigns.draft()
    manager = campaigns.manager_of(hidden.brand)
    assert named(manager, "campaigns", "slug", state="live") == [live.slug]
    assert named(manager, "campaigns", "slug", state="draft") == []
    assert named(manager, "campaigns", "slug", managed="true", state="draft") == [hidden.slug]
    assert named(manager, "campaigns", "slug", managed="true", state="live") == []
    assert named(MemberFactory.create(), "campaigns", "slug", managed="true") == []
    assert ask(None, "campaigns", managed="true").status_code == 401


def test_own_friends_and_rewards_by_state() -> None:
    live, lin = campaigns.live(), campaigns.member()
    campaigns.qualify(lin, live)
    campaigns.invite(lin, live, name="Fourth")
    path = f"campaigns/{live.slug}/referrals"
    assert named(lin, path, "name", state=ReferralState.REGISTERED) == ["Fourth"]
    assert len(named(lin, path, "name")) == 4
    [state] = named(lin, "rewards", "state")
    assert named(lin, "rewards", "state", state=state) == [state]
    assert named(lin, "rewards", "state", state="clawed_back") == []


def test_promises_by_state() -> None:
    live, lin = campaigns.live(), campaigns.member()
    campaigns.qualify(lin, live)
    path = f"campaigns/{live.slug}/promises"
    whole = named(lin, path, "public_id")
    assert whole and named(lin, path, "public_id", state="open") == whole
    assert named(lin, path, "public_id", state="broken") == []


def test_gifts_and_items_by_kind() -> None:
    keeper, lin = gifts.with_role("manager"), gifts.member()
    cup = gifts.item(stock=1)
    gifts.offered(lin, of=cup)
    assert named(lin, "gifts", "kind", kind="physical") == ["physical"]
    assert named(lin, "gifts", "kind", kind="code") == []
    assert named(keeper, "items", "public_id", kind="physical", state="active") == [cup.public_id]
    assert named(keeper, "items", "public_id", state="retired") == []


def test_a_sites_events_by_state_and_name() -> None:
    platform.kind("purchase")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {platform.key_of(platform.site())}")
    path = "/api/v1/qualifying-events/"
    assert client.post(path, platform.event(1, external_id="customer-1"), format="json").status_code == 202

    def found(**query: str) -> list[str]:
        return [one["event_id"] for one in client.get(path, query).json()["items"]]

    assert found(state=EventProgress.WAITING, name="purchase") == ["order-1"]
    assert found(state=EventProgress.TAKEN) == found(state=EventProgress.TOLD) == found(name="visit") == []
    assert client.get(path, {"name": "purchase\0"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("campaigns", {"state": "alive"}),
        ("campaigns", {"managed": "maybe"}),
        ("rewards", {"state": "alive"}),
        ("gifts", {"kind": "alive"}),
    ],
)
def test_a_word_that_none_has_is_refused_by_name(path: str, query: dict[str, str]) -> None:
    refused = ask(MemberFactory.create(), path, **query)
    assert (refused.status_code, refused.json()["field"]) == (422, next(iter(query)))
