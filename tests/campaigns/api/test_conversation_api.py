"""What people say elsewhere, by programs: followed, read page by page, answered, handed over."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from campaigns.models import ChannelPost, Mention
from campaigns.operations.conversations import note_answer
from campaigns.queries.conversations import followed_posts
from common.clock import db_now
from groups.queries import complaints_waiting
from outbox.models import Job
from tests.factories import campaigns as make
from tests.factories.groups import group

pytestmark = pytest.mark.django_db
POST = "5012345678901234"


@pytest.fixture
def live() -> Any:
    return make.live()


@pytest.fixture
def manager(live: Any, client: Client) -> Any:
    manager = make.manager_of(live.brand)
    client.force_login(manager)
    return manager


def call(client: Client, path: str, key: str = "key-00000001", **body: Any) -> Any:
    return client.post(
        f"/api/v1/{path}", body, content_type="application/json", headers={"Idempotency-Key": key}
    )


def follow(client: Client, live: Any, care: Any, key: str = "key-00000001", ref: str = POST) -> Any:
    return call(
        client, f"campaigns/{live.slug}/followed-posts/", key, ref=ref, group=getattr(care, "public_id", "")
    )


def said(post: ChannelPost, number: int, **more: Any) -> Mention:
    words = {"kind": "comment", "text": f"word {number}", "is_zombie": False, "is_complaint": False, **more}
    row: Mention = Mention.objects.create(
        post=post,
        ref=str(number),
        author_index=f"{number:064}",
        said_at=make.NOW + timedelta(minutes=number),
        **words,
    )
    return row


def names(client: Client, live: Any, asked: str = "") -> list[str]:
    page = client.get(f"/api/v1/campaigns/{live.slug}/mentions/{asked}").json()
    return [one["text"] for one in page["items"]]


def test_a_program_follows_a_post_once_and_lets_it_go(client: Client, live: Any, manager: Any) -> None:
    care = group(founder=manager)
    made = follow(client, live, care)
    assert (made.status_code, made.json()["stopped_at"]) == (201, None), made.content
    assert follow(client, live, care).headers["Idempotency-Replayed"] == "true"
    public_id = made.json()["public_id"]
    stopped = call(client, f"followed-posts/{public_id}/unfollow/")
    assert (stopped.status_code, stopped.json()["stopped_at"] is None) == (200, False)
    assert followed_posts(now=db_now()) == []
    again = call(client, f"followed-posts/{public_id}/unfollow/", "key-00000002")
    assert again.json() == stopped.json()
    back = follow(client, live, care, "key-00000003")
    assert (back.json()["public_id"], back.json()["stopped_at"]) == (public_id, None)
    assert followed_posts(now=db_now()) == [ChannelPost.objects.get().pk]


def test_nobody_loads_work_on_a_group_that_is_not_theirs(client: Client, live: Any, manager: Any) -> None:
    refused = follow(client, live, group())
    assert (refused.status_code, refused.json()["code"]) == (422, "not-your-group")
    assert follow(client, live, group(founder=manager), ref="x").json()["code"] == "bad-post"
    assert not ChannelPost.objects.exists()


def test_the_list_of_posts_says_how_far_each_reaches(client: Client, live: Any, manager: Any) -> None:
    post = make.mention(live).post
    ChannelPost.objects.filter(pk=post.pk).update(followers=100, likes=3)
    said(post, 2, kind="repost", followers=50)
    said(post, 3, kind="repost", followers=900, is_zombie=True)
    other = make.mention(make.live(of=live.brand), ref="7").post
    path = f"/api/v1/campaigns/{live.slug}/followed-posts/"
    (line,) = client.get(path).json()["items"]
    figures = line["figures"]
    assert (figures["reach"], figures["engagement"], figures["comments"], figures["reposts"]) == (
        150,
        6,
        1,
        2,
    )
    assert (figures["engagement_bp"], figures["zombies"], figures["authors"]) == (400, 1, 3)
    assert client.get(f"/api/v1/followed-posts/{post.public_id}/").json() == line
    assert client.get(f"/api/v1/followed-posts/{other.public_id}/").json()["figures"]["reach"] == 0


def test_mentions_come_page_by_page_the_newest_first(client: Client, live: Any, manager: Any) -> None:
    post = make.mention(live).post
    for number in range(2, 30):
        said(post, number)
    path = f"/api/v1/campaigns/{live.slug}/mentions/"
    first = client.get(path).json()
    rest = client.get(path, {"cursor": first["next"]}).json()
    texts = [one["text"] for one in (*first["items"], *rest["items"])]
    assert texts == [*(f"word {number}" for number in range(29, 1, -1)), "When does it begin?"]
    assert rest["next"] is None
    assert client.get(path, {"cursor": "x"}).json()["code"] == "bad-cursor"


def test_mentions_are_picked_by_post_state_and_kind(client: Client, live: Any, manager: Any) -> None:
    post, other = make.mention(live).post, make.mention(live, ref="8").post
    Mention.objects.all().delete()
    said(post, 1)
    said(other, 2, kind="repost")
    said(post, 3, is_complaint=True)
    said(post, 4, answer="Soon")
    said(post, 5, answer="Soon", answer_ref="9", answered_at=make.NOW)
    assert names(client, live, f"?post={other.public_id}") == ["word 2"]
    assert names(client, live, "?kind=repost") == ["word 2"]
    assert names(client, live, "?state=open&kind=comment") == ["word 1"]
    for number, state in ((3, "with-stewards"), (4, "sending"), (5, "answered")):
        assert names(client, live, f"?state={state}") == [f"word {number}"]
        found = client.get(f"/api/v1/mentions/{Mention.objects.get(ref=number).public_id}/").json()
        assert (found["state"], found["text"]) == (state, f"word {number}")
    path = f"/api/v1/campaigns/{live.slug}/mentions/"
    assert client.get(path, {"state": "gone"}).json()["field"] == "state"
    assert client.get(path, {"kind": "like"}).json()["field"] == "kind"


def test_an_answer_goes_out_once(client: Client, live: Any, manager: Any) -> None:
    path = f"mentions/{make.mention(live).public_id}/answer/"
    long = call(client, path, words="a" * 141)
    assert (long.status_code, long.json()["code"], long.json()["field"]) == (422, "bad-answer", "words")
    answer = call(client, path, words="At nine.")
    assert (answer.status_code, answer.json()["state"]) == (200, "sending"), answer.content
    assert call(client, path, words="At nine.").json() == answer.json()
    again = call(client, path, "key-00000002", words="At ten.")
    assert (again.status_code, again.json()["code"]) == (409, "already-answered")
    assert Job.objects.filter(kind="campaigns.answer-mention").count() == 1
    note_answer(public_id=Mention.objects.get().public_id, words="At nine.", ref="3", now=make.NOW)
    read = client.get(f"/api/v1/{path.removesuffix('answer/')}").json()
    assert (read["state"], read["answer"], read["answered_at"] is None) == ("answered", "At nine.", False)


def test_what_is_handed_over_runs_the_stewards_clock(client: Client, live: Any, manager: Any) -> None:
    care = group(founder=manager)
    mention = make.mention(live)
    ChannelPost.objects.update(group=care.public_id)
    path = f"mentions/{mention.public_id}/hand-over/"
    assert call(client, path).json()["state"] == "with-stewards"
    assert call(client, path, "key-00000002").status_code == 200
    assert len(complaints_waiting(group=care, viewer=manager)) == 1


def test_a_read_that_has_it_already_gets_nothing_again(client: Client, live: Any, manager: Any) -> None:
    make.mention(live)
    path = f"/api/v1/campaigns/{live.slug}/mentions/"
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_another_brands_manager_finds_nothing(client: Client, live: Any) -> None:
    mention = make.mention(live)
    client.force_login(make.manager_of(make.brand()))
    for path in (
        f"campaigns/{live.slug}/mentions/",
        f"campaigns/{live.slug}/followed-posts/",
        f"followed-posts/{mention.post.public_id}/",
        f"mentions/{mention.public_id}/",
    ):
        assert client.get(f"/api/v1/{path}").status_code == 404
    for path in (
        f"mentions/{mention.public_id}/hand-over/",
        f"followed-posts/{mention.post.public_id}/unfollow/",
    ):
        assert call(client, path).status_code == 404
    assert not Mention.objects.filter(is_complaint=True).exists()
    assert ChannelPost.objects.get().stopped_at is None
