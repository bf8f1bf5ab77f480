"""What gifts decide without database, clock or network."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gifts import errors
from gifts.states import (
    FINISHED,
    LEAST_MONEY,
    MOST_MONEY,
    SHIPMENT_MOVES,
    EntryKind,
    ItemKind,
    ShipmentState,
)

# --- stock ----------------------------------------------------------------------------------------

# What one unit of each entry does to (on hand, reserved).
EFFECTS: Final[Mapping[str, tuple[int, int]]] = {
    EntryKind.RECEIVE: (1, 0),
    EntryKind.RESERVE: (0, 1),
    EntryKind.RELEASE: (0, -1),
    EntryKind.CONSUME: (-1, -1),
    EntryKind.WRITE_OFF: (-1, 0),
    EntryKind.FOUND: (1, 0),
    EntryKind.MOVE_OUT: (-1, 0),
    EntryKind.MOVE_IN: (1, 0),
}
MAX_QUANTITY: Final = 1_000_000
MAX_SLOTS: Final = 64
LONGEST_SHELF: Final = 20
LONGEST_WAREHOUSE: Final = 60


@dataclass(frozen=True, kw_only=True)
class Window:
    """When a claim is possible, by the database's clock: the start included, the end not."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def check(self, now: datetime) -> None:
        """Raises: NotYetOpen, Closed."""
        if self.starts_at is not None and now < self.starts_at:
            raise errors.NotYetOpen
        if self.ends_at is not None and now >= self.ends_at:
            raise errors.Closed


def check_quantity(quantity: int) -> None:
    """Raises: BadQuantity."""
    if not 1 <= quantity <= MAX_QUANTITY:
        raise errors.BadQuantity(field="quantity")


def check_reason(reason: str) -> str:
    """The reason, trimmed. Raises: ReasonMissing."""
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise errors.ReasonMissing(field="reason")
    return reason


def check_shelf(shelf: str) -> str:
    """As it is written on the shelf, in one line; empty is nowhere in particular. Raises: BadShelf."""
    tidy = " ".join(shelf.split())
    if len(tidy) > LONGEST_SHELF or not tidy.isprintable():
        raise errors.BadShelf(field="shelf")
    return tidy


def check_warehouse_name(name: str) -> str:
    """In one line. Raises: NameMissing, BadWarehouseName."""
    tidy = " ".join(name.split())
    if not tidy:
        raise errors.NameMissing(field="name")
    if len(tidy) > LONGEST_WAREHOUSE or not tidy.isprintable():
        raise errors.BadWarehouseName(field="name")
    return tidy


def spread(quantity: int, slots: int) -> list[int]:
    """``quantity`` cut as evenly as whole numbers allow; the first slices get the rest."""
    each, rest = divmod(quantity, slots)
    return [each + (slot < rest) for slot in range(slots)]


def take_from(free: Sequence[int], quantity: int) -> list[int]:
    """How many to take of each slice, the fullest first, so that the rest stays spread.

    Raises: ValueError when there are not so many.
    """
    if sum(free) < quantity:
        raise ValueError(f"{quantity} of {sum(free)}")
    taken = [0] * len(free)
    for slot in sorted(range(len(free)), key=lambda slot: (-free[slot], slot)):
        taken[slot] = min(free[slot], quantity)
        quantity -= taken[slot]
    return taken


