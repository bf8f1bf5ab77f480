"""News from the open platform."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class EventReceived(Fact):
    """A member did something elsewhere. Told once per event, in whatever order events come.

    ``name``: of the registry of events. ``value_minor``: cents or fen, 0 where none was sent.
    ``source``: the short name of the site that sent it. ``brand``: the scope of the brand whose site that is.
    ``event_id``: which of all events this is, for who counts each once.
    """

    KIND: ClassVar[str] = "connect.event-received"

    member_id: int
    name: str
    value_minor: int
    occurred_at: str
    source: str
    brand: str = ""
    event_id: int = 0


@dataclass(frozen=True, kw_only=True)
class EndpointDisabled(Fact):
    """A receiver failed for days, or said that it is gone. ``reason``: ``failing`` or ``gone``.

    ``member_id``: who made it, and is told.
    """

    KIND: ClassVar[str] = "connect.endpoint-disabled"

    endpoint_id: int
    member_id: int
    reason: str
    occurred_at: str
