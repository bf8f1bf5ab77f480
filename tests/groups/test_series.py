"""Events that repeat, by the clock on the wall."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from common.errors import NotFound
from groups import errors, operations, series_errors, series_rules
from groups.models import RSVP, Event, EventSeries, Group, Membership
from groups.series_states import Rhythm
from tests.factories.accounts import MemberFactory
from tests.factories.events import answer, draft_input, event
from tests.factories.groups import NOW, group, member

ZONES = ["Europe/Berlin", "Asia/Kathmandu", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"]


def repeat(
    made: Event, *, rhythm: str = "weekly", until: date | None = None, now: datetime = NOW
) -> EventSeries:
    return operations.repeat_event(actor=made.host, event_id=made.pk, rhythm=rhythm, until=until, now=now)


def of(series: EventSeries | None) -> list[Event]:
    return list(Event.objects.filter(series=series).select_related("host").order_by("series_number"))


def walls(series: EventSeries | None) -> list[str]:
    return [one.starts_wall for one in of(series)]


@settings(max_examples=300, deadline=None)
@given_any(
    zone=st.sampled_from(ZONES),
    rhythm=st.sampled_from(Rhythm.values),
    start=st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2030, 1, 1)),
)
def test_two_years_of_dates_are_neither_skipped_nor_doubled_and_keep_the_wall_time(
    zone, rhythm, start
) -> None:
    anchor = start.replace(second=0, microsecond=0)
    found = [series_rules.wall_of(anchor, rhythm, steps) for steps in range(-3, 105)]
    assert found[3] == anchor and all(wall.time() == anchor.time() for wall in found)
    assert all(wall.weekday() == anchor.weekday() for wall in found)
    gaps = {(later.date() - wall.date()).days for wall, later in pairwise(found)}
    assert gaps <= {"weekly": {7}, "fortnightly": {14}, "monthly": {28, 35}}[rhythm]
    if rhythm == "monthly":
        months = [wall.year * 12 + wall.month for wall in found]
        assert months == list(range(months[0], months[0] + len(found)))
    moments = [series_rules.moment_on(wall, zone) for wall in found]
    assert moments == sorted(set(moments))
    for wall, moment in zip(found, moments, strict=True):
        shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert shown == wall or (shown > wall and shown - wall <= timedelta(hours=1))


@given_any(
    zone=st.sampled_from(ZONES),
    rhythm=st.sampled_from(Rhythm.values),
    start=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 1)),
    hops=st.lists(st.integers(min_value=0, max_value=40), min_size=1, max_size=8),
)
@settings(max_examples=200, deadline=None)
def test_however_the_job_runs_it_makes_the_same(zone, rhythm, start, hops) -> None:
    anchor = start.replace(second=0, microsecond=0)
    begun = anchor.replace(tzinfo=UTC) - timedelta(days=3)

    def run(days: list[int]) -> list[tuple[int, datetime]]:
        made, steps = [], 1
        for day in days:
            now = begun + timedelta(days=day)
            for number, wall in series_rules.due(
                anchor=anchor, rhythm=rhythm, zone=zone, steps=steps, until=None, now=now
            ):
                made.append((number, wall))
                steps = number + 1
        return made

    days = [sum(hops[:at]) for at in range(len(hops) + 1)]
    assert run(days) == run(list(range(days[-1] + 1))) == run([0, 0, *days, days[-1]])


@pytest.mark.parametrize(
    ("wall", "zone", "moment"),
    [
        (datetime(2026, 3, 29, 2, 30), "Europe/Berlin", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30), "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 19), "Asia/Kathmandu", datetime(2026, 3, 29, 13, 15, tzinfo=UTC)),
        (datetime(2026, 3, 29, 19), "Asia/Shanghai", datetime(2026, 3, 29, 11, tzinfo=UTC)),
    ],
)
def test_an_hour_that_is_left_out_or_comes_twice_is_one_moment(wall, zone, moment) -> None:
    assert series_rules.moment_on(wall, zone) == moment


def test_a_fifth_weekday_is_the_last_in_months_that_have_four() -> None:
    anchor = datetime(2026, 1, 30, 19)  # the fifth Friday
    days = [series_rules.wall_of(anchor, "monthly", steps).date().isoformat() for steps in range(4)]
    assert days == ["2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24"]


@pytest.mark.django_db
class TestSeries:
    def test_dates_open_two_months_ahead_with_all_that_the_first_has(self) -> None:
        made = event(capacity=7)
        series = repeat(made)
        rows = of(series)
        assert walls(series)[:3] == ["2026-04-03T19:00", "2026-04-10T19:00", "2026-04-17T19:00"]
        assert rows[-1].starts_at <= NOW + series_rules.AHEAD < rows[-1].starts_at + timedelta(days=7)
        assert {(one.state, one.capacity, one.venue) for one in rows} == {("published", 7, made.venue)}
        assert len({one.public_id for one in rows}) == len(rows)

    def test_the_wall_time_stays_over_the_change_of_the_clock(self) -> None:
        home = group()
        Group.objects.filter(pk=home.pk).update(time_zone="Europe/Berlin")
        home.refresh_from_db()
        now = datetime(2026, 3, 1, tzinfo=UTC)
        made = operations.draft_event(
            actor=home.founded_by,
            group_id=home.pk,
            given=draft_input(starts=datetime(2026, 3, 22, 2, 30)),
            now=now,
        )
        operations.publish_event(actor=home.founded_by, event_id=made.pk, now=now)
        rows = of(repeat(Event.objects.get(pk=made.pk), now=now))
        assert [one.starts_wall[5:] for one in rows[:3]] == ["03-22T02:30", "03-29T03:30", "04-05T02:30"]
        assert [one.starts_at.hour for one in rows[:3]] == [1, 1, 0]

    def test_three_lost_hours_and_running_it_again_make_none_twice(self) -> None:
        series = repeat(event())
        before = walls(series)
        for _ in range(3):
            assert operations.continue_series(now=NOW + timedelta(hours=3)) == 0
        assert walls(series) == before
        assert operations.continue_series(now=NOW + timedelta(days=7, hours=3)) == 1
        assert operations.continue_series(now=NOW + timedelta(days=7, hours=6)) == 0

    def test_what_was_missed_for_months_is_not_made_afterwards(self) -> None:
        series = repeat(event())
        late = NOW + timedelta(days=200)
        operations.continue_series(now=late)
        fresh = [one for one in of(series) if one.created_at == late]
        assert fresh and all(one.starts_at > late for one in fresh)

    def test_a_draft_waits_and_opens_all(self) -> None:
        made = event(publish=False)
        series = repeat(made)
        assert operations.continue_series(now=NOW) == 0 and len(of(series)) == 1
        operations.publish_event(actor=made.host, event_id=made.pk, now=NOW)
        assert len(of(series)) > 5

    def test_nothing_is_planned_after_the_last_day(self) -> None:
        series = repeat(event(), until=date(2026, 4, 17))
        assert walls(series) == ["2026-04-03T19:00", "2026-04-10T19:00", "2026-04-17T19:00"]

    def test_nothing_is_planned_in_a_group_that_ended_or_without_its_host(self) -> None:
        ended, gone = repeat(event()), repeat(event())
        Group.objects.filter(pk=ended.group_id).update(state="archived")
        host = of(gone)[0].host
        Membership.objects.filter(group_id=gone.group_id, member=host).update(state="left", role=10)
        assert operations.continue_series(now=NOW + timedelta(days=30)) == 0

    def test_an_answer_is_to_one_date(self) -> None:
        who = member()
        series = repeat(event(group=group(who)))
        first, second = of(series)[:2]
        answer(second, who)
        assert RSVP.objects.filter(event=second).count() == 1
        assert not RSVP.objects.filter(event=first).exists()

    def test_one_date_changes_alone_and_the_series_leaves_it_alone(self) -> None:
        rows = of(repeat(event()))
        third = rows[2]
        alone = draft_input(starts=datetime(2026, 4, 18, 15), venue="The park")
        operations.change_event(actor=third.host, event_id=third.pk, given=alone, now=NOW)
        later = draft_input(starts=datetime(2026, 4, 10, 20))
        operations.change_series(
            actor=third.host, event_id=rows[1].pk, given=later, span="following", now=NOW
        )
        assert walls(rows[0].series)[:4] == [
            *("2026-04-03T19:00", "2026-04-10T20:00", "2026-04-18T15:00", "2026-04-24T20:00")
        ]

    def test_what_follows_moves_and_what_is_made_later_too(self) -> None:
        rows = of(repeat(event()))
        moved = draft_input(starts=datetime(2026, 4, 11, 18), venue="The park")
        operations.change_series(
            actor=rows[0].host, event_id=rows[1].pk, given=moved, span="following", now=NOW
        )
        operations.continue_series(now=NOW + timedelta(days=14))
        again = of(rows[0].series)
        assert again[0].starts_wall == "2026-04-03T19:00" and again[0].venue != "The park"
        assert [one.starts_wall for one in again[1:]] == [
            f"{date(2026, 4, 11) + timedelta(days=7 * step)}T18:00" for step in range(len(again) - 1)
        ]
        assert len(again) > len(rows)
        assert {one.venue for one in again[1:]} == {"The park"}

    def test_all_that_are_to_come_move(self) -> None:
        rows = of(repeat(event()))
        moved = draft_input(starts=datetime(2026, 4, 17, 20))
        operations.change_series(actor=rows[0].host, event_id=rows[2].pk, given=moved, span="all", now=NOW)
        assert {wall[11:] for wall in walls(rows[0].series)} == {"20:00"}

    def test_each_who_answered_is_told_once_per_date_and_the_calendar_keeps_its_entries(self) -> None:
        who = member()
        rows = of(repeat(event(group=group(who))))
        for one in rows[1:3]:
            answer(one, who)
        ids = [one.public_id for one in rows]
        moved = draft_input(starts=datetime(2026, 4, 10, 20))
        for _ in range(2):
            operations.change_series(
                actor=rows[0].host, event_id=rows[1].pk, given=moved, span="following", now=NOW
            )
        again = of(rows[0].series)
        assert [one.public_id for one in again] == ids
        assert [one.sequence for one in again[:3]] == [0, 1, 1]

    def test_a_refusal_for_one_date_changes_none(self) -> None:
        one, two = member(), member()
        rows = of(repeat(event(group=group(one, two), capacity=2)))
        answer(rows[3], one)
        answer(rows[3], two)
        fewer = draft_input(starts=datetime(2026, 4, 3, 19), capacity=1)
        with pytest.raises(errors.PlacesTaken):
            operations.change_series(
                actor=rows[0].host, event_id=rows[0].pk, given=fewer, span="all", now=NOW
            )
        assert {one.capacity for one in of(rows[0].series)} == {2}

    def test_a_date_called_off_by_itself_is_never_made_again(self) -> None:
        series = repeat(event())
        second = of(series)[1]
        operations.call_off_event(actor=second.host, event_id=second.pk, now=NOW)
        operations.continue_series(now=NOW + timedelta(days=7))
        assert walls(series).count(second.starts_wall) == 1

    @pytest.mark.parametrize(
        ("how", "left"),
        [("later", {"published"}), ("following", {"published", "cancelled"}), ("all", {"cancelled"})],
    )
    def test_ends_as_the_host_says(self, how, left) -> None:
        series = repeat(event())
        third = of(series)[2]
        for _ in range(2):
            operations.end_series(actor=third.host, event_id=third.pk, how=how, now=NOW)
        assert operations.continue_series(now=NOW + timedelta(days=30)) == 0
        assert {one.state for one in of(series)} == left
        assert of(series)[1].state == ("cancelled" if how == "all" else "published")

    def test_is_refused_to_who_does_not_run_it(self) -> None:
        who = member()
        made = event(group=group(who))
        with pytest.raises(NotFound):
            operations.repeat_event(actor=who, event_id=made.pk, rhythm="weekly", until=None, now=NOW)
        series = repeat(made)
        with pytest.raises(NotFound):
            operations.end_series(actor=who, event_id=made.pk, how="all", now=NOW)
        with pytest.raises(NotFound):
            operations.change_series(actor=who, event_id=made.pk, given=draft_input(), span="all", now=NOW)
        assert {one.state for one in of(series)} == {"published"}

    def test_refuses_what_makes_no_series(self) -> None:
        made = event()
        with pytest.raises(errors.UnknownChoice):
            repeat(made, rhythm="daily")
        with pytest.raises(series_errors.EndsBeforeItStarts):
            repeat(made, until=date(2026, 4, 2))
        with pytest.raises(series_errors.DoesNotRepeat):
            operations.end_series(actor=made.host, event_id=made.pk, how="all", now=NOW)
        assert repeat(made) == repeat(made)
        with pytest.raises(series_errors.RepeatsAlready):
            repeat(made, rhythm="monthly")
        assert EventSeries.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["moderator", "fellow"])
def test_what_does_not_exist_is_not_found_by_anybody(who: str) -> None:
    actor = MemberFactory.create(superuser=True) if who == "moderator" else member()
    with pytest.raises(NotFound):
        operations.end_series(actor=actor, event_id=0, how="later", now=NOW)
