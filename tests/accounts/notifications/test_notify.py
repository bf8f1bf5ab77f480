"""Telling members: once per kind, object and day, however often and by however many."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import notification_queries as queries
from accounts.models import Block, Mute, Notification, TopicMute
from accounts.notification_states import MessageClass
from accounts.operations.notifications import notify
from tests.factories.accounts import MemberFactory
from tests.factories.notifications import Stage, staged
from tests.racing import finished, race

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


@pytest.mark.django_db
def test_news_is_written_once_a_day(stage: Stage) -> None:
    member = MemberFactory.create()
    first = notify([stage.news(member.pk)], now=NOON)
    again = notify([stage.news(member.pk)], now=NOON + timedelta(hours=3))
    assert (len(first), again, Notification.objects.count()) == (1, [], 1)


@pytest.mark.django_db
def test_the_day_is_the_members_own(stage: Stage) -> None:
    """20:00 in Berlin is already tomorrow in Shanghai."""
    evening = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
    shanghai, berlin = MemberFactory.create(), MemberFactory.create(time_zone="Europe/Berlin")
    notify([stage.news(shanghai.pk), stage.news(berlin.pk)], now=evening)
    days = dict(Notification.objects.values_list("member_id", "local_on"))
    assert days == {shanghai.pk: date(2026, 3, 11), berlin.pk: date(2026, 3, 10)}


@pytest.mark.django_db
def test_the_next_day_is_told_again(stage: Stage) -> None:
    member = MemberFactory.create()
    for day in range(2):
        notify([stage.news(member.pk)], now=NOON + timedelta(days=day))
    assert Notification.objects.count() == 2


@pytest.mark.django_db
def test_a_day_of_its_own_is_told_once_for_all(stage: Stage) -> None:
    member = MemberFactory.create()
    for day in range(2):
        notify([stage.news(member.pk, on=date(2026, 3, 12))], now=NOON + timedelta(days=day))
    assert Notification.objects.count() == 1


@pytest.mark.django_db
def test_another_object_is_other_news(stage: Stage) -> None:
    member = MemberFactory.create()
    notify([stage.news(member.pk, "1"), stage.news(member.pk, "2")], now=NOON)
    assert Notification.objects.count() == 2


@pytest.mark.django_db
def test_suspended_members_are_not_told(stage: Stage) -> None:
    member = MemberFactory.create(suspended=True)
    assert notify([stage.news(member.pk)], now=NOON) == []


@pytest.mark.django_db
def test_nothing_is_written_about_what_is_muted(stage: Stage) -> None:
    member = MemberFactory.create()
    TopicMute.objects.create(member=member, topic="campaign:1", kind="x", created_at=NOON)
    muted = stage.news(member.pk, "1", topic="campaign:1")
    other = stage.news(member.pk, "2", topic="campaign:2")
    assert [row.about for row in notify([muted, other], now=NOON)] == ["thing:2"]


@pytest.mark.django_db
def test_what_people_need_to_know_is_not_muted() -> None:
    member = MemberFactory.create()
    TopicMute.objects.create(member=member, topic="campaign:1", kind="x", created_at=NOON)
    with staged(MessageClass.TRANSACTIONAL) as stage:
        assert len(notify([stage.news(member.pk, topic="campaign:1")], now=NOON)) == 1


@pytest.mark.django_db
def test_many_members_cost_what_one_costs(stage: Stage) -> None:
    def cost(count: int) -> int:
        members = MemberFactory.create_batch(count)
        with CaptureQueriesContext(connection) as asked:
            notify([stage.news(member.pk, f"{count}") for member in members], now=NOON)
        return len(asked)

    assert cost(30) == cost(3)


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_write_it_once(stage: Stage) -> None:
    member = MemberFactory.create()
    results = finished(race([lambda: notify([stage.news(member.pk)], now=NOON)] * 10))
    assert (sum(len(fresh) for fresh in results), Notification.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("turned", [False, True])
def test_nobody_hears_of_somebody_with_a_block_between(stage: Stage, turned: bool) -> None:
    member, other = MemberFactory.create(), MemberFactory.create()
    pair = (other, member) if turned else (member, other)
    Block.objects.create(blocker=pair[0], blocked=pair[1], created_at=NOON)
    assert notify([stage.news(member.pk, by_id=other.pk)], now=NOON) == []


@pytest.mark.django_db
def test_nobody_hears_of_somebody_they_muted(stage: Stage) -> None:
    member, other = MemberFactory.create(), MemberFactory.create()
    Mute.objects.create(muter=member, muted=other, created_at=NOON)
    assert notify([stage.news(member.pk, by_id=other.pk)], now=NOON) == []
    assert len(notify([stage.news(other.pk, by_id=member.pk)], now=NOON)) == 1


@pytest.mark.django_db
def test_a_later_block_hides_what_was_told(stage: Stage) -> None:
    member, other = MemberFactory.create(), MemberFactory.create()
    notify([stage.news(member.pk, by_id=other.pk), stage.news(member.pk, "2")], now=NOON)
    Block.objects.create(blocker=other, blocked=member, created_at=NOON)
    lines, _ = queries.lines_of(member_id=member.pk)
    assert (len(lines), queries.unread_count(member.pk)) == (1, 1)