def sum_entries(entries: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """(kind, quantity) pairs to (on hand, reserved)."""
    on_hand = reserved = 0
    for kind, quantity in entries:
        effect = EFFECTS[kind]
        on_hand += effect[0] * quantity
        reserved += effect[1] * quantity
    return on_hand, reserved


# --- the handshake --------------------------------------------------------------------------------

# What somebody may say with a "no". Never free text: a "no" must cost nothing and hurt nobody.
DECLINE_PHRASES: Final[Mapping[str, str | Promise]] = {
    "have-one": _("Thank you, I already have one."),
    "somebody-else": _("Thank you, please give it to somebody else."),
    "no-parcels": _("Thank you, I can't receive parcels at the moment."),
}


def check_phrase(phrase: str) -> None:
    """Empty is a silent no. Raises: UnknownPhrase."""
    if phrase and phrase not in DECLINE_PHRASES:
        raise errors.UnknownPhrase(field="phrase")


def needs_address(kind: str) -> bool:
    return kind == ItemKind.PHYSICAL


# --- money ----------------------------------------------------------------------------------------

CURRENCY: Final = "CNY"
# So long the payer waits for its recipient; it says itself when that is over, a little later.
CONFIRM_WITHIN: Final = timedelta(hours=24)
# The payer's own word for "nobody confirmed".
OVERDUE: Final = "OVERDUE_CLOSE"
# Ours, where the payer has none: nobody to pay, taken back by the desk, another amount, the recipient left.
NO_PAYEE: Final = "NO_PAYEE"
BY_DESK: Final = "BY_DESK"
WRONG_AMOUNT: Final = "WRONG_AMOUNT"
LEFT: Final = "member-left"


def check_money(kind: str, amount: int, *, for_presents: bool) -> None:
    """Raises: BadAmount, MoneyIsNoPresent."""
    if kind != ItemKind.MONEY:
        return
    if not LEAST_MONEY <= amount <= MOST_MONEY:
        raise errors.BadAmount(field="value_fen")
    if for_presents:
        raise errors.MoneyIsNoPresent


@dataclass(frozen=True, kw_only=True)
class BillInput:
    """What the payer says of a bill. ``package`` opens its confirmation; ``reason`` is its own code."""

    state: str
    provider_ref: str = ""
    package: str = field(default="", repr=False)
    reason: str = ""
    told_at: datetime | None = None
    amount: int | None = None

    def fingerprint(self, *, of: str) -> str:
        """``of``: the number of the bill; one that is asked for anew is told of anew."""
        return hashlib.sha256(f"{of}\x1f{self.state}\x1f{self.reason}\x1f{self.amount}".encode()).hexdigest()


# --- parcels --------------------------------------------------------------------------------------

# A parcel may come back within this time; afterwards nobody needs the address. Longer than the 7 days
# of China's consumer protection law (article 25), with a week for the way back.
RETURN_WINDOW: Final = timedelta(days=14)


def next_check_after(age: timedelta, *, least: timedelta) -> timedelta:
    """How long until the carrier is asked again: often at first, at most hourly."""
    return min(max(age / 10, least), timedelta(hours=1))


@dataclass(frozen=True, kw_only=True)
class StepInput:
    """One line of a parcel's story, as the carrier tells it."""

    happened_at: datetime
    state: str
    text: str

    def fingerprint(self) -> str:
        told = f"{self.happened_at.isoformat()}\x1f{self.state}\x1f{self.text}"
        return hashlib.sha256(told.encode()).hexdigest()


def path_of(state: str, steps: Sequence[StepInput], *, since: datetime | None) -> list[StepInput]:
    """The steps that move a parcel on from ``state``, in order of happening; late ones fall out.

    ``since``: the latest step known before. An older one is part of the story but moves nothing, however
    events are repeated, late or reordered; only delivery and return count whenever they are heard of.
    """
    path = []
    for step in sorted(steps, key=lambda step: (step.happened_at, _ORDER[step.state])):
        late = since is not None and step.happened_at < since and step.state not in FINISHED
        if not late and step.state in SHIPMENT_MOVES[state]:
            path.append(step)
            state = step.state
    return path


_ORDER: Final[Mapping[str, int]] = {state: index for index, state in enumerate(ShipmentState.values)}


_WAYBILL = re.compile(r"[A-Z0-9][A-Z0-9-]{5,39}")


def check_waybill(carrier: str, number: str) -> tuple[str, str]:
    """(carrier, number) as they are kept: one line, letters in capitals. Raises: BadWaybill."""
    name, code = " ".join(carrier.split()), number.strip().upper().replace(" ", "")
    if not name.isprintable() or not 1 <= len(name) <= 32:
        raise errors.BadWaybill(field="carrier")
    if not _WAYBILL.fullmatch(code):
        raise errors.BadWaybill(field="number")
    return name, code
