"""A brand's own posts by programs: written, changed, planned, taken back, and seen to stand there."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from campaigns.models import BrandPost, ChannelPost
from campaigns.operations.brand_posts import begin_brand_post, note_not_taken, note_published
from common.clock import db_now
from outbox.models import Job
from tests.factories import campaigns as make
from tests.factories.groups import group

pytestmark = pytest.mark.django_db
LATER = datetime(2099, 5, 3, 2, tzinfo=UTC)


@pytest.fixture
def live() -> Any:
    return make.live()


@pytest.fixture
def manager(live: Any, client: Client) -> Any:
    manager = make.manager_of(live.brand)
    client.force_login(manager)
    return manager


def call(client: Client, path: str, key: str = "key-00000001", method: str = "post", **body: Any) -> Any:
    send = getattr(client, method)
    return send(f"/api/v1/{path}", body, content_type="application/json", headers={"Idempotency-Key": key})


def write(client: Client, live: Any, **body: Any) -> Any:
    return call(client, f"campaigns/{live.slug}/brand-posts/", **{"words": "周六见", **body})


def read(client: Client, public_id: str) -> Any:
    return client.get(f"/api/v1/brand-posts/{public_id}/").json()


def begun(post: BrandPost) -> None:
    post.refresh_from_db()
    assert begin_brand_post(public_id=post.public_id, round_=post.round, now=db_now())


def test_a_draft_shows_what_will_stand_there(client: Client, live: Any, manager: Any) -> None:
    made = write(client, live)
    assert made.status_code == 201, made.content
    draft = made.json()
    assert draft["preview"].startswith("#广告# 周六见 http")
    assert (draft["state"], draft["words"], draft["most"], draft["publish_at"]) == (
        "draft",
        "周六见",
        140,
        None,
    )
    assert write(client, live).json() == draft
    assert BrandPost.objects.count() == 1
    assert read(client, draft["public_id"]) == draft


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"words": "长" * 140}, "post-too-long"),
        ({"channel": "wechat"}, "bad-channel"),
        ({"group": "nobody"}, "not-your-group"),
    ],
)
def test_what_can_not_stand_there_is_refused(
    client: Client, live: Any, manager: Any, body: dict[str, str], code: str
) -> None:
    refused = write(client, live, **body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert not BrandPost.objects.exists()


def test_it_is_planned_and_taken_back(client: Client, live: Any, manager: Any) -> None:
    public_id = write(client, live).json()["public_id"]
    path = f"brand-posts/{public_id}/"
    planned = call(client, f"{path}plan/", at=LATER.isoformat())
    assert (planned.status_code, planned.json()["state"]) == (200, "planned"), planned.content
    assert datetime.fromisoformat(planned.json()["publish_at"]) == LATER
    assert call(client, f"{path}plan/", "key-00000002").json()["code"] == "wrong-state"
    reworded = call(client, path, method="put", words="Other")
    assert (reworded.status_code, read(client, public_id)["words"]) == (409, "周六见")
    for key in ("key-00000001", "key-00000002"):
        assert call(client, f"{path}stop/", key).json()["state"] == "draft"
    assert call(client, path, "key-00000002", "put", words="周日见").json()["words"] == "周日见"


def test_without_a_time_it_leaves_now_and_is_followed(client: Client, live: Any, manager: Any) -> None:
    care = group(founder=manager)
    public_id = write(client, live, group=care.public_id).json()["public_id"]
    assert call(client, f"brand-posts/{public_id}/plan/").status_code == 200
    assert Job.objects.filter(kind="campaigns.publish-post", run_at__lte=db_now()).count() == 1
    begun(BrandPost.objects.get())
    assert read(client, public_id)["state"] == "sending"
    assert call(client, f"brand-posts/{public_id}/stop/").status_code == 409
    note_published(public_id=public_id, ref="77", now=make.NOW)
    stands = read(client, public_id)
    assert (stands["state"], stands["ref"], stands["published_at"] is None) == ("published", "77", False)
    followed = client.get(f"/api/v1/campaigns/{live.slug}/followed-posts/").json()["items"]
    assert [(one["ref"], one["group"]) for one in followed] == [("77", care.public_id)]
    assert ChannelPost.objects.count() == 1


def test_what_the_platform_does_not_take_says_why(client: Client, live: Any, manager: Any) -> None:
    public_id = write(client, live).json()["public_id"]
    call(client, f"brand-posts/{public_id}/plan/")
    begun(BrandPost.objects.get())
    note_not_taken(public_id=public_id, word="20019")
    refused = read(client, public_id)
    assert (refused["state"], refused["trouble"]) == ("refused", "20019")
    assert call(client, f"brand-posts/{public_id}/", method="put", words="周日见").status_code == 200


def test_the_list_is_picked_by_state_the_newest_first(client: Client, live: Any, manager: Any) -> None:
    first, second = make.brand_post(live), make.planned_post(live)
    make.brand_post(make.live(of=live.brand))
    path = f"/api/v1/campaigns/{live.slug}/brand-posts/"
    page = client.get(path)
    assert [one["public_id"] for one in page.json()["items"]] == [second.public_id, first.public_id]
    planned = client.get(path, {"state": "planned"}).json()["items"]
    assert [one["public_id"] for one in planned] == [second.public_id]
    assert client.get(path, {"state": "gone"}).json()["field"] == "state"
    assert client.get(path, headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_another_brands_manager_finds_nothing(client: Client, live: Any) -> None:
    post = make.brand_post(live)
    client.force_login(make.manager_of(make.brand()))
    assert client.get(f"/api/v1/campaigns/{live.slug}/brand-posts/").status_code == 404
    assert client.get(f"/api/v1/brand-posts/{post.public_id}/").status_code == 404
    assert write(client, live).status_code == 404
    for act in ("plan/", "stop/"):
        assert call(client, f"brand-posts/{post.public_id}/{act}").status_code == 404
    assert call(client, f"brand-posts/{post.public_id}/", method="put", words="Ours").status_code == 404
    post.refresh_from_db()
    assert (BrandPost.objects.count(), post.words, post.state) == (1, "Come along", "draft")
