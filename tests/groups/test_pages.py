from typing import Any

import pytest
from django.test import Client

from groups.models import Group
from tests.factories.groups import group, member, place

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
