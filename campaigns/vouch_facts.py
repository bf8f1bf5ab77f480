"""News of words that advocates give for friends."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class VouchFact(Fact):
    """``occurred_at``: when we wrote it down (ISO)."""

    vouch_id: int
    campaign_id: int
    advocate_id: int
    invitee_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class VouchGiven(VouchFact):
    """The friend has until ``due_at`` (ISO) to prove it."""

    KIND: ClassVar = "campaigns.vouch-given"

    due_at: str


@dataclass(frozen=True, kw_only=True)
class VouchKept(VouchFact):
    """A good introduction: the friend counts ``added_hundredths`` more."""

    KIND: ClassVar = "campaigns.vouch-kept"

    added_hundredths: int


@dataclass(frozen=True, kw_only=True)
class VouchFailed(VouchFact):
    """The friend was decided against; the advocate's word is lowered until then (ISO)."""

    KIND: ClassVar = "campaigns.vouch-failed"

    lowered_until: str


@dataclass(frozen=True, kw_only=True)
class VouchRestored(VouchFact):
    """What it failed for was overturned, and the word counts in full again."""

    KIND: ClassVar = "campaigns.vouch-restored"


@dataclass(frozen=True, kw_only=True)
class VouchEnded(VouchFact):
    """``outcome``: withdrawn or lapsed."""

    KIND: ClassVar = "campaigns.vouch-ended"

    outcome: str
