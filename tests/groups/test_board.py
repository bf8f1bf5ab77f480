import itertools
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import Notification
from accounts.operations import block_member
from common.errors import NotFound, TooMany
from common.search import read_query
from groups import errors, operations, queries
from groups.board_states import PostAudience, PostKind
from groups.models import Comment, Group, Post
from groups.operations.leaving import let_go_of_groups
from groups.search import find_posts
from groups.states import GroupRole, Visibility
from outbox.testing import run_jobs
from tests.factories.groups import NOW, group, member, place, steward_of
from tests.factories.trust import CertificationFactory
from tests.racing import race

pytestmark = pytest.mark.django_db


def write(made: Group, who, body: str = "三件好事", **options) -> Post:
    return operations.write_post(actor=who, group_id=made.pk, body=body, now=NOW, **options)


def sees(viewer, post: Post) -> bool:
    return queries.is_readable(Post.objects.select_related("group").get(pk=post.pk), viewer)


def found(viewer, text: str) -> list[str]:
    return [hit.title for hit in find_posts(viewer, read_query(text), None, 10).items]


def test_a_post_is_read_by_the_group_and_by_nobody_else() -> None:
    who, fellow, stranger = member(), member(), member()
    made = group(who, fellow)
    post = write(made, who, "Walked in the rain")
    assert [sees(one, post) for one in (who, fellow, stranger, AnonymousUser())] == [True, True, False, False]
    with pytest.raises(NotFound):
        write(made, stranger)


@pytest.mark.parametrize("late", [False, True])
def test_widening_a_group_never_widens_an_older_post(late: bool, settings) -> None:
    """Each visibility before and after, each audience, each kind of reader: nobody gains."""
    settings.LIMITS = {"groups.posts-a-day": 1000}
    fellow, stranger, blocked = member(), member(), member()
    author = member()
    cases = 0
    for before, after in itertools.product(Visibility.values, repeat=2):
        made = group(author, fellow, blocked, visibility="listed")
        Group.objects.filter(pk=made.pk).update(visibility=before)
        for audience in PostAudience.values:
            try:
                post = write(made, author, audience=audience)
            except errors.UnknownChoice:
                continue
            readers = (author, fellow, steward_of(made), stranger, blocked, AnonymousUser())
            could = [sees(one, post) for one in readers]
            Group.objects.filter(pk=made.pk).update(visibility=after)
            if late:
                operations.edit_post(actor=author, public_id=post.public_id, body="Other words", now=NOW)
            can = [sees(one, post) for one in readers]
            assert [now for was, now in zip(could, can, strict=True) if now and not was] == []
            Group.objects.filter(pk=made.pk).update(visibility=before)
            cases += len(readers)
        Post.objects.all().delete()
    assert cases == 3 * 6 * (2 + 3 + 4)


def test_no_post_reaches_further_than_the_group_and_stewards_can_talk_alone() -> None:
    who, fellow = member(), member()
    made = group(who, fellow)
    made.visibility = "private"
    made.save(update_fields=["visibility"])
    for audience in (PostAudience.COMMUNITY, PostAudience.EVERYBODY, 7):
        with pytest.raises(errors.UnknownChoice):
            write(made, who, audience=audience)
    aside = write(made, who, audience=PostAudience.STEWARDS)
    assert [sees(one, aside) for one in (who, steward_of(made), fellow)] == [True, True, False]


def test_a_block_hides_posts_and_answers_both_ways() -> None:
    who, other = member(), member()
    made = group(who, other)
    post = write(made, who, "拼音和汉字")
    theirs = operations.comment(actor=other, public_id=post.public_id, body="Yes", now=NOW)
    block_member(actor=other, member_id=who.pk, now=NOW)
    assert (sees(other, post), found(other, "汉字")) == (False, [])
    assert theirs not in [row.comment for row in queries.comments_on(post=post, viewer=who)[0]]
    with pytest.raises(NotFound):
        operations.comment(actor=other, public_id=post.public_id, body="Again", now=NOW)


def test_two_chinese_characters_find_a_post_and_only_for_its_readers() -> None:
    who, fellow, stranger = member(), member(), member()
    made = group(who, fellow)
    post = write(made, who, "今天去公园散步")
    write(made, who, "只给管理人看的公园", audience=PostAudience.STEWARDS)
    assert [found(one, "公园") for one in (fellow, stranger)] == [["今天去公园散步"], []]
    assert len(found(steward_of(made), "公园")) == 2
    operations.edit_post(actor=who, public_id=post.public_id, body="今天下雨", now=NOW)
    assert (found(fellow, "公园"), found(fellow, "下雨")) == ([], ["今天下雨"])


def test_deleting_takes_the_words_and_leaves_the_answers() -> None:
    who, fellow = member(), member()
    made = group(who, fellow)
    post = write(made, who, "Sorry words")
    operations.comment(actor=fellow, public_id=post.public_id, body="Well", now=NOW)
    for _twice in range(2):
        operations.delete_post(actor=who, public_id=post.public_id)
    post.refresh_from_db()
    assert (post.body, post.state, post.comments.count()) == ("", "deleted", 1)
    assert found(fellow, "Sorry") == []
    with pytest.raises(NotFound):
        operations.delete_post(actor=fellow, public_id=post.public_id)
    with pytest.raises(NotFound):
        operations.comment(actor=fellow, public_id=post.public_id, body="More", now=NOW)


