"""News of draws. Ids, whole numbers, hashes and ISO dates only."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DrawCommitted(Fact):
    KIND: ClassVar = "campaigns.draw-committed"

    draw_id: int
    campaign_id: int
    mode: str
    commitment: str


@dataclass(frozen=True, kw_only=True)
class DrawCalled(Fact):
    """Somebody ended the entries: the list is to be frozen."""

    KIND: ClassVar = "campaigns.draw-called"

    draw_id: int
    campaign_id: int
    called_at: str


@dataclass(frozen=True, kw_only=True)
class DrawFrozen(Fact):
    """The entry list is final and its root public. ``run_after``: ISO time at which the seed can exist."""

    KIND: ClassVar = "campaigns.draw-frozen"

    draw_id: int
    campaign_id: int
    root: str
    entry_count: int
    total_weight: int
    beacon_round: int
    frozen_at: str
    run_after: str


@dataclass(frozen=True, kw_only=True)
class DrawDrawn(Fact):
    KIND: ClassVar = "campaigns.draw-drawn"

    draw_id: int
    campaign_id: int
    seed: str
    drawn_at: str


@dataclass(frozen=True, kw_only=True)
class DrawPublished(Fact):
    KIND: ClassVar = "campaigns.draw-published"

    draw_id: int
    campaign_id: int
    receipt_sha256: str


@dataclass(frozen=True, kw_only=True)
class DrawVoided(Fact):
    KIND: ClassVar = "campaigns.draw-voided"

    draw_id: int
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class DrawCompleted(Fact):
    KIND: ClassVar = "campaigns.draw-completed"

    draw_id: int
    campaign_id: int
