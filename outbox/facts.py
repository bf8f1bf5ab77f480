"""Facts: news for other apps, recorded in the transaction that made them true.

Each subscriber gets its own job row there and then, so a listener's failure never undoes the sender's work.
"""

import dataclasses
import uuid
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

from django.db import transaction

from outbox.jobs import Work, add
from outbox.models import FactRow


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fact:
    """Subclasses are frozen, keyword-only, with ids, numbers and ISO dates; never personal data."""

    KIND: ClassVar[str]

    def payload(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


F = TypeVar("F", bound=Fact)
Handler = Callable[[Any], Work | Sequence[Work] | None]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Recorded:
    """A fact as it was written, for whoever follows kinds that are chosen at run time."""

    id: uuid.UUID
    kind: str
    subject: str
    payload: dict[str, Any]


Listener = Callable[[Sequence[Recorded]], Sequence[Work]]

_handlers: dict[str, list[Handler]] = {}
_listeners: list[Listener] = []
_types: dict[str, type[Fact]] = {}


def on(*types: type[Fact]) -> Callable[[Handler], Handler]:
    """Subscribe a handler: a pure translation of a fact into work, no queries."""

    def subscribe(handler: Handler) -> Handler:
        for fact_type in types:
            _types[fact_type.KIND] = fact_type
            listeners = _handlers.setdefault(fact_type.KIND, [])
            if handler not in listeners:
                listeners.append(handler)
        return handler

    return subscribe


def on_every(listener: Listener) -> Listener:
    """Hear of all facts of a transaction at once, inside it; what comes back are jobs of the same commit.

    Unlike a handler a listener may ask the database, in a number of statements that doesn't grow.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def all_kinds() -> list[str]:
    """Kinds of every fact that any app can record, sorted."""
    found, todo = set(), list(Fact.__subclasses__())
    while todo:
        one = todo.pop()
        todo += one.__subclasses__()
        found.add(getattr(one, "KIND", ""))
    return sorted(found - {""})


def record(fact: Fact, *, subject: str) -> None:
    """Write the fact and one job per subscriber; needs the operation's open transaction.

    ``subject`` is the public id or key of what the news is about.
    """
    record_all([(fact, subject)])


def record_all(facts: Sequence[tuple[Fact, str]]) -> None:
    """Several facts of one transaction in two statements."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A fact is recorded in its cause's transaction.")
    rows = [FactRow(kind=fact.KIND, subject=subject, payload=fact.payload()) for fact, subject in facts]
    FactRow.objects.bulk_create(rows)
    works = [
        work
        for row, (fact, subject) in zip(rows, facts, strict=True)
        for work in _works(fact, subject, row.id)
    ]
    written = [Recorded(id=row.id, kind=row.kind, subject=row.subject, payload=row.payload) for row in rows]
    for listener in _listeners:
        works += listener(written)
    add(works)


def _works(fact: Fact, subject: str, fact_id: uuid.UUID) -> list[Work]:
    works: list[Work] = []
    for handler in _handlers.get(fact.KIND, ()):
        answer = handler(fact)
        for index, work in enumerate([answer] if isinstance(answer, Work) else answer or ()):
            dedupe = work.dedupe or f"{work.kind}:{fact_id}:{handler.__name__}:{index}"
            works.append(dataclasses.replace(work, dedupe=dedupe, subject=work.subject or subject))
    return works


def rebuild(row: FactRow) -> Fact | None:
    """The fact of a stored row; None when nobody subscribes to its kind any more."""
    fact_type = _types.get(row.kind)
    if fact_type is None:
        return None
    known = {field.name for field in dataclasses.fields(fact_type)}
    return fact_type(**{key: value for key, value in row.payload.items() if key in known})