def test_pins_are_the_stewards_and_three_at_most() -> None:
    who = member()
    made = group(who)
    posts = [write(made, who, f"Post {number}") for number in range(4)]
    steward = steward_of(made)
    for post in posts[:3]:
        operations.pin_post(actor=steward, public_id=post.public_id, pinned=True, now=NOW)
    with pytest.raises(errors.TooManyPins):
        operations.pin_post(actor=steward, public_id=posts[3].public_id, pinned=True, now=NOW)
    with pytest.raises(NotFound):
        operations.pin_post(actor=who, public_id=posts[0].public_id, pinned=False, now=NOW)
    operations.pin_post(actor=steward, public_id=posts[0].public_id, pinned=False, now=NOW)
    pinned, _posts, _next = queries.board_of(group=made, viewer=who)
    assert len(pinned) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_pins_at_once_are_three_at_most() -> None:
    who = member()
    made = group(who)
    steward = steward_of(made)
    posts = [write(made, who, f"Post {number}") for number in range(6)]
    pins = [
        partial(operations.pin_post, actor=steward, public_id=post.public_id, pinned=True, now=NOW)
        for post in posts
    ]

    outcomes = race(pins)

    assert Post.objects.filter(group=made, pinned_at__isnull=False).count() == 3
    assert sum(isinstance(one, errors.TooManyPins) for one in outcomes) == 3


def test_announcements_are_the_stewards() -> None:
    who = member()
    made = group(who)
    with pytest.raises(NotFound):
        write(made, who, kind=PostKind.ANNOUNCEMENT)
    place(made, who).hand_role(GroupRole.CO_STEWARD)
    assert write(made, who, kind=PostKind.ANNOUNCEMENT).kind == "announcement"


def test_whom_somebody_has_checked_may_write_more(settings) -> None:
    settings.LIMITS = {"groups.posts-a-day": 1, "groups.posts-a-day-certified": 2}
    plain, checked = member(), member()
    CertificationFactory.create(member=checked, kind="professional")
    made = group(plain, checked)
    write(made, plain)
    write(made, checked)
    write(made, checked)
    for one in (plain, checked):
        with pytest.raises(TooMany):
            write(made, one)
    assert Post.objects.count() == 3


def test_one_sign_per_reader_and_it_can_be_taken_back() -> None:
    who, fellow = member(), member()
    made = group(who, fellow)
    post = write(made, who)
    for kind in ("thanks", "me_too"):
        operations.react(actor=fellow, public_id=post.public_id, kind=kind, now=NOW)
    shown = queries.shown_post(post, fellow)
    assert (shown.reactions, shown.my_reaction) == ({"me_too": 1}, "me_too")
    with pytest.raises(errors.UnknownChoice):
        operations.react(actor=fellow, public_id=post.public_id, kind="boo", now=NOW)
    operations.react(actor=fellow, public_id=post.public_id, kind="", now=NOW)
    assert queries.shown_post(post, fellow).reactions == {}


def test_the_mentioned_hear_of_it_if_they_may_read_it() -> None:
    who, fellow, stranger = member(), member(), member()
    made = group(who, fellow)
    post = write(made, who, f"@{fellow.handle} and @{stranger.handle}, look")
    operations.comment(actor=fellow, public_id=post.public_id, body="I see", now=NOW)
    run_jobs()
    told = {(row.member_id, row.kind) for row in Notification.objects.all()}
    assert told == {(fellow.pk, "groups.mentioned"), (who.pk, "groups.commented")}
    page = Client()
    page.force_login(fellow)
    assert "mentions you in" in page.get("/notifications/").content.decode()


def test_the_receipt_counts_who_can_read_it_now() -> None:
    who, fellow, blocked = member(), member(), member()
    made = group(who, fellow, blocked)
    block_member(actor=blocked, member_id=who.pk, now=NOW)
    count = queries.readers_now(group=made, audience=PostAudience.FELLOWS, author_id=who.pk)
    alone = queries.readers_now(group=made, audience=PostAudience.STEWARDS, author_id=who.pk)
    wide = queries.readers_now(group=made, audience=PostAudience.COMMUNITY, author_id=who.pk)
    assert (count, alone, wide) == (2, 1, None)


def test_erasure_takes_the_words_everywhere() -> None:
    who = member()
    made = group(who)
    post = write(made, who, "My words")
    operations.comment(actor=who, public_id=post.public_id, body="More words", now=NOW)
    let_go_of_groups(who.pk, NOW)
    assert set(Post.objects.values_list("body")) | set(Comment.objects.values_list("body")) == {("",)}
    assert found(steward_of(made), "words") == []


def test_the_board_by_form_and_by_program() -> None:
    who, fellow = member(), member()
    made = group(who, fellow)
    client, reader = Client(), Client()
    client.force_login(who)
    reader.force_login(fellow)
    client.post(f"/groups/{made.public_id}/board/", {"body": "Hello all", "audience": 20})
    post = Post.objects.get()
    page = reader.get(f"/groups/{made.public_id}/board/").content.decode()
    assert "Hello all" in page
    reader.post(f"/posts/{post.public_id}/", {"body": "Hello you"})
    reader.post(f"/posts/{post.public_id}/sign/", {"kind": "thanks"})
    assert "Hello you" in client.get(f"/posts/{post.public_id}/").content.decode()
    listed = reader.get(f"/api/v1/groups/{made.public_id}/posts/").json()["items"]
    assert [(one["body"], one["reactions"]) for one in listed] == [("Hello all", {"thanks": 1})]
    client.post(f"/posts/{post.public_id}/edit/", {"body": "Hello everybody"})
    client.post(f"/posts/{post.public_id}/delete/")
    assert "Hello" not in reader.get(f"/groups/{made.public_id}/board/").content.decode()
