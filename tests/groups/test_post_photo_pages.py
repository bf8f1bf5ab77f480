"""Photos of posts in the browser and for programs."""

from typing import Any

import pytest

from groups import operations
from groups.models import Post, PostPhoto
from outbox.testing import run_jobs
from tests.factories import rituals
from tests.factories.groups import group, member, steward_of
from tests.factories.moderation import flagged, said
from tests.factories.pictures import sent
from tests.factories.post_photos import photo_on
from tests.groups.test_pages import signed_in

pytestmark = pytest.mark.django_db
KEY: Any = {"HTTP_IDEMPOTENCY_KEY": "photo-0001"}
JSON: Any = {**KEY, "content_type": "application/json"}


@pytest.mark.django_db(transaction=True)
def test_from_the_composer_to_the_board_and_gone_again() -> None:
    author, fellow = member(), member()
    made = group(author, fellow)
    mine, board = signed_in(author), f"/groups/{made.public_id}/board/"
    assert 'enctype="multipart/form-data"' in mine.get(board).content.decode()
    form = {"body": "A walk", "audience": 20, "photos": [sent(), sent(name="two.jpg")], "lines": "The lake"}
    assert mine.post(board, form).status_code == 303
    assert "Being made safe" in mine.get(board).content.decode()
    run_jobs()
    one, two = PostPhoto.objects.order_by("pk")
    page = signed_in(fellow).get(board).content.decode()
    assert f"/post-photos/{one.public_id}/small/" in page and 'alt="The lake"' in page
    for client, status in ((signed_in(fellow), 200), (signed_in(member()), 404)):
        answers = [
            client.get(f"/post-photos/{one.public_id}/{size}/").status_code for size in ("small", "large")
        ]
        assert answers == [status, status]
    assert mine.get(f"/posts/{one.post.public_id}/photos/").status_code == 200
    assert mine.post(f"/post-photos/{two.public_id}/remove/").status_code == 303
    assert mine.get(f"/post-photos/{two.public_id}/large/").status_code == 404


def test_refused_photos_keep_every_word_and_say_why() -> None:
    author = member()
    made = group(author)
    board = f"/groups/{made.public_id}/board/"
    form = {"body": "A walk by the lake", "audience": 20, "lines": "The lake"}
    many = signed_in(author).post(board, {**form, "photos": [sent() for _ in range(5)]})
    odd = signed_in(author).post(board, {**form, "photos": [sent(b"text", name="a.jpg")]})
    for answer in (many, odd):
        page = answer.content.decode()
        assert answer.status_code == 422 and "A walk by the lake" in page and "The lake</textarea>" in page
        assert "chosen once more" in page
    assert "At most 4 pictures at once." in many.content.decode()
    assert not Post.objects.filter(group=made).exists()


def test_another_picture_under_the_same_nonce_is_another_request() -> None:
    author = member()
    made = group(author)
    board, mine = f"/groups/{made.public_id}/board/", signed_in(author)
    form = {"body": "Kite", "audience": 20, "nonce": "abc"}
    from tests.factories.pictures import picture

    first, second = picture(size=(300, 200)), picture(size=(310, 200))
    for _twice in range(2):
        assert mine.post(board, {**form, "photos": [sent(first), sent(second)]}).status_code == 303
    assert mine.post(board, {**form, "photos": [sent(second), sent(second)]}).status_code == 422
    assert Post.objects.filter(group=made).count() == 1


def test_the_weekend_composer_takes_photos_and_the_others_do_not() -> None:
    author = member()
    made = group(author)
    weekend = rituals.opened(made, of=rituals.ritual(made, kind="weekend"))
    topic = rituals.opened(made)
    mine = signed_in(author)
    pages = [mine.get(f"/prompts/{one.public_id}/").content.decode() for one in (weekend, topic)]
    assert ['name="photos"' in page for page in pages] == [True, False]
    assert mine.post(f"/prompts/{weekend.public_id}/", {"photos": sent(), "lines": "Kite"}).status_code == 303
    assert [one.alt for one in Post.objects.get(prompt=weekend).photos.all()] == ["Kite"]
    assert mine.post(f"/prompts/{topic.public_id}/", {"photos": sent(), "body": "Rain"}).status_code == 303
    assert not Post.objects.get(prompt=topic).photos.exists()


def test_programs_put_look_at_and_remove_photos() -> None:
    author, fellow = member(), member()
    made = group(author, fellow)
    post, mine = said(made, author), signed_in(author)
    made_one = mine.post(f"/api/v1/posts/{post.public_id}/photos/", {"file": sent(), "alt": "Kite"}, **KEY)
    assert (made_one.status_code, made_one.json()["state"]) == (201, "received")
    shown = photo_on(post)
    read = signed_in(fellow).get(f"/api/v1/posts/{post.public_id}/").json()["photos"]
    assert read == [{"public_id": shown.public_id, "alt": "A kite", "state": "shown"}]
    assert signed_in(fellow).get(f"/api/v1/post-photos/{shown.public_id}/picture/").status_code == 200
    assert signed_in(fellow).post(f"/api/v1/post-photos/{shown.public_id}/remove/", **JSON).status_code == 404
    assert mine.post(f"/api/v1/post-photos/{shown.public_id}/remove/", **JSON).status_code == 204
    assert signed_in(fellow).get(f"/api/v1/post-photos/{shown.public_id}/picture/").status_code == 404


def test_stewards_see_on_the_case_what_was_taken_away_meanwhile() -> None:
    author, fellow = member(), member()
    made = group(author, fellow)
    photo = photo_on(said(made, author))
    case = flagged(photo.post, fellow)
    operations.remove_post_photo(actor=author, public_id=photo.public_id, now=case.opened_at)
    page = signed_in(steward_of(made)).get(f"/review-cases/{case.public_id}/").content.decode()
    assert f"/post-photos/{photo.public_id}/small/" in page and "Taken away by its author" in page
