"""The book of an event's deposits, as its host and as each member sees it."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.people import Person, people_seen_by
from common.access import Actor
from groups.deposit_states import DepositKind
from groups.models import DepositEntry, Event


@dataclass(frozen=True, kw_only=True)
class DepositRow:
    """How one stands: ``last`` is the latest line. ``person`` None: shows no page to the viewer."""

    number: int
    person: Person | None
    last: DepositEntry


@dataclass(frozen=True, kw_only=True)
class DepositBook:
    """Amounts in fen, summed over the lines."""

    rows: list[DepositRow]
    received: int
    returned: int
    kept: int

    @property
    def held(self) -> int:
        return self.received - self.returned - self.kept


def deposit_book(*, event: Event, viewer: Actor) -> DepositBook:
    """The lowest number first. Two statements or three."""
    entries = list(DepositEntry.objects.filter(event=event).select_related("rsvp").order_by("pk"))
    latest = {entry.rsvp_id: entry for entry in entries}
    people = people_seen_by(viewer, {entry.rsvp.member_id for entry in latest.values()})
    rows = [
        DepositRow(number=one.rsvp.seq, person=people.get(one.rsvp.member_id), last=one)
        for one in sorted(latest.values(), key=lambda one: one.rsvp.seq)
    ]
    return DepositBook(
        rows=rows,
        received=_sum(entries, DepositKind.RECEIVED),
        returned=_sum(entries, DepositKind.RETURNED),
        kept=_sum(latest.values(), DepositKind.KEPT),  # what was kept and given back later is not kept
    )


def _sum(entries: Iterable[DepositEntry], kind: str) -> int:
    return sum(entry.fen for entry in entries if entry.kind == kind)


def deposit_entries_of(*, rsvp_id: int | None) -> list[DepositEntry]:
    """The lines of one answer, the latest first. One statement."""
    if rsvp_id is None:
        return []
    return list(DepositEntry.objects.filter(rsvp=rsvp_id).order_by("-pk"))
