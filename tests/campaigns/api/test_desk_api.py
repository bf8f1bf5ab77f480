"""The rest of the desk by programs: a draft between two people, copies, the brake, promises, boards."""

from typing import Any

import pytest
from django.test import Client

from campaigns.models import Brand, Campaign, Progress, Promise
from tests.campaigns.board_worlds import challenge, leaderboard
from tests.factories import campaigns as make
from tests.factories.groups import group

pytestmark = pytest.mark.django_db


def call(client: Client, who: Any, path: str, key: str = "key-00000001", **body: Any) -> Any:
    client.force_login(who)
    return client.post(
        f"/api/v1/{path}", body, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_two_people_hand_a_draft_on(client: Client, settings: Any) -> None:
    settings.CAMPAIGNS_FOUR_EYES = True
    draft = make.draft()
    author, second = draft.author, make.manager_of(draft.brand)
    path = f"campaigns/{draft.slug}/"
    assert call(client, author, f"{path}submit/").json()["state"] == "in_review"
    assert call(client, second, f"{path}send-back/", reason=" ").json()["code"] == "reason-missing"
    read = client.get(f"/api/v1/{path}draft/").json()["revision"]
    assert call(client, author, f"{path}approve/", revision=read).json()["code"] == "second-person-needed"
    assert call(client, second, f"{path}approve/", "key-00000002").status_code == 422
    other = call(client, second, f"{path}approve/", "key-00000003", revision=read + 1)
    assert (other.status_code, other.json()["code"]) == (409, "draft-changed")
    assert (
        call(client, second, f"{path}approve/", "key-00000004", revision=read).json()["state"] == "approved"
    )
    assert Campaign.objects.get().state == "approved"


def test_a_draft_goes_back_with_a_reason(client: Client) -> None:
    draft = make.draft()
    manager = make.manager_of(draft.brand)
    call(client, manager, f"campaigns/{draft.slug}/submit/")
    sent = call(client, manager, f"campaigns/{draft.slug}/send-back/", reason="Too few shoes.")
    assert (sent.status_code, sent.json()["state"]) == (200, "draft")


def test_a_copy_is_a_new_draft(client: Client) -> None:
    live = make.live()
    made = call(client, make.manager_of(live.brand), f"campaigns/{live.slug}/clone/")
    assert (made.status_code, made.json()["state"], made.json()["slug"] == live.slug) == (201, "draft", False)
    assert Campaign.objects.count() == 2


def test_what_is_settled_leaves_the_lists(client: Client) -> None:
    settled = make.in_state(make.live(), "settled", settled_at=make.NOW)
    archived = call(client, make.manager_of(settled.brand), f"campaigns/{settled.slug}/archive/")
    assert archived.json()["state"] == "archived"


def test_a_brand_is_stopped_with_a_reason_and_goes_on(client: Client) -> None:
    brand = make.brand()
    manager, path = make.manager_of(brand), f"brands/{brand.public_id}/"
    assert call(client, make.manager_of(make.brand()), f"{path}stop/", reason="rain").status_code == 404
    assert call(client, manager, f"{path}stop/").json()["code"] == "reason-missing"
    stopped = call(client, manager, f"{path}stop/", "key-00000002", reason="rain").json()
    assert (stopped["is_stopped"], stopped["reason"]) == (True, "rain")
    assert Brand.objects.get(pk=brand.pk).is_stopped
    assert call(client, manager, f"{path}restart/").json()["is_stopped"] is False


def test_a_promise_is_broken_in_public(client: Client) -> None:
    live = make.live()
    promise = Promise.objects.filter(campaign=live)[0]
    path = f"promises/{promise.public_id}/break/"
    assert call(client, make.member(), path, reason="rain").status_code == 404
    broken = call(client, make.manager_of(live.brand), path, reason="rain").json()
    assert (broken["state"], broken["reason"]) == ("broken", "rain")


def test_a_member_plays_for_a_group_of_theirs(client: Client) -> None:
    campaign, member = challenge(), make.member()
    path = f"campaigns/{campaign.slug}/team/"
    mine = group(founder=member)
    refused = call(client, member, path, group=group().public_id)
    assert (refused.json()["code"], refused.json()["field"]) == ("not-in-this-group", "group")
    assert call(client, member, path, "key-00000002", group=mine.public_id).status_code == 204
    team = Progress.objects.get(advocate=member).team
    assert team is not None and team.group_ref == mine.public_id


def test_a_member_says_whether_the_board_names_them(client: Client) -> None:
    campaign, member = leaderboard(), make.member()
    make.invite(member, campaign)
    before = Progress.objects.get(advocate=member).is_named
    answer = call(client, member, f"campaigns/{campaign.slug}/board-name/", shown=not before)
    assert answer.status_code == 204
    assert Progress.objects.get(advocate=member).is_named is not before


def test_who_may_not_know_of_a_draft_finds_no_board(client: Client) -> None:
    draft = make.draft()
    for act, body in (("team", {"group": "x"}), ("board-name", {"shown": True})):
        answer = call(client, make.member(), f"campaigns/{draft.slug}/{act}/", "key-00000001", **body)
        assert answer.status_code == 404
