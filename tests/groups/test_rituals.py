from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Notification
from common.errors import NotFound
from groups import errors, operations, queries, ritual_rules
from groups.models import Group, Prompt, Ritual
from groups.operations import Deeds, RitualInput
from groups.ritual_states import MOST_RITUALS, RitualKind
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories.groups import NOW, group, member, steward_of

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 4, 2, 8, 0, tzinfo=SHANGHAI)


def ritual(made: Group, *, now: datetime = NOW, **given) -> Ritual:
    options = RitualInput(**{"title": {"en": "Three good deeds"}, "kind": RitualKind.DEEDS, **given})
    return operations.add_ritual(actor=steward_of(made), group_id=made.pk, given=options, now=now)


def prompt_at(now: datetime) -> Prompt:
    operations.open_prompts(now=now)
    return Prompt.objects.latest("pk")


def test_a_new_group_finds_a_ready_set_with_one_ritual_on() -> None:
    made = group()
    run_jobs(["groups.set-up-rituals"])
    assert list(made.rituals.order_by("pk").values_list("kind", "is_on")) == [
        ("deeds", True),
        ("topic", False),
        ("weekend", False),
        ("question", False),
    ]
    operations.set_up_ready_rituals(group_id=made.pk, now=NOW)
    assert made.rituals.count() == 4


def test_a_day_opens_at_the_groups_own_time_and_once() -> None:
    made = group()
    ritual(made)
    assert operations.open_prompts(now=MORNING - timedelta(minutes=1)) == 0
    assert operations.open_prompts(now=MORNING) == 1
    assert operations.open_prompts(now=MORNING + timedelta(hours=3)) == 0
    assert Prompt.objects.get().local_date == date(2026, 4, 2)


def test_a_ritual_that_begins_after_its_time_begins_tomorrow() -> None:
    made = group()
    ritual(made, now=MORNING + timedelta(hours=1))
    assert operations.open_prompts(now=MORNING + timedelta(hours=2)) == 0
    assert operations.open_prompts(now=MORNING + timedelta(days=1)) == 1


def test_hours_without_a_scheduler_are_made_up_for_and_only_the_newest_day_is_told() -> None:
    made = group()
    ritual(made)
    late = MORNING + timedelta(days=2, hours=3)
    assert operations.open_prompts(now=late) == 3
    told = FactRow.objects.filter(kind="groups.prompt-opened")
    assert [row.payload["prompt_id"] for row in told] == [Prompt.objects.latest("local_date").pk]
    assert operations.open_prompts(now=late) == 0


def test_changing_a_late_ritual_loses_no_day() -> None:
    made = group()
    mine = ritual(made)
    given = RitualInput(title={"en": "Deeds"}, kind=RitualKind.DEEDS, local_time=time(9, 0))
    late = MORNING + timedelta(hours=4)
    operations.change_ritual(actor=steward_of(made), public_id=mine.public_id, given=given, now=late)
    assert Prompt.objects.get().title == {"en": "Three good deeds"}
    assert operations.open_prompts(now=late + timedelta(hours=1)) == 0


@pytest.mark.parametrize("moved", ["America/New_York", "Pacific/Auckland", "Asia/Kathmandu"])
def test_a_group_that_moves_home_skips_no_day_and_doubles_none(moved: str) -> None:
    made = group()
    ritual(made)
    steward = steward_of(made)
    operations.open_prompts(now=MORNING)
    given = operations.GroupInput(name=made.name, time_zone=moved)
    operations.change_group(actor=steward, group_id=made.pk, given=given, now=MORNING + timedelta(hours=2))
    for hours in range(3, 24 * 4):
        operations.open_prompts(now=MORNING + timedelta(hours=hours))
    days = list(Prompt.objects.order_by("local_date").values_list("local_date", flat=True))
    assert days == [date(2026, 4, 2) + timedelta(days=n) for n in range(len(days))]
    assert len(days) >= 4


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Asia/Shanghai", date(2026, 3, 27)),
        ("Europe/Berlin", date(2026, 3, 27)),
        ("Europe/Berlin", date(2026, 10, 23)),
        ("Asia/Kathmandu", date(2026, 10, 23)),
        ("America/Sao_Paulo", date(2018, 11, 2)),
    ],
)
@pytest.mark.parametrize("at", [time(0, 0), time(2, 30), time(23, 59)])
def test_each_local_day_is_due_exactly_once_across_a_clock_change(zone: str, first: date, at: time) -> None:
    there = ZoneInfo(zone)
    now = ritual_rules.instant(first, time(0, 0), there)
    end = ritual_rules.instant(first + timedelta(days=6), time(0, 0), there) - timedelta(seconds=1)
    after, found = first - timedelta(days=1), []
    while now < end:
        now = min(end, now + timedelta(minutes=7))
        days, after, look = ritual_rules.due_days(weekdays=127, at=at, zone=there, after=after, now=now)
        found += days
        assert look > now
    assert found == [first + timedelta(days=n) for n in range(6)]


