"""What gateways about people have in common. Each adapter answers in these words and in no others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from common.http.errors import Declined


class Ability(StrEnum):
    REAL_NAME_2E = "real_name_2e"
    REAL_NAME_3E = "real_name_3e"
    CREDIT_LEVEL = "credit_level"
    WORK_IDENTITY = "work_identity"


class Outcome(StrEnum):
    """``NOT_FOUND`` is no ``MISMATCH``, and ``UNAVAILABLE`` never changes anything."""

    MATCH = "match"
    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"
    INVALID_INPUT = "invalid_input"
    DENIED = "denied"
    UNAVAILABLE = "unavailable"
    RATE_LIMITED = "rate_limited"
    UNSUPPORTED = "unsupported"


RETRYABLE = frozenset({Outcome.UNAVAILABLE, Outcome.RATE_LIMITED})


class Forged(Exception):
    """A notification that its sender did not sign."""


class CodeSpent(Declined):
    """The permission's code was used already, or is too old: the person has to be asked again."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """``data`` is personal: never in logs, hence no ``repr``. ``provider_code``: the provider's own word."""

    outcome: Outcome
    provider_code: str = ""
    simulated: bool = False
    data: Mapping[str, str] = field(default_factory=dict, repr=False)


class EventKind(StrEnum):
    WITHDRAWN = "withdrawn"
    LEVEL_CHANGED = "level-changed"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Event:
    """A verified notification. ``ref``: our own reference. It carries no level: we always ask."""

    event_id: str
    kind: EventKind
    ref: str


class CreditProvider(Protocol):
    """Raises of all that call: Declined, NotDone, OutcomeUnknown; the last two mean ``unavailable``."""

    slug: str
    abilities: frozenset[Ability]

    @property
    def simulated(self) -> bool: ...

    def begin(self, *, ref: str, secret: str) -> str:
        """The provider's consent page; ``secret`` comes back with the browser."""

    def complete(self, code: str, *, ref: str) -> str:
        """Exchange the single-use code for lasting access, agreed under ``ref``. Raises also: CodeSpent."""

    def query(self, access: str, *, ref: str) -> Answer:
        """The level now. Repeatable. ``data``: {"level": ...} with ``MATCH``."""

    def withdraw(self, access: str, *, ref: str) -> None:
        """End the permission there. Repeatable."""

    def parse_event(self, body: bytes) -> Sequence[Event]:
        """Raises: Forged."""


class RealNameProvider(Protocol):
    slug: str
    abilities: frozenset[Ability]

    @property
    def simulated(self) -> bool: ...

    def match(self, *, name: str, number: str, phone: str = "") -> Answer:
        """Two elements, or three with ``phone`` (11 digits). Repeatable; never raises for what the network
        or the provider does. ``data`` stays empty.
        """
