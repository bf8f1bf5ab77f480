"""Quiet hours and summaries by the wall clock, also where it jumps."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import notification_rules as rules
from accounts.notification_rules import Quiet
from accounts.notification_states import ALWAYS_ON, OFFERED, DigestRhythm, MessageClass

NIGHT = Quiet(start=time(22), end=time(8))
MINUTE = timedelta(minutes=1)
# Both changes of Berlin's clocks in 2026, Shanghai's and Kathmandu's without any, and odd offsets.
ZONES = ["Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
MOMENTS = [
    datetime(2026, 3, 28, 0, 0, tzinfo=UTC),
    datetime(2026, 10, 24, 0, 0, tzinfo=UTC),
    datetime(2026, 4, 4, 0, 0, tzinfo=UTC),
    datetime(2011, 12, 29, 0, 0, tzinfo=UTC),  # Apia skips the 30th
    datetime(2026, 7, 1, 0, 0, tzinfo=UTC),
]
hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


def first_loud_minute(now: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """Looked for minute by minute."""
    moment = now
    while rules.is_quiet(moment, quiet, zone):
        moment += MINUTE
    return moment


@settings(max_examples=400, deadline=None)
@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    start=hours,
    end=hours,
    base=st.sampled_from(MOMENTS),
    minutes=st.integers(0, 72 * 60),
)
def test_the_first_loud_moment_is_found(
    zone: ZoneInfo, start: time, end: time, base: datetime, minutes: int
) -> None:
    now, quiet = base + minutes * MINUTE, Quiet(start=start, end=end)
    assert rules.next_allowed(now, quiet, zone) == first_loud_minute(now, quiet, zone)


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        ("Asia/Shanghai", "2026-03-10T15:30+00:00", "2026-03-11T00:00+00:00"),
        ("Asia/Kathmandu", "2026-03-10T16:30+00:00", "2026-03-11T02:15+00:00"),
        # The night before the clocks go forward is nine hours long, the night they go back eleven.
        ("Europe/Berlin", "2026-03-28T21:00+00:00", "2026-03-29T06:00+00:00"),
        ("Europe/Berlin", "2026-10-24T20:00+00:00", "2026-10-25T07:00+00:00"),
        ("Europe/Berlin", "2026-03-28T12:00+00:00", "2026-03-28T12:00+00:00"),
    ],
)
def test_the_morning_comes(zone: str, now: str, expected: str) -> None:
    found = rules.next_allowed(datetime.fromisoformat(now), NIGHT, ZoneInfo(zone))
    assert found == datetime.fromisoformat(expected)


def test_an_end_that_spring_skips_is_the_change_itself() -> None:
    quiet, zone = Quiet(start=time(1), end=time(2, 30)), ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # 01:30
    assert rules.next_allowed(now, quiet, zone) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 03:00


def test_same_start_and_end_is_never_quiet() -> None:
    quiet = Quiet(start=time(8), end=time(8))
    assert not any(quiet.covers(time(hour)) for hour in range(24))


@settings(max_examples=200, deadline=None)
@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    rhythm=st.sampled_from(DigestRhythm.values),
    base=st.sampled_from(MOMENTS),
    minutes=st.integers(0, 14 * 24 * 60),
)
def test_a_summary_has_a_next_turn_on_a_morning(
    zone: ZoneInfo, rhythm: str, base: datetime, minutes: int
) -> None:
    now = base + minutes * MINUTE
    slot = rules.next_slot(now, rhythm, zone)
    assert now < slot.at <= now + timedelta(days=8, hours=1)
    assert rules.is_turn(slot.on, rhythm)
    wall = slot.at.astimezone(zone)
    assert (wall.date(), wall.hour) == (slot.on, 8) or zone.key == "Pacific/Apia"


def test_what_people_need_to_know_cannot_be_turned_off() -> None:
    off = {
        (str(message_class), str(channel)): False
        for message_class in OFFERED
        for channel in OFFERED[message_class]
    }
    still = rules.wanted_channels(off, MessageClass.TRANSACTIONAL, OFFERED[MessageClass.TRANSACTIONAL])
    assert set(still) == ALWAYS_ON[MessageClass.TRANSACTIONAL]
    assert rules.wanted_channels(off, MessageClass.PERSONAL, OFFERED[MessageClass.PERSONAL]) == []


def test_a_channel_that_is_not_offered_is_never_wanted() -> None:
    on = {(MessageClass.DIGEST.value, "push"): True}
    assert not rules.wants(on, MessageClass.DIGEST, "push")
