from datetime import UTC, datetime

import pytest

from common.errors import NotFound
from common.moves import unreachable
from groups import errors, event_rules, operations
from groups.event_states import EVENT_MOVES, RSVP_MOVES, EventState, RSVPState
from groups.models import Event
from tests.factories.events import draft_input, event
from tests.factories.groups import NOW, group, member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"title": {"en": " "}}, errors.TitleMissing),
        ({"title": {"en": "x" * 81}}, errors.TextTooLong),
        ({"title": {"fr": "Trois"}}, errors.UnknownChoice),
        ({"venue": " "}, errors.PlaceMissing),
        ({"map_url": "javascript:alert(1)"}, errors.BadMapLink),
        ({"queue_rule": "loudest"}, errors.UnknownChoice),
        ({"capacity": 0}, errors.OutOfRange),
        ({"capacity": 2, "max_party": 3}, errors.OutOfRange),
        ({"offer_minutes": 1}, errors.OutOfRange),
        ({"starts": datetime(2026, 3, 1, 9)}, errors.InThePast),
    ],
)
def test_a_draft_is_refused_with_nonsense_and_nothing_is_written(given, refusal) -> None:
    made = group()
    with pytest.raises(refusal):
        operations.draft_event(actor=made.founded_by, group_id=made.pk, given=draft_input(**given), now=NOW)
    assert not Event.objects.exists()


def test_a_draft_is_refused_outside_the_group() -> None:
    with pytest.raises(NotFound):
        operations.draft_event(actor=member(), group_id=group().pk, given=draft_input(), now=NOW)


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        ("Asia/Shanghai", datetime(2026, 6, 1, 19), datetime(2026, 6, 1, 11)),
        ("Asia/Kathmandu", datetime(2026, 6, 1, 19), datetime(2026, 6, 1, 13, 15)),
        ("Europe/Berlin", datetime(2026, 3, 28, 19), datetime(2026, 3, 28, 18)),
        ("Europe/Berlin", datetime(2026, 3, 29, 19), datetime(2026, 3, 29, 17)),
        # shown twice that night: the first one
        ("Europe/Berlin", datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 0, 30)),
    ],
)
def test_the_clock_on_the_wall_means_one_moment(zone, wall, utc) -> None:
    assert event_rules.moment_of(wall, zone) == utc.replace(tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(errors.NoSuchHour):
        event_rules.moment_of(datetime(2026, 3, 29, 2, 30), "Europe/Berlin")


def test_the_clock_begins_and_ends_it_once() -> None:
    made = event()
    seen = []
    for now in (NOW, made.starts_at, made.starts_at, made.ends_at, made.ends_at):
        operations.follow_clock(now=now)
        made.refresh_from_db()
        seen.append(str(made.state))
    assert seen == ["published", "running", "running", "ended", "ended"]


def test_publishing_is_refused_to_others_and_once_its_hour_has_passed() -> None:
    made = event(publish=False)
    with pytest.raises(NotFound):
        operations.publish_event(actor=member(), event_id=made.pk, now=NOW)
    with pytest.raises(errors.InThePast):
        operations.publish_event(actor=made.host, event_id=made.pk, now=made.starts_at)
    made.refresh_from_db()
    assert made.state == EventState.DRAFT


def test_every_state_is_reached() -> None:
    assert unreachable(EVENT_MOVES, EventState.DRAFT) == set()
    assert unreachable(RSVP_MOVES, RSVPState.WAITLISTED) == set()
