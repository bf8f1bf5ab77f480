"""The ledger of engagement: counted from what happened, always the same, and no silent follower in it."""

from datetime import timedelta
from typing import Any

import pytest

from groups import engagement_rules, operations
from groups.engagement_rules import WEEK, Standing
from groups.models import EngagementWeek, Group, Membership, Post
from tests.factories.groups import NOW, group, member, steward_of
from tests.factories.moderation import decided, flagged
from tests.groups.test_pages import signed_in

pytestmark = pytest.mark.django_db
MONDAY = engagement_rules.week_of(NOW)
HOUR = timedelta(hours=1)


def a_week(*more: Any) -> tuple[Group, list[Any]]:
    """A writes, B answers within a day, A answers back below B's; C gives a sign; D only came in."""
    who = [member() for _ in range(4)]
    made = group(*who, *more, now=MONDAY)
    a, b, c, _d = who
    mine = operations.write_post(actor=a, group_id=made.pk, body="Rain", now=NOW)
    theirs = operations.write_post(actor=b, group_id=made.pk, body="Sun", now=NOW)
    operations.comment(actor=b, public_id=mine.public_id, body="Here, too", now=NOW + HOUR)
    operations.comment(actor=a, public_id=theirs.public_id, body="Good", now=NOW + 30 * HOUR)
    operations.react(actor=c, public_id=mine.public_id, kind="thanks", now=NOW + HOUR)
    return made, who


def numbers(made: Group) -> list[dict[str, Any]]:
    rows = EngagementWeek.objects.filter(group=made).order_by("starts_on")
    return [
        {name: value for name, value in row.items() if name not in ("id", "counted_at")}
        for row in rows.values()
    ]


def count(made: Group, *, since: Any = MONDAY, now: Any = MONDAY + WEEK) -> EngagementWeek:
    return operations.count_week(group_id=made.pk, since=since, now=now)


def test_a_week_is_counted_by_kind_and_weighted_by_quality() -> None:
    made, _who = a_week()
    week = count(made)
    assert (week.posts, week.comments, week.signs, week.answers, week.came) == (2, 2, 1, 0, 0)
    assert (week.answered, week.pairs, week.people) == (1, 1, 3)  # the second came after a day
    assert week.points == 2 * 2 + 2 * 2 + 1 + 4 + 5
    assert (week.active, week.quiet, week.dormant, week.never, week.reached) == (3, 0, 0, 2, 3)


def test_counting_again_from_nothing_gives_the_same_rows() -> None:
    made, _who = a_week()
    later = MONDAY + WEEK + timedelta(days=1)
    count(made, now=NOW + HOUR)  # in the middle of the week
    for _again in range(2):
        operations.keep_engagement(now=later)
    kept = numbers(made)
    EngagementWeek.objects.filter(group=made).delete()
    operations.keep_engagement(now=later)
    assert [row["points"] for row in kept] == [18, 0] and numbers(made) == kept


def test_a_thousand_silent_accounts_change_no_number_but_one() -> None:
    made, _who = a_week()
    before = numbers_of(count(made))
    for _silent in range(20):
        operations.join_group(actor=member(), group_id=made.pk, now=MONDAY)
    after = numbers_of(count(made))
    assert {name for name in before if before[name] != after[name]} == {"never"}


def numbers_of(week: EngagementWeek) -> dict[str, Any]:
    return {
        one.attname: getattr(week, one.attname) for one in week._meta.fields if one.attname != "counted_at"
    }


@pytest.mark.parametrize(
    ("days", "stands"), [(27, "active"), (28, "quiet"), (59, "quiet"), (60, "dormant"), (400, "dormant")]
)
def test_whoever_is_silent_is_quiet_then_dormant_and_counts_again_with_one_act(days, stands) -> None:
    author = member()
    made = group(author)
    post = operations.write_post(actor=author, group_id=made.pk, body="Rain", now=NOW)
    at = NOW + timedelta(days=days)
    week = count(made, since=engagement_rules.week_of(at), now=at)
    assert (getattr(week, stands), week.never) == (1, 1)
    assert week.reached == (stands != "dormant")
    operations.react(actor=author, public_id=post.public_id, kind="thanks", now=at)
    assert count(made, since=engagement_rules.week_of(at), now=at + HOUR).reached == 1


def test_what_stewards_hid_and_what_authors_deleted_counts_for_nobody() -> None:
    made, (a, b, c, _d) = a_week()
    post = Post.objects.get(group=made, author=a)
    decided(flagged(post, c), steward_of(made), kind="hide")
    operations.delete_post(actor=b, public_id=Post.objects.get(group=made, author=b).public_id)
    assert (count(made).posts, count(made).people) == (0, 3)


def test_whoever_left_is_counted_among_nobody() -> None:
    made, (a, *_others) = a_week()
    operations.leave_group(actor=a, group_id=made.pk, now=NOW)
    assert count(made).reached == 2
    assert Membership.objects.filter(group=made, state="active").count() == 4


def test_pairs_are_those_who_answered_each_other() -> None:
    assert engagement_rules.mutual([(1, 2), (2, 1), (2, 1), (1, 3), (4, 4)]) == 1
    assert engagement_rules.standing(last=None, at=NOW) is Standing.NEVER


def test_stewards_read_it_and_members_do_not() -> None:
    made, (a, *_others) = a_week()
    count(made)
    desk, address = signed_in(steward_of(made)), f"/groups/{made.public_id}/engagement/"
    page = desk.get(address).content.decode()
    assert "members whom the group reaches" in page
    assert not any(one.display_name in page for one in (a, *_others))
    assert desk.get(f"/api/v1{address}").json()["items"][0]["points"] == 18
    assert [signed_in(a).get(path).status_code for path in (address, f"/api/v1{address}")] == [404, 404]
