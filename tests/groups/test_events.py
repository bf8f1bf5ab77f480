from datetime import UTC, datetime

import pytest
from django.test import Client

from common.errors import NotFound
from common.moves import unreachable
from groups import errors, event_rules, operations
from groups.event_states import EVENT_MOVES, RSVP_MOVES, EventState, RSVPState
from groups.models import Event, Group
from groups.operations import GroupInput
from tests.factories.events import draft_input, event
from tests.factories.groups import NAME, NOW, group, member, steward_of

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


def kept_for_stewards(made: Group) -> None:
    given = GroupInput(name=NAME, capabilities={"host-event": 20})
    operations.change_group(actor=steward_of(made), group_id=made.pk, given=given, now=NOW)


@pytest.fixture
def planned() -> Event:
    """A member's draft in a group where every member may host."""
    host = member()
    return operations.draft_event(actor=host, group_id=group(host).pk, given=draft_input(), now=NOW)


def test_a_draft_is_opened_by_whoever_may_host_now(planned: Event, client: Client) -> None:
    client.force_login(planned.host)
    page = f"/events/{planned.public_id}/"
    assert f"{page}publish/" in client.get(page).content.decode()
    kept_for_stewards(planned.group)
    with pytest.raises(errors.HostingKept):
        operations.publish_event(actor=planned.host, event_id=planned.pk, now=NOW)
    assert f"{page}publish/" not in client.get(page).content.decode()
    planned.refresh_from_db()
    assert planned.state == EventState.DRAFT
    opened = operations.publish_event(actor=steward_of(planned.group), event_id=planned.pk, now=NOW)
    assert opened.state == EventState.PUBLISHED


def test_what_was_put_off_is_opened_again_by_whoever_may_host_now(planned: Event, client: Client) -> None:
    host, given = planned.host, draft_input(starts=datetime(2026, 4, 20, 19))
    operations.publish_event(actor=host, event_id=planned.pk, now=NOW)
    kept_for_stewards(planned.group)
    operations.change_event(actor=host, event_id=planned.pk, given=draft_input(capacity=12), now=NOW)
    operations.postpone_event(actor=host, event_id=planned.pk, now=NOW)
    with pytest.raises(errors.HostingKept):
        operations.change_event(actor=host, event_id=planned.pk, given=given, now=NOW)
    client.force_login(host)
    page = f"/events/{planned.public_id}/"
    assert f"{page}edit/" not in client.get(page).content.decode()
    planned.refresh_from_db()
    assert (planned.state, planned.starts_wall) == (EventState.POSTPONED, "2026-04-03T19:00")
    opened = operations.change_event(
        actor=steward_of(planned.group), event_id=planned.pk, given=given, now=NOW
    )
    assert opened.state == EventState.PUBLISHED


@pytest.mark.parametrize("was", [EventState.DRAFT, EventState.POSTPONED])
def test_nothing_opens_in_a_group_that_has_ended(planned: Event, was: str) -> None:
    Event.objects.filter(pk=planned.pk).update(state=was)
    steward = steward_of(planned.group)
    operations.archive_group(actor=steward, group_id=planned.group_id)
    for actor in (planned.host, steward):
        with pytest.raises(errors.GroupArchived):
            if was == EventState.DRAFT:
                operations.publish_event(actor=actor, event_id=planned.pk, now=NOW)
            else:
                operations.change_event(actor=actor, event_id=planned.pk, given=draft_input(), now=NOW)
    planned.refresh_from_db()
    assert planned.state == was


def test_every_state_is_reached() -> None:
    assert unreachable(EVENT_MOVES, EventState.DRAFT) == set()
    assert unreachable(RSVP_MOVES, RSVPState.WAITLISTED) == set()
