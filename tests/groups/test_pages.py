from typing import Any

import pytest
from django.test import Client

from accounts.audience import Audience
from accounts.models import Notification, Profile
from accounts.operations import block_member
from groups import operations
from groups.models import Group, InviteLink
from outbox.testing import run_jobs
from tests.factories.groups import NOW, group, member, place

pytestmark = pytest.mark.django_db


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_the_list_shows_mine_and_those_to_find_but_no_private_ones(client) -> None:
    who = member()
    group(who, name={"en": "Mine", "zh-hans": "我的"})
    group(name={"en": "Listed"})
    group(name={"en": "Hidden"}, visibility="private")
    group(name={"en": "Public"}, visibility="public")
    page = signed_in(who).get("/groups/").content.decode()
    assert [name in page for name in ("Mine", "Listed", "Hidden", "Public")] == [True, True, False, True]
    visitor = client.get("/groups/").content.decode()
    assert ["Listed" in visitor, "Public" in visitor] == [False, True]


def test_founding_joining_and_leaving_on_pages() -> None:
    founder, who = member(), member()
    form = {
        "name_en": "Walkers",
        "visibility": "listed",
        "join_policy": "open",
        "time_zone": "Asia/Shanghai",
        "locale": "en",
    }
    answer = signed_in(founder).post("/groups/new/", form)
    made = Group.objects.get()
    assert answer["Location"] == f"/groups/{made.public_id}/"
    guest = signed_in(who)
    assert "/join/" in guest.get(f"/groups/{made.public_id}/").content.decode()
    guest.post(f"/groups/{made.public_id}/join/")
    assert place(made, who).state == "active"
    assert "/leave/" in guest.get(f"/groups/{made.public_id}/").content.decode()
    guest.post(f"/groups/{made.public_id}/leave/")
    assert place(made, who).state == "left"


def test_the_api_founds_joins_and_leaves() -> None:
    who = member()
    key: Any = {"HTTP_IDEMPOTENCY_KEY": "founding-1"}
    client = signed_in(who)
    made = client.post(
        "/api/v1/groups/", {"name": {"en": "Walkers"}}, content_type="application/json", **key
    ).json()
    assert client.get("/api/v1/me/groups/").json()["items"][0]["my_role"] == 30
    guest = signed_in(member())
    address = f"/api/v1/groups/{made['public_id']}/"
    assert [item["public_id"] for item in guest.get("/api/v1/groups/").json()["items"]] == [made["public_id"]]
    joined = guest.post(f"{address}join/", content_type="application/json", **key)
    assert joined.json() == {"state": "active"}
    assert guest.get(address).json()["my_state"] == "active"
    assert guest.post(f"{address}leave/", content_type="application/json", **key).status_code == 204


def test_a_private_group_is_not_found_by_strangers_but_by_its_members() -> None:
    who = member()
    made = group(visibility="private")
    assert signed_in(who).get(f"/groups/{made.public_id}/").status_code == 404
    assert signed_in(made.founded_by).get(f"/groups/{made.public_id}/").status_code == 200


def test_a_request_by_form_is_answered_by_form() -> None:
    made, who = group(join_policy="request"), member()
    guest, steward = signed_in(who), signed_in(made.founded_by)
    guest.post(f"/groups/{made.public_id}/join/", {"note": "I walk a lot"})
    desk = steward.get(f"/groups/{made.public_id}/requests/").content.decode()
    assert "I walk a lot" in desk
    asked = place(made, who).public_id
    answer = {"answer_is": "no", "words": "Not now"}
    assert "I walk a lot" in steward.get(f"/memberships/{asked}/answer/").content.decode()
    steward.post(f"/memberships/{asked}/answer/", answer)
    assert "Not now" in guest.get(f"/groups/{made.public_id}/").content.decode()


def test_members_are_shown_as_they_chose_and_not_across_a_block() -> None:
    seen, hidden, blocked = member(display_name="Bo"), member(display_name="Ann"), member(display_name="Cy")
    made = group(seen, hidden, blocked)
    Profile.objects.update_or_create(member=hidden, defaults={"name_audience": Audience.ONLY_ME})
    block_member(actor=blocked, member_id=seen.pk, now=NOW)
    page = signed_in(seen).get(f"/groups/{made.public_id}/members/").content.decode()
    assert [name in page for name in (">Bo<", ">Ann<", ">Cy<")] == [True, False, False]


def test_inviting_by_handle_and_by_link() -> None:
    made, who, third = group(join_policy="invite"), member(), member()
    steward = signed_in(made.founded_by)
    steward.post(f"/groups/{made.public_id}/invite/", {"who": f"@{who.handle}"})
    assert place(made, who).state == "invited"
    steward.post(f"/groups/{made.public_id}/invite/link/")
    code = InviteLink.objects.get().code
    assert code in steward.get(f"/groups/{made.public_id}/invite/").content.decode()
    guest = signed_in(third)
    assert guest.get(f"/groups/links/{code}/").status_code == 200
    guest.post(f"/groups/links/{code}/")
    assert place(made, third).state == "active"


def test_news_of_coming_in_reaches_whom_it_concerns() -> None:
    made, who = group(join_policy="request"), member()
    asked = operations.join_group(actor=who, group_id=made.pk, now=NOW)
    operations.accept_request(actor=made.founded_by, public_id=asked.public_id, now=NOW)
    operations.remove_member(actor=made.founded_by, public_id=asked.public_id, reason="Adverts", now=NOW)
    run_jobs()
    told = {(row.member_id, row.kind) for row in Notification.objects.all()}
    steward = made.founded_by_id
    assert told == {
        (steward, "groups.asked-to-join"),
        (who.pk, "groups.request-answered"),
        (who.pk, "groups.removed"),
    }
    assert "Adverts" in signed_in(who).get("/notifications/").content.decode()
