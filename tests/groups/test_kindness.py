"""Asking before sending what may hurt, and the shield of whoever is new."""

from datetime import timedelta
from functools import partial

import pytest

from accounts.models import Notification
from common.clock import db_now
from groups import errors, kind_rules, operations
from groups.models import Comment, Group, Membership, ModerationAction, Post
from groups.moderation_states import ActionKind, ActionState, Cover
from outbox.testing import run_jobs
from tests.factories.groups import NOW, group, member, steward_of
from tests.factories.moderation import decided, flagged, said
from tests.racing import finished, race

pytestmark = pytest.mark.django_db
HARSH = "You are an idiot"


@pytest.fixture
def newcomer():
    return member()


@pytest.fixture
def others():
    return [member() for _n in range(4)]


@pytest.fixture
def made(newcomer, others) -> Group:
    made = group(newcomer, *others)
    Membership.objects.filter(group=made, member=newcomer).update(joined_at=db_now())
    return made


@pytest.fixture
def post(made, newcomer) -> Post:
    return said(made, newcomer, "Good day, I am new")


def answer(post: Post, who, body: str = "Welcome", **given) -> Comment:
    return operations.comment(actor=who, public_id=post.public_id, body=body, now=db_now(), **given)


def harsh(post: Post, who) -> Comment:
    return answer(post, who, HARSH, as_is=True)


def cover(comment: Comment) -> int:
    return Comment.objects.get(pk=comment.pk).cover


@pytest.mark.parametrize(
    ("text", "hurts"),
    [
        ("You IDIOT!", True),
        ("Shut   up, please", True),
        ("An idiotic plan", False),
        ("Good day", False),
        ("你真是个废物", True),
        ("今天倒了三次垃圾", False),
        ("ＳＴＵＰＩＤ", True),
        ("", False),
    ],
)
def test_a_short_list_knows_words_that_often_hurt(text: str, hurts: bool) -> None:
    assert kind_rules.may_hurt(text) is hurts


def test_the_writer_is_asked_and_may_send_it_all_the_same(made, post, others, newcomer) -> None:
    with pytest.raises(errors.MayHurt):
        answer(post, others[0], HARSH)
    assert not Comment.objects.exists()
    assert harsh(post, others[0]).sent_anyway
    assert not answer(post, others[0], "Welcome", as_is=True).sent_anyway
    with pytest.raises(errors.MayHurt):
        operations.write_post(actor=newcomer, group_id=made.pk, body="去死", now=NOW)
    with pytest.raises(errors.MayHurt):
        operations.edit_post(actor=newcomer, public_id=post.public_id, body="去死", now=NOW)
    operations.edit_post(actor=newcomer, public_id=post.public_id, body="去死", as_is=True, now=NOW)
    assert Post.objects.get(pk=post.pk).sent_anyway
    operations.edit_post(actor=newcomer, public_id=post.public_id, body="Sorry", now=NOW)
    assert not Post.objects.get(pk=post.pk).sent_anyway


def test_the_first_harsh_answer_to_a_newcomer_is_folded_until_two_have_answered(post, others) -> None:
    first = harsh(post, others[0])
    assert cover(first) == Cover.FOLDED
    action = ModerationAction.objects.get()
    assert (action.by_id, action.shielded_id, action.member_id) == (None, post.pk, others[0].pk)
    assert action.expires_at is not None
    assert timedelta(days=6) < action.expires_at - db_now() < timedelta(days=8)
    run_jobs()
    assert Notification.objects.filter(kind="groups.moderated", member=others[0]).count() == 1
    answer(post, others[1])
    answer(post, others[1], "And again")
    assert cover(first) == Cover.FOLDED
    answer(post, others[2])
    action.refresh_from_db()
    assert (cover(first), action.state) == (Cover.OPEN, ActionState.ENDED)


def test_a_flag_of_anyone_shields_too_and_a_post_is_shielded_once(post, others) -> None:
    first, second = answer(post, others[0], "Nobody asked you"), answer(post, others[1], "Indeed")
    flagged(first, others[3], "advert")
    assert cover(first) == Cover.OPEN
    flagged(first, others[2])
    flagged(second, others[2])
    assert (cover(first), cover(second)) == (Cover.FOLDED, Cover.OPEN)
    third = harsh(post, others[3])
    assert cover(third) == Cover.OPEN


def test_neither_the_newcomer_nor_harsh_answers_unfold_it(post, others, newcomer) -> None:
    first = harsh(post, others[0])
    for _n in range(2):
        answer(post, newcomer, "Thank you")
    harsh(post, others[1])
    answer(post, others[0], "I mean it")
    answer(post, others[2])
    assert cover(first) == Cover.FOLDED


