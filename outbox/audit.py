"""The audit trail: one line per move, sealed afterwards in a chain of Merkle roots.

Lines are written unhashed by the business transaction; chaining there would make every writer wait on
one row.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from common.access import Actor
from common.logs import correlation, log
from common.moves import Stateful
from outbox.models import AuditLine, AuditSeal

BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class Act:
    """A line for people to read: ``who`` did what to which object; ``old``, ``new``: states or values."""

    kind: str
    key: str
    verb: str
    old: str
    new: str
    who: str
    at: datetime


def record_move(row: Stateful, *, old: str, new: str, actor: Actor, why: str) -> None:
    """The recorder of ``common.moves``: one line and one log line per move."""
    key = str(getattr(row, "public_id", "") or row.pk)
    note(
        actor,
        verb="move",
        kind=row._meta.label_lower,
        key=key,
        why=why,
        old_state=old,
        new_state=new,
    )
    log("audit", f"{row._meta.model_name}.{new}", id=key)


def note(
    actor: Actor,
    *,
    verb: str,
    kind: str,
    key: str,
    why: str = "",
    old_state: str = "",
    new_state: str = "",
) -> None:
    """Write one line. ``why`` is an operator's reason or a code, no personal data."""
    AuditLine.objects.create(
        object_kind=kind,
        object_id=key,
        verb=verb,
        old_state=old_state,
        new_state=new_state,
        actor_id=actor.pk,
        why=why[:300],
        correlation=correlation.get(),
    )


def has_acted(
    *, on: Mapping[str, QuerySet[Any]], by: Collection[int], or_verbs: Collection[str], since: datetime
) -> bool:
    """Whether one of these people did anything to one of these objects, or anybody one of these acts.

    ``on``: {object kind: the query for its keys}. One statement, by the index of objects.
    """
    who = Q(actor_id__in=by) | Q(verb__in=or_verbs)
    rows = [
        AuditLine.objects.filter(who, object_kind=kind, object_id__in=keys, at__gte=since).values("pk")
        for kind, keys in on.items()
    ]
    return bool(rows) and rows[0].union(*rows[1:], all=True).exists()


def lines_on(on: Mapping[str, QuerySet[Any]], *, besides: Q, size: int) -> list[Act]:
    """What people did to these objects, the newest first. Two statements, by the index of objects.

    ``on``: {object kind: the query for its keys}; ``besides``: what is left out.
    """
    by_people = AuditLine.objects.filter(actor__isnull=False).exclude(besides).order_by()
    parts = [by_people.filter(object_kind=kind, object_id__in=keys).values("id") for kind, keys in on.items()]
    newest = parts[0].union(*parts[1:], all=True).order_by("-id")[:size]
    rows = AuditLine.objects.select_related("actor").filter(pk__in=[row["id"] for row in newest])
    return [
        Act(
            kind=line.object_kind,
            key=line.object_id,
            verb=line.verb,
            old=line.old_state,
            new=line.new_state,
            who=str(line.actor),
            at=line.at,
        )
        for line in rows.order_by("-id")
    ]


def canonical(line: AuditLine) -> bytes:
    """The bytes that are sealed: every column that says what happened."""
    values = [
        line.pk,
        line.object_kind,
        line.object_id,
        line.verb,
        line.old_state,
        line.new_state,
        line.actor_id,
        line.why,
        line.correlation,
        line.at.isoformat(),
    ]
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()


def merkle_root(leaves: list[bytes]) -> str:
    """SHA-256 over ``0x00 leaf`` and ``0x01 left right``, in hex; an odd node is promoted."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves] or [hashlib.sha256(b"").digest()]
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()


@transaction.atomic
def seal_lines() -> AuditSeal | None:
    """Seal the oldest unsealed lines under the next number; None when there are none.

    Two sealers at once: the unique number lets one through, the other rolls back.
    """
    lines = list(AuditLine.objects.filter(seal_number__isnull=True).order_by("id")[:BATCH])
    if not lines:
        return None
    last = AuditSeal.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    root = merkle_root([canonical(line) for line in lines])
    before = last.chained if last else "0" * 64
    seal = AuditSeal.objects.create(
        number=number, root=root, chained=_chain(before, number, root), line_count=len(lines)
    )
    AuditLine.objects.filter(pk__in=[line.pk for line in lines]).update(seal_number=number)
    return seal


def _chain(before: str, number: int, root: str) -> str:
    return hashlib.sha256(f"{before}:{number}:{root}".encode()).hexdigest()


def broken_seals() -> list[str]:
    """Seals that the stored lines don't add up to: edited, deleted or reordered lines."""
    wrong, before = [], "0" * 64
    for position, seal in enumerate(AuditSeal.objects.order_by("number"), start=1):
        lines = AuditLine.objects.filter(seal_number=seal.number).order_by("id")
        root = merkle_root([canonical(line) for line in lines])
        if seal.number != position or root != seal.root or seal.chained != _chain(before, seal.number, root):
            wrong.append(f"seal {seal.number} doesn't match its {seal.line_count} lines")
        before = seal.chained
    return wrong
