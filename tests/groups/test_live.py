"""Parts of a board that are asked for again: empty while nothing changed, and never more than the page."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.operations import block_member
from common.clock import db_now
from groups import operations
from groups.models import Group, Post
from tests.factories.groups import NOW, group, member, steward_of
from tests.factories.moderation import decided, flagged, said
from tests.factories.post_photos import photo_on
from tests.groups.test_pages import signed_in

pytestmark = pytest.mark.django_db


def asks(client: Any, address: str, tag: str = "") -> tuple[int, str, str]:
    answer = client.get(address, headers={"If-None-Match": tag} if tag else {})
    return answer.status_code, answer.content.decode(), answer.headers.get("ETag", "")


def test_a_board_that_did_not_change_is_answered_empty_and_each_change_in_full() -> None:
    author, reader = member(), member()
    made = group(author, reader)
    post, client = said(made, author, "Rain"), signed_in(reader)
    live = f"/groups/{made.public_id}/board/live/"
    assert f'data-live="{live}"' in client.get(f"/groups/{made.public_id}/board/").content.decode()
    changes = (
        lambda: said(made, author, "Another"),
        lambda: operations.comment(actor=author, public_id=post.public_id, body="So", now=NOW),
        lambda: operations.react(actor=author, public_id=post.public_id, kind="thanks", now=NOW),
        lambda: operations.edit_post(actor=author, public_id=post.public_id, body="Sun", now=db_now()),
        lambda: operations.pin_post(actor=steward_of(made), public_id=post.public_id, pinned=True, now=NOW),
        lambda: photo_on(post),
        lambda: operations.delete_post(actor=author, public_id=post.public_id),
    )
    status, page, tag = asks(client, live)
    assert (status, "Rain" in page, "<html" in page) == (200, True, False)
    for change in changes:
        assert asks(client, live, tag)[:2] == (304, "")
        change()
        status, page, new = asks(client, live, tag)
        assert status == 200 and new != tag
        tag = new
    assert "Sun" not in page and "Another" in page


def test_a_pin_far_down_the_board_is_news_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groups.queries.live.A_PAGE", 2)
    author, reader = member(), member()
    made = group(author, reader)
    old, client = said(made, author, "Rain"), signed_in(reader)
    for number in range(3):
        said(made, author, f"Later {number}")
    live = f"/groups/{made.public_id}/board/live/"
    tag = asks(client, live)[2]
    operations.pin_post(actor=steward_of(made), public_id=old.public_id, pinned=True, now=NOW)
    assert asks(client, live, tag)[0] == 200


def test_answers_below_a_post_come_by_themselves_too() -> None:
    author, reader = member(), member()
    made = group(author, reader)
    post, client = said(made, author), signed_in(reader)
    live = f"/posts/{post.public_id}/live/"
    assert f'data-live="{live}"' in client.get(f"/posts/{post.public_id}/").content.decode()
    _status, page, tag = asks(client, live)
    assert "No answers yet" in page and asks(client, live, tag)[0] == 304
    operations.comment(actor=author, public_id=post.public_id, body="Indeed", now=NOW)
    status, page, _tag = asks(client, live, tag)
    assert status == 200 and "Indeed" in page


def test_nobody_is_shown_more_than_on_the_page() -> None:
    author, reader, outside = member(), member(), member()
    made = group(author, reader)
    Group.objects.filter(pk=made.pk).update(visibility="private")
    narrow = operations.write_post(actor=author, group_id=made.pk, body="Secret", audience=10, now=NOW)
    hidden = said(made, author, "Hidden words")
    decided(flagged(hidden, reader), steward_of(made), kind="hide")
    board, below = f"/groups/{made.public_id}/board/live/", f"/posts/{narrow.public_id}/live/"
    page = asks(signed_in(reader), board)[1]
    assert "Secret" not in page and "Hidden words" not in page
    assert asks(signed_in(reader), below)[0] == 404
    assert [asks(signed_in(outside), path)[:2] for path in (board, below)] == [(404, "")] * 2
    theirs = asks(signed_in(author), board)
    assert "Secret" in theirs[1]
    assert asks(signed_in(reader), board, theirs[2])[0] == 200  # another's mark opens nothing
    said(made, author, "Plain")
    assert "Plain" in asks(signed_in(reader), board)[1]
    block_member(actor=reader, member_id=author.pk, now=db_now())
    assert "Plain" not in asks(signed_in(reader), board)[1]


def test_a_visitor_is_told_to_stop_and_not_sent_to_another_page(client) -> None:
    made = group()
    assert client.get(f"/groups/{made.public_id}/board/live/").status_code in (401, 403)


def test_nothing_changed_costs_the_same_below_many_posts() -> None:
    author = member()
    made = group(author)
    client, live = signed_in(author), f"/groups/{made.public_id}/board/live/"

    def cost() -> int:
        tag = asks(client, live)[2]
        with CaptureQueriesContext(
            connection,
        ) as held:
            assert asks(client, live, tag)[0] == 304
        return len(held)

    said(made, author)
    few = cost()
    rows = [Post(group=made, author=author, audience=20, body="x", created_at=NOW) for _ in range(60)]
    Post.objects.bulk_create(rows)
    assert cost() == few <= 10
