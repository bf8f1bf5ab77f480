"""When many answer one person at once, answers wait, stewards are told, and it ends by itself."""

from datetime import timedelta
from functools import partial

import pytest

from accounts.models import Notification
from common.clock import db_now
from common.errors import NotFound
from groups import brake_rules, errors, operations, queries
from groups.brake_rules import Recent
from groups.models import Brake, Comment, Group, Post
from outbox.testing import run_jobs
from tests.factories.groups import group, member, steward_of
from tests.factories.moderation import flagged, said
from tests.racing import race

pytestmark = pytest.mark.django_db
HARSH = "You are an idiot"


@pytest.fixture
def author():
    return member()


@pytest.fixture
def crowd():
    return [member() for _n in range(5)]


@pytest.fixture
def made(author, crowd) -> Group:
    return group(author, *crowd)


@pytest.fixture
def post(made, author) -> Post:
    return said(made, author, "I bought the large one")


def answer(post: Post, who, body: str = HARSH) -> Comment:
    return operations.comment(
        actor=who, public_id=post.public_id, body=body, as_is=body == HARSH, now=db_now()
    )


def piled(post: Post, crowd) -> Brake:
    for who in crowd[:3]:
        answer(post, who)
    return Brake.objects.get()


@pytest.mark.parametrize(
    ("people", "each", "critics", "too_much"),
    [
        (3, 1, 3, True),
        (2, 9, 2, False),
        (8, 2, 2, False),
        (10, 2, 1, True),
        (7, 3, 1, False),
        (30, 1, 0, False),
    ],
)
def test_a_pile_is_three_critics_or_twenty_answers_of_eight(people, each, critics, too_much) -> None:
    answers = [Recent(author_id=n, hostile=n < critics) for n in range(people) for _m in range(each)]
    assert brake_rules.is_too_much(answers) is too_much


def test_after_the_third_critic_others_wait_and_stewards_hear_of_it(made, post, crowd, author) -> None:
    brake = piled(post, crowd)
    assert brake.until - brake.at == brake_rules.WAIT
    with pytest.raises(errors.AnswersWait) as waits:
        answer(post, crowd[3], "Calm down")
    assert 1700 < waits.value.retry_after_seconds <= 1801
    answer(post, author, "Thank you all")
    answer(post, steward_of(made), "Let us breathe")
    assert (Comment.objects.count(), Brake.objects.count()) == (5, 1)
    run_jobs()
    told = Notification.objects.filter(kind="groups.answers-paused")
    assert [news.member_id for news in told] == [steward_of(made).pk]


def test_flags_count_and_calm_answers_do_not(post, crowd) -> None:
    for who in crowd[:3]:
        answer(post, who, "Nobody needs that")
    assert not Brake.objects.exists()
    for made in Comment.objects.all():
        flagged(made, crowd[4], "unkind")
    answer(post, crowd[3], "Hm")
    assert Brake.objects.count() == 1


def test_old_answers_and_the_authors_own_are_no_pile(post, crowd, author) -> None:
    for who in crowd[:2]:
        answer(post, who)
    Comment.objects.update(created_at=db_now() - brake_rules.WITHIN - timedelta(minutes=1))
    for who in (author, author, crowd[2]):
        answer(post, who)
    assert not Brake.objects.exists()


def test_it_ends_by_its_time(post, crowd) -> None:
    brake = piled(post, crowd)
    Comment.objects.update(created_at=db_now() - timedelta(hours=1))
    at = db_now() - timedelta(hours=1)
    Brake.objects.filter(pk=brake.pk).update(at=at, until=at + brake_rules.WAIT)
    answer(post, crowd[3], "Good day")
    assert Comment.objects.count() == 4


def test_a_steward_lifts_it_and_nobody_else(made, post, crowd, author) -> None:
    piled(post, crowd)
    for who in (author, crowd[0], member()):
        with pytest.raises(NotFound):
            operations.lift_brake(actor=who, public_id=post.public_id)
    for _n in range(2):
        operations.lift_brake(actor=steward_of(made), public_id=post.public_id)
    assert queries.brake_on(post) is None
    Comment.objects.update(created_at=db_now() - timedelta(hours=1))
    answer(post, crowd[3], "Good day")


def test_the_pages_say_when_answers_go_on(client, made, post, crowd) -> None:
    piled(post, crowd)
    client.force_login(crowd[3])
    page = client.get(f"/posts/{post.public_id}/").content.decode()
    assert "answers wait a little" in page
    assert "Let answers go on now" not in page
    waits = client.post(f"/posts/{post.public_id}/", {"body": "Calm down"})
    assert (waits.status_code, waits["Retry-After"] is not None) == (429, True)
    client.force_login(steward_of(made))
    assert "Many write to its author" in client.get(f"/groups/{made.public_id}/desk/").content.decode()
    address = f"/posts/{post.public_id}/lift/"
    asks = client.get(address).content.decode()
    assert "<h1>Let answers go on now?</h1>" in asks
    assert "everybody in the group may answer again at once" in asks
    lifted = client.post(address, {})
    assert (lifted.status_code, queries.brake_on(post)) == (303, None)
    assert "Nothing waits here" in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_critics_at_once_pause_it_once(post, crowd) -> None:
    outcomes = race([partial(answer, post, who) for who in crowd])
    assert Brake.objects.count() == 1
    assert Comment.objects.count() == 3
    assert sum(isinstance(one, errors.AnswersWait) for one in outcomes) == 2
