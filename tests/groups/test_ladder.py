"""One small next step for whoever is new to a group, and whether first words are answered."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Member
from common.clock import db_now
from groups import operations
from groups.board_states import PostAudience
from groups.ladder_rules import NEEDS, Step, next_step
from groups.models import Comment, Group, Post, Ritual, StarPlan
from groups.moderation_states import Cover
from groups.queries import membership_of
from groups.queries.ladder import FirstWords, first_words, steps_done
from tests.factories.events import event
from tests.factories.groups import NOW, group, member, steward_of
from tests.factories.moderation import said
from tests.factories.rituals import ritual
from tests.groups.test_pages import signed_in

ALL = frozenset(NEEDS.values())


@pytest.mark.parametrize(
    ("done", "then"),
    [
        ((), "sign"),
        (("sign",), "line"),
        (("sign", "line"), "answer"),
        (("answer",), "post"),
        (("post",), "host"),
        (("host",), "star"),
        (("star",), None),
    ],
)
def test_each_step_asks_a_little_more_and_nobody_is_sent_back_down(done: Any, then: str | None) -> None:
    assert next_step(done, holds=lambda ability: True, there=ALL) == then


def test_steps_that_may_not_be_done_here_are_passed_over() -> None:
    assert next_step((), holds=lambda ability: ability != "comment", there=ALL) == Step.LINE
    assert next_step((), holds=lambda ability: ability == "host-event", there=ALL) == Step.HOST
    assert next_step((), holds=lambda ability: False, there=()) is None


@pytest.mark.parametrize(
    ("done", "missing", "then"),
    [
        ((), "posts", "line"),
        (("sign",), "rituals", "answer"),
        (("line",), "posts", "post"),
        (("host",), "stars", None),
    ],
)
def test_nobody_is_sent_where_there_is_nothing(done: Any, missing: str, then: str | None) -> None:
    assert next_step(done, holds=lambda ability: True, there=ALL - {missing}) == then


def done(made: Group, who: Member) -> tuple[set[str], set[str]]:
    mine = membership_of(group_id=made.pk, member_id=who.pk)
    assert mine is not None
    return steps_done(mine)


@pytest.mark.django_db
def test_what_was_done_here_counts_and_what_was_done_elsewhere_does_not(
    django_assert_num_queries: Any,
) -> None:
    who, other = member(), member()
    made, elsewhere = group(who, other), group(who, other)
    said(elsewhere, who)
    assert done(made, who) == (set(), set())
    post = said(made, other)
    operations.react(actor=who, public_id=post.public_id, kind="thanks", now=NOW)
    assert done(made, who)[0] == {"sign"}
    operations.comment(actor=who, public_id=post.public_id, body="Well done", now=NOW)
    said(made, who)
    StarPlan.objects.create(group=made, is_on=True)
    assert done(made, who) == ({"sign", "answer", "post"}, {"posts", "stars"})
    hosted = event(group=made)
    assert "host" in done(made, hosted.host)[0]
    mine = membership_of(group_id=made.pk, member_id=who.pk)
    assert mine is not None
    with django_assert_num_queries(1):
        steps_done(mine)


@pytest.mark.django_db
def test_what_others_wrote_for_the_member_and_rituals_that_are_on_are_there() -> None:
    who, other = member(), member()
    made = group(who, other)
    said(made, who)
    gone, kept, hidden = (said(made, other) for _ in range(3))
    operations.delete_post(actor=other, public_id=gone.public_id)
    Post.objects.filter(pk=kept.pk).update(audience=PostAudience.STEWARDS)
    Post.objects.filter(pk=hidden.pk).update(cover=Cover.HIDDEN)
    asks = ritual(made)
    Ritual.objects.update(is_on=False)
    assert done(made, who)[1] == set()
    said(made, other)
    Ritual.objects.filter(pk=asks.pk).update(is_on=True)
    assert done(made, who)[1] == {"posts", "rituals"}


@pytest.mark.django_db
def test_the_groups_page_says_one_step_and_nothing_to_stewards_or_outsiders() -> None:
    who, other = member(), member()
    made = group(who, other)
    page = f"/groups/{made.public_id}/"
    assert "Write something of your own" in signed_in(who).get(page).content.decode()
    post = said(made, other)
    assert "Leave a sign under a post" in signed_in(who).get(page).content.decode()
    operations.react(actor=who, public_id=post.public_id, kind="thanks", now=NOW)
    assert "Answer somebody who wrote" in signed_in(who).get(page).content.decode()
    ritual(made)
    assert "Answer what the group asks today" in signed_in(who).get(page).content.decode()
    said(made, who)
    seen = signed_in(who).get(page).content.decode()
    assert "Plan a small meeting" in seen
    assert f'href="{page}events/new/"' in seen
    for reader in (steward_of(made), member()):
        assert "A small next step" not in signed_in(reader).get(page).content.decode()


@pytest.mark.django_db
def test_stewards_read_how_many_first_posts_were_answered_within_a_day() -> None:
    heard, unheard, talks, other = (member() for _ in range(4))
    made = group(heard, unheard, talks, other)
    now = db_now()
    posts = [said(made, who) for who in (heard, unheard, talks, heard)]
    late = [
        operations.comment(actor=who, public_id=post.public_id, body="Welcome", now=NOW)
        for who, post in ((other, posts[0]), (other, posts[1]), (talks, posts[2]), (other, posts[3]))
    ]
    Post.objects.update(created_at=now - timedelta(days=5))
    Comment.objects.update(created_at=now - timedelta(days=4, hours=20))
    Comment.objects.filter(pk=late[1].pk).update(created_at=now - timedelta(days=2))
    assert first_words(group_id=made.pk, now=now) == FirstWords(posts=3, answered=1)
    assert first_words(group_id=made.pk, now=now - timedelta(days=4, hours=2)).posts == 0
    assert first_words(group_id=made.pk, now=now + timedelta(days=90)).posts == 0
    body = signed_in(steward_of(made)).get(f"/api/v1/groups/{made.public_id}/engagement/").json()
    assert (body["first_posts"], body["first_posts_answered"]) == (3, 1)
