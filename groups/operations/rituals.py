"""What stewards set up, and opening each day of it at the group's own time."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from common.access import Actor, allow
from common.clock import zone_of
from common.errors import NotFound
from groups import errors, facts, queries, ritual_rules, rules
from groups.models import Group, Prompt, RestDay, Ritual
from groups.operations.acts import note_act
from groups.ritual_rules import RitualInput
from groups.ritual_sets import READY
from groups.ritual_states import MOST_RITUALS, REST_AHEAD
from groups.states import GroupState
from outbox.facts import record


@transaction.atomic
def set_up_ready_rituals(*, group_id: int, now: datetime) -> list[Ritual]:
    """Give a new group its ready set. Repeating changes nothing."""
    group = Group.objects.filter(pk=group_id).first()
    if group is None or group.rituals.exists():
        return []
    return [_made(group, given, now=now) for given in READY]


@transaction.atomic
def add_ritual(*, actor: Actor, group_id: int, given: RitualInput, now: datetime) -> Ritual:
    """A ritual more, from its next local time on.

    Raises: NotFound, NameMissing, TextTooLong, UnknownChoice, TooManyRituals.
    """
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.keep-rituals", group)
    if group is None:
        raise NotFound
    ritual_rules.check_ritual(given)
    if group.rituals.count() >= MOST_RITUALS:
        raise errors.TooManyRituals(most=MOST_RITUALS)
    made = _made(group, given, now=now)
    note_act(made, actor, "add")
    return made


@transaction.atomic
def change_ritual(*, actor: Actor, public_id: str, given: RitualInput, now: datetime) -> Ritual:
    """Other words, another time, on or off; what is open already stays as it is.

    Raises: NotFound, NameMissing, TextTooLong, UnknownChoice.
    """
    ritual = queries.ritual_by_id(public_id)
    allow(actor, "groups.change-ritual", ritual)
    if ritual is None:
        raise NotFound
    ritual_rules.check_ritual(given)
    if ritual.is_on and ritual.next_at <= now:  # late already: what is due opens as it was
        _open(ritual.pk, now=now)
        ritual.refresh_from_db()
    _apply(ritual, given)
    _plan(ritual, now=now)
    ritual.save()
    note_act(ritual, actor, "change")
    return ritual


@transaction.atomic
def set_rest_day(*, actor: Actor, group_id: int, on: date, rests: bool, now: datetime) -> None:
    """Nothing opens on a day of rest. Repeating changes nothing; what is open already stays.

    Raises: NotFound, BadDate.
    """
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.keep-rituals", group)
    if group is None:
        raise NotFound
    today = now.astimezone(zone_of(group.time_zone)).date()
    if not today <= on <= today + REST_AHEAD:
        raise errors.BadDate(field="on")
    if rests:
        _day, is_changed = RestDay.objects.get_or_create(group=group, local_date=on)
    else:
        is_changed = RestDay.objects.filter(group=group, local_date=on).delete()[0] > 0
    if is_changed:
        note_act(group, actor, "set-rest-day" if rests else "end-rest-day", why=on.isoformat())


def due_ritual_ids(*, now: datetime) -> list[int]:
    """Rituals to look at now, the longest due first."""
    due = Ritual.objects.filter(is_on=True, next_at__lte=now, group__state=GroupState.ACTIVE)
    return list(due.order_by("next_at", "pk").values_list("pk", flat=True))


def open_prompts(*, now: datetime) -> int:
    """Open each day that is due; returns how many. Two at once, or hours late, open each day once.

    One transaction per ritual, so that a broken one holds nobody up.
    """
    return sum(len(_open(ritual_id, now=now)) for ritual_id in due_ritual_ids(now=now))


@transaction.atomic
def _open(ritual_id: int, *, now: datetime) -> list[Prompt]:
    """The row's own time is the lock: who moves it on first opens the day."""
    ritual = Ritual.objects.select_related("group").get(pk=ritual_id)
    days, looked, next_at = _due(ritual, now=now)
    mine = Ritual.objects.filter(pk=ritual.pk, next_at=ritual.next_at, opened_through=ritual.opened_through)
    if not mine.update(opened_through=looked, next_at=next_at):
        return []
    rest = set(
        RestDay.objects.filter(group=ritual.group, local_date__in=days).values_list("local_date", flat=True)
    )
    opened = [_opened(ritual, day) for day in days if day not in rest]
    made = [prompt for prompt, is_new in opened if is_new]
    if made and made[-1].closes_at > now:  # of days made up for, only the newest is told
        news = facts.PromptOpened(
            prompt_id=made[-1].pk, group_id=ritual.group_id, occurred_at=made[-1].opens_at.isoformat()
        )
        record(news, subject=made[-1].public_id)
    return made


def _opened(ritual: Ritual, day: date) -> tuple[Prompt, bool]:
    zone = zone_of(ritual.group.time_zone)
    return Prompt.objects.get_or_create(
        ritual=ritual,
        local_date=day,
        defaults={
            "group": ritual.group,
            "kind": ritual.kind,
            "title": ritual.title,
            "question": ritual.question,
            "answer_first": ritual.answer_first,
            "opens_at": ritual_rules.instant(day, ritual.local_time, zone),
            "closes_at": ritual_rules.open_until(day, zone),
        },
    )


def replan(group: Group, *, now: datetime) -> None:
    """The group's clock may have changed: look again at its new time. The group's lock is held."""
    for ritual in Ritual.objects.filter(group=group):
        ritual.group = group
        _days, _looked, next_at = _due(ritual, now=now)
        if next_at != ritual.next_at:
            Ritual.objects.filter(pk=ritual.pk).update(next_at=min(next_at, ritual.next_at))


def _due(ritual: Ritual, *, now: datetime) -> tuple[Sequence[date], date, datetime]:
    return ritual_rules.due_days(
        weekdays=ritual.weekdays,
        at=ritual.local_time,
        zone=zone_of(ritual.group.time_zone),
        after=ritual.opened_through,
        now=now,
    )


def _made(group: Group, given: RitualInput, *, now: datetime) -> Ritual:
    through = ritual_rules.started_through(at=given.local_time, zone=zone_of(group.time_zone), now=now)
    ritual = Ritual(group=group, opened_through=through)
    _apply(ritual, given)
    _plan(ritual, now=now)
    ritual.save()
    return ritual


def _apply(ritual: Ritual, given: RitualInput) -> None:
    ritual.kind, ritual.weekdays, ritual.local_time = given.kind, given.weekdays, given.local_time
    ritual.title, ritual.question = rules.trimmed(given.title), rules.trimmed(given.question)
    ritual.answer_first, ritual.is_on = given.answer_first, given.is_on


def _plan(ritual: Ritual, *, now: datetime) -> None:
    """From the next time on: a change opens nothing for a time that has gone by today."""
    zone = zone_of(ritual.group.time_zone)
    passed = ritual_rules.started_through(at=ritual.local_time, zone=zone, now=now)
    ritual.opened_through = max(passed, ritual.opened_through)
    _days, _looked, ritual.next_at = _due(ritual, now=now)
