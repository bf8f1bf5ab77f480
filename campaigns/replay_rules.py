"""A campaign lived through again: what its news and its sealed rules must have led to. Pure.

Written apart from the operations that do the work day by day, so that the two can be held against each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from campaigns.rule_shape import RULE_KEY
from campaigns.rulebook import HUNDREDTHS, Rulebook

REGISTERED = "registered"


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A friend registered on an invitation; ``rulebook``: of the version that she is pinned to."""

    advocate_id: int
    invitee_id: int
    rulebook: Rulebook
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A member was certified (``holds``) at ``level``, or it was taken back."""

    member_id: int
    level: str
    holds: bool
    at: datetime


@dataclass(kw_only=True)
class Standing:
    """A referral's derived credit in hundredths."""

    credit: int = 0
    qualified: bool = False


# (rule key, beneficiary id, occurrence key), the reward's natural key.
RewardKey = tuple[str, int, str]


@dataclass(kw_only=True)
class Derived:
    """Referrals by invitee; an advocate's referrals, qualified, credit by advocate; what was earned."""

    referrals: dict[int, Standing] = field(default_factory=dict)
    registered: dict[int, int] = field(default_factory=dict)
    qualified: dict[int, int] = field(default_factory=dict)
    credit: dict[int, int] = field(default_factory=dict)
    rewards: set[RewardKey] = field(default_factory=set)

    def counters(self) -> Mapping[int, tuple[int, int, int]]:
        """Advocate id to (registered, qualified, credit in hundredths)."""
        return {
            advocate_id: (number, self.qualified.get(advocate_id, 0), self.credit.get(advocate_id, 0))
            for advocate_id, number in self.registered.items()
        }


def derive(joined: Iterable[Joined], shown: Iterable[Shown], *, until: datetime | None) -> Derived:
    """Live through the news in the order of its times; ``until``: from then on nothing counts any more."""
    derived = Derived()
    referrals = {each.invitee_id: each for each in joined}
    for referral in referrals.values():
        derived.referrals[referral.invitee_id] = Standing()
        derived.registered[referral.advocate_id] = derived.registered.get(referral.advocate_id, 0) + 1
    levels: dict[int, set[str]] = {invitee_id: set() for invitee_id in referrals}
    for at, invitee_id, level, holds in sorted(_news(referrals, shown)):
        held = levels[invitee_id]
        held.add(level) if holds else held.discard(level)
        if holds and (until is None or at < until):
            _rise(derived, referrals[invitee_id], held, at=at)
    return derived


def _news(
    referrals: Mapping[int, Joined], shown: Iterable[Shown]
) -> Iterator[tuple[datetime, int, str, bool]]:
    for referral in referrals.values():
        yield referral.at, referral.invitee_id, REGISTERED, True
    for news in shown:
        if news.member_id in referrals:
            yield news.at, news.member_id, news.level, news.holds


def _rise(derived: Derived, referral: Joined, held: set[str], *, at: datetime) -> None:
    rulebook = referral.rulebook
    if REGISTERED not in held or at >= referral.at + timedelta(days=rulebook.window_days):
        return
    standing = derived.referrals[referral.invitee_id]
    worth = max((rulebook.credit.get(level, 0) for level in held), default=0)
    added = max(0, worth - standing.credit)
    qualifies = not standing.qualified and set(rulebook.requires) <= held
    if not added and not qualifies:
        return
    advocate_id = referral.advocate_id
    standing.credit += added
    standing.qualified = standing.qualified or qualifies
    derived.credit[advocate_id] = derived.credit.get(advocate_id, 0) + added
    derived.qualified[advocate_id] = derived.qualified.get(advocate_id, 0) + qualifies
    derived.rewards.update(_earned(rulebook, advocate_id, derived.credit[advocate_id]))
    if qualifies:
        derived.rewards.update(
            (rule.key, referral.invitee_id, "once") for rule in rulebook.further if rule.whom == "invitee"
        )


def _earned(rulebook: Rulebook, advocate_id: int, credit: int) -> Iterator[RewardKey]:
    reward = rulebook.reward
    most = reward.max_per_member if reward.per_threshold else 1
    for number in range(1, min(most, credit // (rulebook.threshold * HUNDREDTHS)) + 1):
        yield RULE_KEY, advocate_id, f"threshold:{number}"
    for rule in rulebook.further:
        if rule.whom == "advocate" and credit >= rule.friends * HUNDREDTHS:
            yield rule.key, advocate_id, "once"
