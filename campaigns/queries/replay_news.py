"""What invitees did, read from the facts themselves, for living through a campaign again."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from campaigns.replay_rules import Done, Joined
from campaigns.states import ConditionKind
from connect.facts import EventReceived
from groups.facts import AttendanceConfirmed, MemberJoinedGroup, PostWritten, TaskCompleted
from groups.queries import public_ids_of
from outbox.facts import Fact
from outbox.queries import payloads_of


def done_by(joined: Sequence[Joined], *, brand: str) -> Sequence[Done]:
    """What conditions or words for friends may ask for; nothing is read where no rules have any.

    ``brand``: whose sites count.
    """
    if not any(each.rulebook.conditions or each.rulebook.vouching for each in joined):
        return []
    invitees = {each.invitee_id for each in joined}
    return [*_in_groups(invitees), *_attended(invitees), *_tasks(invitees), *_reported(invitees, brand)]


def _news(kind: type[Fact], invitees: set[int]) -> Iterator[tuple[dict[str, Any], datetime, datetime]]:
    for payload, recorded_at in payloads_of(kind):
        if payload["member_id"] in invitees:
            yield payload, datetime.fromisoformat(payload["occurred_at"]), recorded_at


def _in_groups(invitees: set[int]) -> list[Done]:
    found = [
        (kind, payload["group_id"], payload["member_id"], at)
        for fact, kind in (
            (MemberJoinedGroup, ConditionKind.JOINED_GROUP),
            (PostWritten, ConditionKind.POSTED),
        )
        for payload, at, _recorded_at in _news(fact, invitees)
    ]
    groups = public_ids_of(group_id for _kind, group_id, _member_id, _at in found)
    return [
        _done(member_id, kind, at, group=groups.get(group_id, "")) for kind, group_id, member_id, at in found
    ]


def _attended(invitees: set[int]) -> list[Done]:
    """Once per event; a door without a network tells of it later."""
    first: dict[tuple[str, int], Done] = {}
    for payload, at, recorded_at in _news(AttendanceConfirmed, invitees):
        key = (payload["event"], payload["member_id"])
        done = _done(
            payload["member_id"],
            ConditionKind.ATTENDED,
            at,
            group=payload["group"],
            event=payload["event"],
            told_at=recorded_at,
        )
        first.setdefault(key, done)
    return list(first.values())


def _tasks(invitees: set[int]) -> list[Done]:
    """Once per event and task."""
    first: dict[tuple[str, str, int], Done] = {}
    for payload, at, _recorded_at in _news(TaskCompleted, invitees):
        key = (payload["event"], payload["task"], payload["member_id"])
        done = _done(
            payload["member_id"], ConditionKind.TASK, at, group=payload["group"], event=payload["event"]
        )
        first.setdefault(key, done)
    return list(first.values())


def _reported(invitees: set[int], brand: str) -> list[Done]:
    """Once per report of one of the brand's sites; it counts from when it was told."""
    first: dict[int, Done] = {}
    for payload, at, recorded_at in _news(EventReceived, invitees):
        if payload.get("brand") != brand:
            continue
        done = _done(
            payload["member_id"],
            ConditionKind.EVENT,
            at,
            name=payload["name"],
            value_minor=payload["value_minor"],
            told_at=recorded_at,
        )
        first.setdefault(payload["event_id"], done)
    return list(first.values())


def _done(
    member_id: int,
    kind: str,
    at: datetime,
    *,
    group: str = "",
    event: str = "",
    name: str = "",
    value_minor: int = 0,
    told_at: datetime | None = None,
) -> Done:
    return Done(
        member_id=member_id,
        kind=kind,
        group=group,
        event=event,
        name=name,
        value_minor=value_minor,
        at=at,
        told_at=told_at,
    )