def test_nothing_opens_on_a_day_of_rest_nor_in_a_group_that_has_ended() -> None:
    made, ended = group(), group()
    ritual(made)
    ritual(ended)
    operations.archive_group(actor=steward_of(ended), group_id=ended.pk)
    steward = steward_of(made)
    rest: Any = {"actor": steward, "group_id": made.pk, "now": NOW}
    operations.set_rest_day(on=date(2026, 4, 2), rests=True, **rest)
    assert operations.open_prompts(now=MORNING) == 0
    assert operations.open_prompts(now=MORNING + timedelta(days=1)) == 1
    dots = queries.rhythm_of(group=made, viewer=steward, now=MORNING + timedelta(days=1))
    assert [dot.is_rest for dot in dots[-2:]] == [True, False]
    for wrong in (date(2026, 3, 31), date(2028, 1, 1)):
        with pytest.raises(errors.BadDate):
            operations.set_rest_day(on=wrong, rests=True, **rest)
    operations.set_rest_day(on=date(2026, 4, 2), rests=False, **rest)
    assert made.rest_days.count() == 0


def test_only_some_weekdays_open() -> None:
    made = group()
    ritual(made, weekdays=0b110_0000)
    opened = [operations.open_prompts(now=MORNING + timedelta(days=n)) for n in range(7)]
    assert opened == [0, 0, 1, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"title": {"en": " "}}, errors.NameMissing),
        ({"title": {"en": "x" * 61}}, errors.TextTooLong),
        ({"question": {"en": "x" * 501}}, errors.TextTooLong),
        ({"question": {"fr": "Quoi ?"}}, errors.UnknownChoice),
        ({"weekdays": 0}, errors.UnknownChoice),
        ({"weekdays": 128}, errors.UnknownChoice),
        ({"kind": "poll"}, errors.UnknownChoice),
    ],
)
def test_what_a_ritual_may_not_be(given, refusal) -> None:
    made = group()
    with pytest.raises(refusal):
        ritual(made, **given)
    assert not Ritual.objects.exists()


def test_only_stewards_set_up_rituals_and_not_without_end() -> None:
    who = member()
    made = group(who)
    mine = ritual(made)
    given = RitualInput(title={"en": "Mine"})
    with pytest.raises(NotFound):
        operations.add_ritual(actor=who, group_id=made.pk, given=given, now=NOW)
    with pytest.raises(NotFound):
        operations.change_ritual(actor=who, public_id=mine.public_id, given=given, now=NOW)
    with pytest.raises(NotFound):
        operations.set_rest_day(actor=who, group_id=made.pk, on=date(2026, 4, 3), rests=True, now=NOW)
    for _n in range(MOST_RITUALS - 1):
        ritual(made)
    with pytest.raises(errors.TooManyRituals):
        ritual(made)


def test_members_are_told_once_and_not_who_has_answered(settings) -> None:
    quiet, quick = member(), member()
    made = group(quiet, quick)
    ritual(made)
    prompt = prompt_at(MORNING)
    operations.answer_prompt(
        actor=quick, public_id=prompt.public_id, deeds=Deeds(done=("Walked",)), now=MORNING
    )
    for _twice in range(2):
        assert operations.tell_of_prompt(prompt_id=prompt.pk, after=0, now=MORNING) is None
    told = Notification.objects.filter(kind="groups.prompt-opened").values_list("member_id", flat=True)
    assert sorted(told) == sorted([quiet.pk, made.founded_by_id])
    later = prompt.closes_at
    assert operations.tell_of_prompt(prompt_id=prompt.pk, after=0, now=later) is None


def test_a_large_group_is_told_in_batches(monkeypatch) -> None:
    made = group(*(member() for _n in range(4)))
    ritual(made)
    prompt = prompt_at(MORNING)
    monkeypatch.setattr("groups.operations.prompts.A_BATCH", 2)
    after: int | None = 0
    rounds = 0
    while after is not None:
        after = operations.tell_of_prompt(prompt_id=prompt.pk, after=after, now=MORNING)
        rounds += 1
    assert rounds == 3
    assert Notification.objects.count() == 5


def test_moments_are_told_in_utc() -> None:
    assert ritual_rules.instant(date(2026, 4, 2), time(8, 0), SHANGHAI) == datetime(2026, 4, 2, 0, tzinfo=UTC)
