from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Notification
from accounts.operations import block_member
from common.clock import db_now
from common.errors import NotFound
from groups import errors, operations, queries, star_rules
from groups.models import Group, Membership, Post, StarGreeter, StarInvitation, StarPlan
from groups.operations.stars import let_go_of_stars
from groups.star_kinds import star_card
from groups.star_states import LIVE, QUESTIONS, StarState
from outbox.testing import run_jobs
from tests.factories.groups import group, member, steward_of
from tests.factories.stars import invited

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 4, 2, 12, 0, tzinfo=SHANGHAI)
LATER = timedelta(days=1)


def starred(*people, **given) -> Group:
    """A group with stars; ``people`` joined in this order, a day apart, after its steward."""
    made = group(*people, **given)
    for number, who in enumerate([steward_of(made), *people]):
        Membership.objects.filter(group=made, member=who).update(joined_at=NOON - timedelta(days=90 - number))
    operations.switch_stars(actor=steward_of(made), group_id=made.pk, is_on=True)
    return made


def live(made: Group) -> list[tuple[date, int]]:
    rows = StarInvitation.objects.filter(group=made, state__in=LIVE).order_by("slot__local_date")
    return list(rows.values_list("slot__local_date", "member_id"))


def of(who) -> StarInvitation:
    return StarInvitation.objects.filter(member=who).latest("pk")


def answer(star: StarInvitation, what: str, *, now: datetime = NOON, **given) -> StarInvitation:
    return operations.answer_star(actor=star.member, public_id=star.public_id, answer=what, now=now, **given)


def test_the_next_three_days_are_asked_for_in_the_order_of_joining() -> None:
    people = [member() for _n in range(4)]
    made = starred(*people)
    operations.keep_stars(now=NOON)
    expected = [steward_of(made).pk, people[0].pk, people[1].pk]
    assert live(made) == [(date(2026, 4, 3 + n), who) for n, who in enumerate(expected)]
    operations.keep_stars(now=NOON)
    assert len(live(made)) == 3


def test_nobody_is_asked_where_it_is_off_or_the_group_has_ended() -> None:
    quiet, ended = group(member()), starred(member())
    StarPlan.objects.filter(group=quiet).delete()
    operations.archive_group(actor=steward_of(ended), group_id=ended.pk)
    operations.keep_stars(now=NOON)
    assert not StarInvitation.objects.exists()


def test_who_was_longest_not_asked_goes_first() -> None:
    long_ago, lately, never = member(), member(), member()
    made = starred(long_ago, lately, never)
    for who, days in ((steward_of(made), 20), (lately, 30), (long_ago, 60)):
        invited(made, who, days=-days, asked_at=NOON - timedelta(days=days), state=StarState.DONE)
    order = queries.next_stars(group=made, now=NOON, size=9)
    assert order == [never.pk, long_ago.pk, lately.pk, steward_of(made).pk]


@pytest.mark.parametrize(
    ("state", "days", "waits"),
    [
        (StarState.DECLINED, 89, True),
        (StarState.DECLINED, 91, False),
        (StarState.DONE, 13, True),
        (StarState.DONE, 15, False),
        (StarState.NEVER, 1000, True),
    ],
)
def test_who_was_asked_is_left_alone_for_a_while(state: str, days: int, waits: bool) -> None:
    who = member()
    made = starred(who)
    invited(made, who, days=-days, asked_at=NOON - timedelta(days=days), state=state)
    assert (who.pk not in queries.next_stars(group=made, now=NOON, size=9)) == waits


def test_nobody_is_asked_by_two_groups_at_once() -> None:
    who = member()
    starred(who)
    starred(who)
    operations.keep_stars(now=NOON)
    assert StarInvitation.objects.filter(member=who, state__in=LIVE).count() == 1
    star = of(who)
    with pytest.raises(IntegrityError), transaction.atomic():
        StarInvitation.objects.create(
            slot=star.slot, group=star.group, member=member(), asked_at=NOON, answer_by=NOON
        )


def test_without_an_answer_by_the_deadline_the_next_is_asked() -> None:
    first, second = member(), member()
    starred(first, second)
    operations.keep_stars(now=NOON)
    operations.keep_stars(now=NOON + timedelta(days=1, hours=1))
    assert of(first).state == StarState.EXPIRED
    with pytest.raises(errors.StarOver):
        answer(of(first), "yes", now=NOON + timedelta(days=1, hours=1))


def test_the_evening_before_settles_the_day() -> None:
    made = starred(member(), member(), member(), member())
    evening = datetime(2026, 4, 2, 20, 0, tzinfo=SHANGHAI)
    operations.keep_stars(now=evening)
    assert [day for day, _who in live(made)] == [date(2026, 4, 4), date(2026, 4, 5)]
    assert star_rules.answer_by(date(2026, 4, 3), zone=SHANGHAI, now=NOON) == evening


