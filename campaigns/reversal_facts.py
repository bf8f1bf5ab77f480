"""News of credit that a person took back or that counts again, and of what had been given for it."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ReversalFact(Fact):
    """``occurred_at``: when we wrote it down (ISO). ``sharer_id``: who had a share of the credit."""

    referral_id: int
    campaign_id: int
    advocate_id: int
    invitee_id: int
    occurred_at: str
    sharer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CreditReversed(ReversalFact):
    """The friend counts for nobody any more."""

    KIND: ClassVar = "campaigns.credit-reversed"


@dataclass(frozen=True, kw_only=True)
class CreditRestored(ReversalFact):
    """An objection was granted: the friend counts for what she counted for."""

    KIND: ClassVar = "campaigns.credit-restored"


@dataclass(frozen=True, kw_only=True)
class RewardTakenBack(Fact):
    """A gift was held out, and without friends who don't count it was not earned."""

    KIND: ClassVar = "campaigns.reward-taken-back"

    reward_id: int
    campaign_id: int
    beneficiary_id: int
    kind: str