def test_nobody_is_shielded_who_is_known_or_has_been_answered(made, post, others, newcomer) -> None:
    known = said(made, others[3], "Good day")
    assert cover(harsh(known, others[0])) == Cover.OPEN
    assert cover(harsh(post, newcomer)) == Cover.OPEN
    for who in others[1:3]:
        answer(post, who)
    assert cover(harsh(post, others[0])) == Cover.OPEN
    assert not ModerationAction.objects.exists()


def test_new_is_whoever_came_in_within_14_days() -> None:
    for days, new in ((13, True), (14, False)):
        assert kind_rules.is_new(NOW, now=NOW + timedelta(days=days)) is new
    assert not kind_rules.is_new(None, now=NOW)


def test_a_steward_takes_the_fold_back_and_it_does_not_return(made, post, others) -> None:
    first = harsh(post, others[0])
    action = ModerationAction.objects.get()
    operations.undo_action(
        actor=steward_of(made), public_id=action.public_id, reason="It was a joke", now=db_now()
    )
    flagged(first, others[1])
    assert cover(first) == Cover.OPEN


def test_the_shield_ends_by_its_time_and_with_a_decision(made, post, others) -> None:
    first = harsh(post, others[0])
    decided(flagged(first, others[1]), steward_of(made), ActionKind.NONE)
    assert cover(first) == Cover.OPEN
    again = said(made, post.author, "Good day again")
    second = harsh(again, others[0])
    ModerationAction.objects.filter(state=ActionState.IN_FORCE).update(expires_at=NOW)
    operations.end_due_actions(now=db_now())
    assert cover(second) == Cover.OPEN


def test_flags_taken_back_end_what_stood_on_flags_alone(made, post, others) -> None:
    first, again = answer(post, others[0], "Nobody asked you"), said(made, post.author, "Hm")
    second = harsh(again, others[0])
    for one in (first, second):
        flagged(one, others[1])
        operations.withdraw_flags(actor=others[1], words=Comment.objects.get(pk=one.pk), now=db_now())
    assert (cover(first), cover(second)) == (Cover.OPEN, Cover.FOLDED)


def test_flags_of_three_keep_it_folded_after_the_shield(post, others) -> None:
    first = harsh(post, others[0])
    for who in (*others[1:], post.author):
        flagged(first, who)
    for who in others[1:3]:
        answer(post, who)
    assert cover(first) == Cover.FOLDED


def test_pages_ask_once_without_a_script(client, post, others) -> None:
    client.force_login(others[0])
    address = f"/posts/{post.public_id}/"
    asked = client.post(address, {"body": HARSH, "nonce": "a-nonce-1"})
    page = asked.content.decode()
    assert (asked.status_code, HARSH in page, "Send it as it stands" in page) == (409, True, True)
    assert 'name="as_is" value="on"' in page
    sent = client.post(address, {"body": HARSH, "as_is": "on", "nonce": "a-nonce-1"})
    assert (sent.status_code, Comment.objects.get().body) == (303, HARSH)
    board = f"/groups/{post.group.public_id}/board/"
    assert client.post(board, {"body": HARSH, "audience": 20}).status_code == 409
    assert client.post(board, {"body": HARSH, "audience": 20, "as_is": "on"}).status_code == 303


def test_programs_are_warned_and_confirm(client, post, others) -> None:
    client.force_login(others[0])
    given = {"content_type": "application/json", "headers": {"Idempotency-Key": "one-answer"}}
    address = f"/api/v1/posts/{post.public_id}/comments/"
    warned = client.post(address, {"body": HARSH}, **given)
    assert (warned.status_code, warned.json()["code"]) == (409, "may-hurt")
    assert client.post(address, {"body": HARSH, "as_is": True}, **given).status_code == 201


def test_whoever_was_harsh_reads_why_and_may_appeal(client, post, others) -> None:
    harsh(post, others[0])
    client.force_login(others[0])
    page = client.get(f"/moderation/{ModerationAction.objects.get().public_id}/").content.decode()
    assert "the first harsh answer to somebody new" in page
    assert "You can appeal" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_flags_and_answers_at_once_shield_one_answer_and_unfold_it(post, others) -> None:
    hostile = [answer(post, who, "Nobody asked you") for who in others[:2]]
    calls = [
        partial(operations.flag_comment, actor=who, public_id=one.public_id, reason="unkind", now=db_now())
        for one in hostile
        for who in others[2:]
    ]
    finished(race(calls))
    assert sorted(cover(one) for one in hostile) == [Cover.OPEN, Cover.FOLDED]
    finished(race([partial(answer, post, who) for who in others[2:]]))
    assert [cover(one) for one in hostile] == [Cover.OPEN, Cover.OPEN]
