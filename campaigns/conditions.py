"""What a friend has to have done, beside certificates: conditions over facts. Pure; the time is passed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from campaigns.states import ConditionKind


@dataclass(frozen=True, kw_only=True)
class Condition:
    """``group`` and ``event`` are public ids, '' for any. ``value_minor``: the least an event is worth."""

    kind: str
    days: int = 0
    count: int = 1
    group: str = ""
    event: str = ""
    name: str = ""
    value_minor: int = 0

    @property
    def needed(self) -> int:
        return self.days if self.kind == ConditionKind.ACCOUNT_AGE else self.count


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that an invitee did, as its fact told it.

    ``brand``: the scope of the brand whose site reported it, '' where it was done here.
    """

    kind: str
    group: str
    event: str
    name: str
    value_minor: int
    occurred_at: datetime
    brand: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What an invitee did up to ``now`` since she registered, inside the referral's window."""

    deeds: Sequence[Deed]
    registered_at: datetime
    expires_at: datetime
    now: datetime

    @property
    def until(self) -> datetime:
        return min(self.now, self.expires_at)


def read_condition(data: Mapping[str, Any]) -> Condition:
    return Condition(**data)


def fulfils(condition: Condition, deed: Deed) -> bool:
    """Whether this one deed counts towards the condition, whenever it was."""
    return (
        deed.kind == condition.kind
        and condition.group in ("", deed.group)
        and condition.event in ("", deed.event)
        and condition.name in ("", deed.name)
        and deed.value_minor >= condition.value_minor
    )


def reached(condition: Condition, evidence: Evidence) -> int:
    """Whole days of age, or how many deeds count: those from the registration on and inside the window."""
    if condition.kind == ConditionKind.ACCOUNT_AGE:
        return max(0, (evidence.until - evidence.registered_at).days)
    return sum(
        fulfils(condition, deed)
        for deed in evidence.deeds
        if evidence.registered_at <= deed.occurred_at < evidence.expires_at
    )


def unmet(conditions: Iterable[Condition], evidence: Evidence) -> list[dict[str, Any]]:
    """What is missing, ready to be stored and to be told: how much there is, how much is needed, and when
    it is looked at again by itself ('' where only a deed helps)."""
    found = []
    for condition in conditions:
        have = reached(condition, evidence)
        if have >= condition.needed:
            continue
        again = ""
        if condition.kind == ConditionKind.ACCOUNT_AGE:
            again = (evidence.registered_at + timedelta(days=condition.days)).isoformat()
        missing = {"kind": condition.kind, "have": have, "need": condition.needed, "again": again}
        missing |= {"name": condition.name, "value_minor": condition.value_minor}
        found.append(missing | {"group": condition.group})
    return found