@pytest.mark.parametrize(
    ("what", "state"),
    [
        ("yes", StarState.ACCEPTED),
        ("interview", StarState.ACCEPTED),
        ("not_now", StarState.DECLINED),
        ("never", StarState.NEVER),
    ],
)
def test_each_answer_is_given_once_however_often(what: str, state: str) -> None:
    who = member()
    made = starred(who)
    star = invited(made, who, answer_by=NOON + LATER)
    for _twice in range(2):
        assert answer(star, what).state == state
    assert of(who).by_interview == (what == "interview")
    with pytest.raises(errors.StarOver):
        answer(star, "not_now" if what != "not_now" else "yes")
    with pytest.raises(errors.UnknownChoice):
        answer(star, "perhaps")


def test_another_day_is_theirs_at_once_and_this_one_goes_to_the_next() -> None:
    who, other = member(), member()
    starred(who, other)
    operations.keep_stars(now=NOON)
    star = of(who)
    taken = of(other).slot.local_date
    for wrong, refusal in (
        (taken, errors.DayTaken),
        (None, errors.BadDate),
        (date(2026, 4, 2), errors.BadDate),
    ):
        with pytest.raises(refusal):
            answer(star, "another_day", on=wrong)
    assert of(who).state == StarState.ASKED
    answer(star, "another_day", on=date(2026, 4, 20))
    star.refresh_from_db()
    assert (star.state, of(who).state) == (StarState.DEFERRED, StarState.ACCEPTED)
    assert of(who).slot.local_date == date(2026, 4, 20)


def test_an_interview_becomes_a_post_on_the_day_once_it_is_approved() -> None:
    who, fellow, blocked = member(), member(), member()
    made = starred(who, fellow, blocked)
    block_member(actor=blocked, member_id=who.pk, now=NOON)
    star = invited(made, who, days=0, answer_by=NOON + LATER)
    star.slot.local_date = date(2026, 4, 5)
    star.slot.save()
    answer(star, "interview")
    operations.write_star_words(
        actor=who, public_id=star.public_id, answers=["I grow tea", "", " Rain "], now=NOON
    )
    draft = of(who).draft
    assert draft == f"{QUESTIONS[0]}\nI grow tea\n\n{QUESTIONS[2]}\nRain"
    operations.approve_star_words(actor=who, public_id=star.public_id, body=draft + "!", now=NOON)
    operations.keep_stars(now=datetime(2026, 4, 5, 7, 59, tzinfo=SHANGHAI))
    assert not Post.objects.exists()
    for _twice in range(2):
        operations.keep_stars(now=datetime(2026, 4, 5, 8, 0, tzinfo=SHANGHAI))
    post = Post.objects.get()
    assert (post.kind, post.body, post.author_id) == ("star", draft + "!", who.pk)
    assert [one.post for one in queries.stars_of(group=made, viewer=fellow)] == [post]
    greeters = set(StarGreeter.objects.values_list("member_id", flat=True))
    assert greeters == {fellow.pk, steward_of(made).pk}


def test_words_that_nobody_approved_never_appear() -> None:
    who = member()
    made = starred(who)
    star = invited(made, who, days=0, answer_by=NOON + LATER, state=StarState.ACCEPTED, draft="Hm")
    on = star.slot.local_date
    day = star_rules.appears_at(on, SHANGHAI)
    operations.keep_stars(now=day)
    assert of(who).state == StarState.ACCEPTED
    operations.keep_stars(now=day + timedelta(days=1))
    assert (of(who).state, Post.objects.count()) == (StarState.EXPIRED, 0)


def test_who_has_left_does_not_appear() -> None:
    who = member()
    made = starred(who)
    star = invited(made, who, days=0, state=StarState.READY, draft="Me")
    operations.leave_group(actor=who, group_id=made.pk, now=NOON)
    operations.keep_stars(now=star_rules.appears_at(star.slot.local_date, SHANGHAI))
    assert (of(who).state, Post.objects.count()) == (StarState.EXPIRED, 0)


def test_the_star_may_step_back_until_the_evening_before() -> None:
    who = member()
    made = starred(who)
    star = invited(made, who, state=StarState.READY, draft="Me")
    settled = star_rules.settled_at(star.slot.local_date, SHANGHAI)
    withdraw: Any = {"actor": who, "public_id": star.public_id}
    with pytest.raises(errors.StarOver):
        operations.withdraw_star(**withdraw, now=settled)
    for _twice in range(2):
        operations.withdraw_star(**withdraw, now=settled - timedelta(minutes=1))
    assert (of(who).state, of(who).draft) == (StarState.WITHDRAWN, "")


