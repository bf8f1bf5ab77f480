from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification
from accounts.operations import block_member
from common.clock import db_now
from common.errors import NotFound, TooMany
from common.search import read_query
from groups import errors, moderation_rules, operations, queries
from groups.models import Flag, Group, Membership, ModerationAction, Post, ReviewCase
from groups.moderation_states import ActionKind, Cover, FlagState, ReviewState
from groups.search import find_posts
from outbox.testing import run_jobs
from tests.factories.groups import NOW, group, member, steward_of
from tests.factories.moderation import decided, flagged, said
from tests.factories.trust import CertificationFactory
from tests.racing import finished, race

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return member()


@pytest.fixture
def crowd():
    return [member() for _n in range(4)]


@pytest.fixture
def made(author, crowd) -> Group:
    return group(author, *crowd)


def again(post: Post) -> Post:
    return Post.objects.select_related("group").get(pk=post.pk)


def test_a_flag_keeps_the_words_as_they_were_and_opens_a_case(made, author, crowd) -> None:
    post = said(made, author)
    case = flagged(post, crowd[0])
    operations.edit_post(actor=author, public_id=post.public_id, body="Hello", now=db_now())
    flag = case.flags.get()
    assert (flag.snapshot, flag.state, case.state) == ("Go away", FlagState.OPEN, ReviewState.PENDING)
    run_jobs()
    told = Notification.objects.filter(kind="groups.flagged")
    assert [news.member_id for news in told] == [steward_of(made).pk]


def test_one_live_flag_per_member_text_and_reason(made, author, crowd) -> None:
    post = said(made, author)
    for _n in range(3):
        flagged(post, crowd[0])
    assert Flag.objects.count() == 1
    row = Flag.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.create(case=row.case, member=row.member, reason=row.reason, at=NOW)


def test_another_reason_of_the_same_member_weighs_nothing_more(made, author, crowd) -> None:
    post = said(made, author)
    for reason in ("unkind", "private", "false", "advert", "danger"):
        case = flagged(post, crowd[0], reason)
    assert (case.flags.count(), case.weight) == (5, moderation_rules.ORDINARY)
    assert again(post).cover == Cover.OPEN


def test_three_members_fold_it_and_nothing_is_deleted(made, author, crowd) -> None:
    post = said(made, author)
    for who in crowd[:2]:
        flagged(post, who)
    assert again(post).cover == Cover.OPEN
    flagged(post, crowd[2])
    folded = again(post)
    assert (folded.cover, folded.body, folded.state) == (Cover.FOLDED, "Go away", "shown")
    assert all(queries.is_readable(folded, who) for who in (author, *crowd, steward_of(made)))
    action = ModerationAction.objects.get()
    assert (action.by_id, action.kind, action.member_id) == (None, ActionKind.FOLD, author.pk)
    run_jobs()
    assert Notification.objects.filter(kind="groups.moderated", member=author).count() == 1


def test_what_is_folded_is_not_found_and_found_again_once_it_stands(made, author, crowd) -> None:
    post = said(made, author, "Rain on the roof")
    found = lambda: [hit.key for hit in find_posts(crowd[0], read_query("roof"), None, 10).items]  # noqa: E731
    assert found() == [post.public_id]
    for who in crowd[:3]:
        case = flagged(post, who)
    operations.edit_post(actor=author, public_id=post.public_id, body="Roof and rain", now=NOW)
    assert found() == []
    decided(case, steward_of(made), ActionKind.NONE)
    assert found() == [post.public_id]


@pytest.mark.parametrize(
    ("given", "weight"),
    [
        ({}, 100),
        ({"is_certified": True}, 150),
        ({"days_in_group": 6}, 50),
        ({"days_in_group": 7}, 100),
        ({"agreed": 20, "decided": 20}, 183),
        ({"agreed": 0, "decided": 20}, 16),
        ({"agreed": 1, "decided": 2}, 100),
    ],
)
def test_a_flag_weighs_by_trust_and_shrunk_accuracy(given: dict[str, Any], weight: int) -> None:
    plain: dict[str, Any] = {"is_certified": False, "days_in_group": 30, "agreed": 0, "decided": 0}
    assert moderation_rules.flag_weight(**{**plain, **given}) == weight


def test_weights_come_from_what_is_known_of_the_member(made, author, crowd) -> None:
    right, wrong, certified, new = crowd
    CertificationFactory.create(member=certified)
    Membership.objects.filter(member=new).update(joined_at=db_now())
    steward = steward_of(made)
    for _n in range(2):
        decided(flagged(said(made, author), right), steward)
        decided(flagged(said(made, author), wrong), steward, ActionKind.NONE)
    post = said(made, author)
    weights = []
    for who in crowd:
        flagged(post, who)
        weights.append(Flag.objects.get(case__post=post, member=who).weight)
    assert weights == [133, 66, 150, 50]


