"""A group kept in order by programs: what its pages do, the API does by the same operations."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from common.clock import db_now
from groups.models import (
    CalendarLink,
    Comment,
    Group,
    Membership,
    Post,
    Reaction,
    RestDay,
    ReviewCase,
    StarPlan,
)
from groups.operations import ban_member, comment, write_post
from tests.factories import groups as make
from tests.factories.moderation import flagged

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward() -> Any:
    return make.member()


@pytest.fixture
def fellow() -> Any:
    return make.member()


@pytest.fixture
def ours(steward: Any, fellow: Any) -> Group:
    return make.group(fellow, founder=steward)


@pytest.fixture
def post(ours: Group, fellow: Any) -> Post:
    return write_post(actor=fellow, group_id=ours.pk, body="Good morning", now=db_now())


def call(
    client: Client, who: Any, path: str, method: str = "post", key: str = "key-00000001", **body: Any
) -> Any:
    client.force_login(who)
    send = getattr(client, method)
    return send(f"/api/v1/{path}", body, content_type="application/json", headers={"Idempotency-Key": key})


def test_an_author_changes_the_words_and_nobody_else(
    client: Client, post: Post, steward: Any, fellow: Any
) -> None:
    path = f"posts/{post.public_id}/"
    assert call(client, steward, path, "put", body="Mine").status_code == 404
    assert call(client, fellow, path, "put", body="Good evening").status_code == 200
    post.refresh_from_db()
    assert post.body == "Good evening"


def test_a_sign_is_left_replaced_and_taken_back(client: Client, post: Post, steward: Any) -> None:
    path = f"posts/{post.public_id}/sign/"
    assert call(client, steward, path, kind="thanks").status_code == 204
    assert Reaction.objects.get().kind == "thanks"
    assert call(client, steward, path, key="key-00000002", kind="like").status_code == 422
    assert call(client, make.member(), path, kind="thanks").status_code == 404
    assert call(client, steward, path, key="key-00000003", kind="well_done").status_code == 204
    assert Reaction.objects.get().kind == "well_done"
    assert call(client, steward, path, key="key-00000004", kind="").status_code == 204
    assert not Reaction.objects.exists()


def test_stewards_pin(client: Client, post: Post, steward: Any, fellow: Any) -> None:
    path = f"posts/{post.public_id}/pin/"
    assert call(client, fellow, path, pinned=True).status_code == 404
    assert call(client, steward, path, pinned=True).json() == {"public_id": post.public_id, "pinned": True}


def test_an_answer_is_taken_back_by_its_author(client: Client, post: Post, steward: Any, fellow: Any) -> None:
    made = comment(actor=steward, public_id=post.public_id, body="Well done", now=db_now())
    path = f"comments/{made.public_id}/delete/"
    assert call(client, fellow, path).status_code == 404
    assert call(client, steward, path).status_code == 204
    assert Comment.objects.get().body == ""


def test_a_flag_is_taken_back(client: Client, post: Post, steward: Any, ours: Group) -> None:
    other = make.member()
    flagged(post, steward)
    path = f"posts/{post.public_id}/unflag/"
    assert call(client, other, path).status_code == 404
    assert ReviewCase.objects.get().flags.get().state == "open"
    assert call(client, steward, path).status_code == 204
    assert ReviewCase.objects.get().flags.get().state == "withdrawn"


def test_a_steward_changes_and_ends_the_group(client: Client, ours: Group, steward: Any, fellow: Any) -> None:
    path = f"groups/{ours.public_id}/"
    words: dict[str, Any] = {"name": {"en": "Early walkers"}, "capacity": 5}
    assert call(client, fellow, path, "put", **words).status_code == 404
    changed = call(client, steward, path, "put", **words).json()
    assert (changed["name"], changed["capacity"]) == ({"en": "Early walkers"}, 5)
    assert call(client, fellow, f"{path}archive/").status_code == 404
    assert call(client, steward, f"{path}archive/").json()["state"] == "archived"


def test_whoever_was_kept_out_may_ask_again(client: Client, ours: Group, steward: Any, fellow: Any) -> None:
    theirs = Membership.objects.get(group=ours, member=fellow)
    ban_member(actor=steward, public_id=theirs.public_id, reason="Loud", now=db_now())
    path = f"memberships/{theirs.public_id}/lift-ban/"
    assert call(client, fellow, path).status_code == 404
    assert call(client, steward, path).status_code == 200
    theirs.refresh_from_db()
    assert theirs.state != "banned"


def test_a_day_rests(client: Client, ours: Group, steward: Any, fellow: Any) -> None:
    path = f"groups/{ours.public_id}/rest-days/"
    on = (db_now() + timedelta(days=3)).date().isoformat()
    assert call(client, fellow, path, on=on, rests=True).status_code == 404
    assert client.get(f"/api/v1/{path}").status_code == 404
    assert call(client, steward, path, on=on, rests=True).status_code == 204
    assert client.get(f"/api/v1/{path}").json() == {"days": [on]}
    assert RestDay.objects.count() == 1


def test_daily_stars_are_switched_on(client: Client, ours: Group, steward: Any, fellow: Any) -> None:
    path = f"groups/{ours.public_id}/stars/switch/"
    assert call(client, fellow, path, is_on=True).status_code == 404
    assert call(client, steward, path, is_on=True).json() == {"is_on": True}
    assert StarPlan.objects.get().is_on


def test_a_calendars_address_is_made_and_ended(client: Client, fellow: Any) -> None:
    path = "me/calendar-link/"
    assert client.get(f"/api/v1/{path}").status_code == 401
    made = call(client, fellow, path).json()
    assert client.get(f"/api/v1/{path}").json() == made
    assert CalendarLink.objects.get().secret in made["address"]
    assert call(client, fellow, path, "delete").status_code == 204
    assert client.get(f"/api/v1/{path}").json() == {"address": ""}