def test_words_are_refused_before_a_yes_when_empty_and_to_others() -> None:
    who = member()
    star = invited(starred(who), who, answer_by=NOON + LATER)
    mine: Any = {"actor": who, "public_id": star.public_id, "now": NOON}
    with pytest.raises(errors.StarOver):
        operations.write_star_words(**mine, body="Me")
    answer(star, "yes")
    wrong: list[tuple[Any, Any]] = [
        ({"body": " "}, errors.WordsMissing),
        ({"answers": ["", " "]}, errors.WordsMissing),
        ({"answers": ["x" * 601]}, errors.TextTooLong),
    ]
    for given, refusal in wrong:
        with pytest.raises(refusal):
            operations.write_star_words(**mine, **given)
    with pytest.raises(NotFound):
        operations.write_star_words(actor=member(), public_id=star.public_id, body="Me", now=NOON)
    with pytest.raises(NotFound):
        operations.switch_stars(actor=who, group_id=star.group_id, is_on=False)
    assert of(who).draft == ""


def test_whoever_leaves_the_community_leaves_no_words_and_frees_the_day() -> None:
    who = member()
    invited(starred(who), who, state=StarState.READY, draft="Me", answers=["Me"])
    for _twice in range(2):
        let_go_of_stars(who.pk, NOON)
    assert (of(who).state, of(who).draft, of(who).answers) == (StarState.WITHDRAWN, "", [])


def test_who_is_asked_is_told_and_has_it_on_the_today_page() -> None:
    who = member()
    made = starred(who)
    operations.keep_stars(now=db_now())
    run_jobs(["accounts.notify"])
    assert Notification.objects.filter(kind="groups.star-asked", member=who).count() == 1
    card = star_card(who)
    assert card is not None and card["is_asked"]
    assert star_card(member()) is None
    assert made.pk in {star.group_id for star in StarInvitation.objects.all()}


def test_the_pages_from_the_invitation_to_the_approval() -> None:
    who = member()
    made = starred(who)
    star = invited(made, who)
    client = Client()
    client.force_login(who)
    address = f"/stars/{star.public_id}/"
    assert "interview" in client.get(address).content.decode()
    gone = client.post(address, {"answer": "interview"})
    assert gone["Location"] == f"{address}words/"
    page = client.get(f"{address}words/").content.decode()
    assert ["answer_5" in page, 'name="body"' in page] == [True, False]
    gone = client.post(f"{address}words/", {"answer_1": "I grow tea"})
    assert gone["Location"] == f"{address}approve/"
    assert "I grow tea" in client.get(f"{address}approve/").content.decode()
    client.post(f"{address}approve/", {"body": "I grow tea in spring"})
    assert of(who).state == StarState.READY
    assert "I grow tea in spring" in client.get(address).content.decode()
    assert client.get(f"{address}withdraw/").status_code == 200
    client.post(f"{address}withdraw/")
    assert of(who).state == StarState.WITHDRAWN
    client.force_login(member())
    assert client.get(address).status_code == 404


def test_the_stewards_page_shows_the_line_and_members_only_the_stars() -> None:
    who = member(display_name="Zheng Hua")
    made = starred(who)
    StarInvitation.objects.all().delete()
    client = Client()
    client.force_login(steward_of(made))
    address = f"/groups/{made.public_id}/stars/"
    assert "Zheng Hua" in client.get(address).content.decode()
    client.post(address, {})
    assert not queries.has_stars(group=made)
    client.force_login(who)
    assert "Next in line" not in client.get(address).content.decode()
    assert client.post(address, {"is_on": "on"}).status_code == 404


def test_the_api_answers_writes_approves_and_steps_back() -> None:
    who = member()
    star = invited(starred(who), who)
    client = Client()
    client.force_login(who)
    address = f"/api/v1/stars/{star.public_id}/"

    def call(verb: str, body) -> str:
        key: Any = {"HTTP_IDEMPOTENCY_KEY": f"key-{verb}"}
        answer = client.post(f"{address}{verb}/", body, content_type="application/json", **key)
        return str(answer.json()["state"])

    assert client.get(address).json()["state"] == "asked"
    assert call("answer", {"answer": "yes"}) == "accepted"
    assert call("words", {"body": "Me"}) == "accepted"
    assert call("approve", {"body": "Me"}) == "ready"
    assert call("withdraw", {}) == "withdrawn"
    assert client.get(f"/api/v1/groups/{star.group.public_id}/stars/").json() == {"items": []}