def test_who_was_often_wrong_folds_nothing_alone_with_two_others(made, author, crowd) -> None:
    steward = steward_of(made)
    for _n in range(3):
        decided(flagged(said(made, author), crowd[0]), steward, ActionKind.NONE)
    post = said(made, author)
    for who in crowd[:3]:
        flagged(post, who)
    assert again(post).cover == Cover.OPEN


def test_own_words_what_one_cannot_read_and_deleted_words_are_not_flagged(made, author, crowd) -> None:
    post, hidden = said(made, author), said(made, author)
    with pytest.raises(errors.OwnWords):
        flagged(post, author)
    with pytest.raises(NotFound):
        flagged(post, member())
    block_member(actor=crowd[0], member_id=author.pk, now=NOW)
    with pytest.raises(NotFound):
        flagged(post, crowd[0])
    operations.delete_post(actor=author, public_id=hidden.public_id)
    with pytest.raises(NotFound):
        flagged(hidden, crowd[1])
    with pytest.raises(errors.UnknownChoice):
        flagged(post, crowd[1], "boring")
    assert not Flag.objects.exists()


def test_an_answer_across_a_block_is_not_flagged(made, author, crowd) -> None:
    post = said(made, crowd[1])
    answer = operations.comment(actor=author, public_id=post.public_id, body="No", now=NOW)
    assert flagged(answer, crowd[2]).comment_id == answer.pk
    block_member(actor=crowd[0], member_id=author.pk, now=NOW)
    with pytest.raises(NotFound):
        flagged(answer, crowd[0])


def test_so_many_flags_a_day(made, author, crowd, settings) -> None:
    settings.LIMITS = {"groups.flags-a-day": 2}
    for _n in range(2):
        flagged(said(made, author), crowd[0])
    with pytest.raises(TooMany):
        flagged(said(made, author), crowd[0])
    assert Flag.objects.count() == 2


def test_a_judged_text_is_judged_again_only_when_it_was_edited(made, author, crowd) -> None:
    post = said(made, author)
    case = flagged(post, crowd[0])
    decided(case, steward_of(made), ActionKind.NONE)
    later = flagged(post, crowd[1])
    assert later.state == ReviewState.DECIDED
    assert later.flags.get(member=crowd[1]).state == FlagState.DEFERRED
    edited_at = db_now() + timedelta(minutes=1)
    operations.edit_post(actor=author, public_id=post.public_id, body="Go far away", now=edited_at)
    assert flagged(post, crowd[2]).state == ReviewState.PENDING
    assert ReviewCase.objects.get().weight == moderation_rules.ORDINARY


def test_flags_taken_back_leave_the_desk_and_end_the_fold(made, author, crowd) -> None:
    post = said(made, author)
    for who in crowd[:3]:
        flagged(post, who)
    for who in crowd[:2]:
        operations.withdraw_flags(actor=who, words=again(post), now=db_now())
    assert again(post).cover == Cover.FOLDED
    operations.withdraw_flags(actor=crowd[2], words=again(post), now=db_now())
    case = ReviewCase.objects.get()
    assert (again(post).cover, case.state, case.weight) == (Cover.OPEN, ReviewState.PENDING, 0)
    assert queries.cases_waiting(group=made, viewer=steward_of(made)).items == []


def test_whoever_flags_after_others_took_theirs_back_is_heard(made, author, crowd) -> None:
    post = said(made, author)
    flagged(post, crowd[0])
    operations.withdraw_flags(actor=crowd[0], words=again(post), now=db_now())
    flag = flagged(post, crowd[1]).flags.get(member=crowd[1])
    assert (flag.state, ReviewCase.objects.get().weight) == (FlagState.OPEN, moderation_rules.ORDINARY)
    run_jobs()
    assert Notification.objects.filter(kind="groups.flagged", member=steward_of(made)).count() == 1
    assert len(queries.cases_waiting(group=made, viewer=steward_of(made)).items) == 1


def test_flags_fold_what_a_steward_unfolded_no_second_time(made, author, crowd) -> None:
    post = said(made, author)
    for who in crowd[:3]:
        flagged(post, who)
    fold = ModerationAction.objects.get()
    operations.undo_action(
        actor=steward_of(made), public_id=fold.public_id, reason="It is fine", now=db_now()
    )
    flagged(post, crowd[3])
    assert again(post).cover == Cover.OPEN


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_three_flags_at_once_fold_it_once(made, author, crowd) -> None:
    post = said(made, author)
    flags = [
        partial(operations.flag_post, actor=who, public_id=post.public_id, reason="unkind", now=db_now())
        for who in crowd[:3]
    ]
    finished(race(flags))
    assert (again(post).cover, ReviewCase.objects.get().weight) == (Cover.FOLDED, 300)
    assert ModerationAction.objects.count() == 1
