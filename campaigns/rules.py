"""Pure decisions about referrals, credit, rewards and promises. The time is passed in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from campaigns import errors
from campaigns.conditions import Evidence, unmet
from campaigns.rule_shape import MET, RULE_KEY
from campaigns.rulebook import FurtherRule, Rulebook
from campaigns.states import ATTRIBUTING_STATES, CampaignState, issuing_states

_HIDDEN = (
    CampaignState.DRAFT,
    CampaignState.IN_REVIEW,
    CampaignState.APPROVED,
    CampaignState.CANCELLED,
)


def check_takes_referrals(
    *, state: str, opens_at: datetime, closes_at: datetime, now: datetime, is_stopped: bool = False
) -> None:
    """Raise the refusal that applies, if any; the period includes its start and excludes its end.

    ``is_stopped``: whether the brand has stopped everything.

    Raises: UnknownInvitation (hidden campaigns), CampaignNotStarted, CampaignPaused, CampaignEnded.
    """
    if state in _HIDDEN:
        raise errors.UnknownInvitation
    if state not in (CampaignState.SCHEDULED, CampaignState.LIVE, CampaignState.PAUSED) or now >= closes_at:
        raise errors.CampaignEnded
    if state == CampaignState.SCHEDULED or now < opens_at:
        raise errors.CampaignNotStarted
    if state == CampaignState.PAUSED or is_stopped:
        raise errors.CampaignPaused


def check_attributable(
    *,
    state: str,
    opens_at: datetime,
    closes_at: datetime,
    registered_at: datetime,
    is_stopped: bool = False,
) -> None:
    """Whether a person may still say whose friend somebody is who registered at that moment.

    Raises: CampaignNotStarted, CampaignPaused, CampaignEnded, RegisteredOutside.
    """
    if state in _HIDDEN or state == CampaignState.SCHEDULED:
        raise errors.CampaignNotStarted
    if state == CampaignState.PAUSED or is_stopped:
        raise errors.CampaignPaused
    if state not in ATTRIBUTING_STATES:
        raise errors.CampaignEnded
    if not opens_at <= registered_at < closes_at:
        raise errors.RegisteredOutside(field="invitee_handle")


def check_issues(*, state: str, kind: str, is_stopped: bool = False) -> None:
    """Whether rewards of a kind may be approved and claimed.

    Raises: NotClaimable, CampaignPaused, CampaignEnded.
    """
    if is_stopped:
        raise errors.CampaignPaused
    if state in issuing_states(kind):
        return
    if state == CampaignState.PAUSED:
        raise errors.CampaignPaused
    if state in (
        CampaignState.DRAWING,
        CampaignState.SETTLING,
        CampaignState.SETTLED,
        CampaignState.ARCHIVED,
    ):
        raise errors.CampaignEnded
    raise errors.NotClaimable


def check_window(*, opens_at: datetime, closes_at: datetime, settle_by: datetime) -> None:
    """Raises: BadWindow."""
    if opens_at >= closes_at:
        raise errors.BadWindow(field="closes_at")
    if settle_by < closes_at:
        raise errors.BadWindow(field="settle_by")


def held_levels(certificates: Collection[str]) -> frozenset[str]:
    """What an invitee has shown: registration, and each certificate that is valid now."""
    return frozenset({"registered", *certificates})


def credit_of(rulebook: Rulebook, levels: Collection[str]) -> int:
    """Hundredths that an invitee with these levels is worth: the highest one counts."""
    return max((rulebook.credit.get(level, 0) for level in levels), default=0)


def missing_levels(rulebook: Rulebook, levels: Collection[str]) -> tuple[str, ...]:
    """Required certificates that are not there yet, in the rules' order."""
    return tuple(level for level in rulebook.requires if level not in levels)


# A level, or a condition that is not met: ``conditions.unmet``.
Missing = str | Mapping[str, Any]


def what_is_missing(
    rulebook: Rulebook, *, levels: Collection[str], evidence: Evidence | None
) -> tuple[Missing, ...]:
    """What a friend still has to do, in the rules' order; nothing once enough is done."""
    wanted = [level for level in rulebook.requires if level not in levels]
    found: list[Missing] = list(wanted)
    if evidence is not None:
        found += unmet(rulebook.conditions, evidence)
    if rulebook.any_is_enough:
        free = [level for level in rulebook.requires if level != "registered"]
        if len(found) < len(free) + len(rulebook.conditions):
            return ()
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Rise:
    """What the present evidence changes about one referral. Credit never falls here."""

    credit_hundredths: int
    added_hundredths: int
    qualifies: bool
    missing: tuple[Missing, ...]
    levels: frozenset[str]


def judge(
    rulebook: Rulebook,
    *,
    levels: Collection[str],
    credit_hundredths: int,
    qualified: bool,
    evidence: Evidence | None = None,
) -> Rise:
    """Compare what the certificates and deeds are worth with what was already credited.

    ``evidence`` is needed where the rules have conditions.
    """
    missing = what_is_missing(rulebook, levels=levels, evidence=evidence)
    shown = frozenset(levels)
    if not missing and (rulebook.conditions or rulebook.any_is_enough or MET in rulebook.credit):
        shown |= {MET}
    target = max(credit_hundredths, credit_of(rulebook, shown))
    return Rise(
        credit_hundredths=target,
        added_hundredths=target - credit_hundredths,
        qualifies=not missing and not qualified,
        missing=missing,
        levels=shown,
    )


def rewards_due(rulebook: Rulebook, *, credit_hundredths: int) -> int:
    """How many rewards this much credit has earned in all, rounded down and capped per member."""
    if rulebook.board is not None:
        return 0  # nothing is earned before the board is frozen
    reached = credit_hundredths // rulebook.threshold_hundredths
    if not rulebook.reward.per_threshold:
        reached = min(reached, 1)
    return min(reached, rulebook.reward.max_per_member)


# The natural key of a reward that a rule gives to a member once.
ONCE = "once"


def milestones_reached(rulebook: Rulebook, *, credit_hundredths: int) -> list[FurtherRule]:
    """The advocate's further rewards that this much credit has earned, in the published order."""
    return [rule for rule in rulebook.further_for("advocate") if rule.goal_hundredths <= credit_hundredths]


def occurrence_key(number: int) -> str:
    """The natural key of the ``number``-th reward of one member under one rule, counted from 1."""
    return f"threshold:{number}"


# What a reward's natural key ends in when it is earned once more, because it was taken back.
AGAIN = "+"


def first_key(key: str) -> str:
    """The key under which it was earned for the first time."""
    return key.rstrip(AGAIN)


def goal_of(rulebook: Rulebook, *, rule_key: str, key: str) -> int | None:
    """The credit that the advocate's reward is given for; None for rewards that no count of friends earns."""
    if rule_key == RULE_KEY:
        return int(first_key(key).rpartition(":")[2]) * rulebook.threshold_hundredths
    milestones = (rule for rule in rulebook.further_for("advocate") if rule.key == rule_key)
    return next((rule.goal_hundredths for rule in milestones), None)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What stands between a member and the next reward, in the worst case.

    ``remaining_friends``: how many more friends who meet every requirement; 0 when nothing is left to earn.
    """

    credit_hundredths: int
    goal_hundredths: int
    remaining_hundredths: int
    remaining_friends: int
    complete: bool


def look_ahead(
    rulebook: Rulebook, *, credit_hundredths: int, rewards: int, not_given: Collection[int] = ()
) -> Ahead:
    """Progress towards the next reward; exact whole numbers, never rounded up in the member's eyes.

    ``credit_hundredths``: without friends who don't count. ``not_given``: rewards, counted from 1, that were
    earned and wait: the first one that the credit does not cover any more is the next.
    """
    step = rulebook.threshold_hundredths
    most = rulebook.reward.max_per_member if rulebook.reward.per_threshold else 1
    uncovered = [number for number in not_given if number * step > credit_hundredths]
    complete = rewards >= most and not uncovered
    if rulebook.board is not None:
        complete = credit_hundredths >= step
    following = min(uncovered, default=rewards + 1)
    goal = step * (rewards if complete and rulebook.board is None else following)
    remaining = 0 if complete else max(0, goal - credit_hundredths)
    worth = rulebook.worth_at_least
    return Ahead(
        credit_hundredths=credit_hundredths,
        goal_hundredths=goal,
        remaining_hundredths=remaining,
        remaining_friends=-(-remaining // worth),
        complete=complete,
    )


@dataclass(frozen=True, kw_only=True)
class TouchSeen:
    """One touch that may explain a registration."""

    touch_id: int
    campaign_id: int
    advocate_id: int
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The touch that counts, and the one at the other end where that is another advocate's."""

    touch: TouchSeen
    other: TouchSeen | None


def choose_touches(
    touches: Sequence[TouchSeen],
    *,
    invitee_id: int,
    registered_at: datetime,
    window_days: Mapping[int, int],
    first_counts: Collection[int] = (),
) -> list[Chosen]:
    """One touch per campaign, within the campaign's window before the registration: the last one.

    Own links and touches after the registration never count. ``window_days``: campaign id to days;
    ``first_counts``: the campaigns whose rules say the first one.
    """
    ends: dict[int, tuple[TouchSeen, TouchSeen]] = {}
    for touch in sorted(touches, key=lambda touch: (touch.occurred_at, touch.touch_id)):
        oldest = registered_at - timedelta(days=window_days.get(touch.campaign_id, 0))
        if touch.advocate_id != invitee_id and oldest <= touch.occurred_at <= registered_at:
            first, _last = ends.get(touch.campaign_id, (touch, touch))
            ends[touch.campaign_id] = (first, touch)
    return [_chosen(*ends[key], first_counts=key in first_counts) for key in sorted(ends)]


def _chosen(first: TouchSeen, last: TouchSeen, *, first_counts: bool) -> Chosen:
    touch, other = (first, last) if first_counts else (last, first)
    return Chosen(touch=touch, other=other if other.advocate_id != touch.advocate_id else None)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the risk look knows about a reward's beneficiary."""

    member_state: str
    is_staff: bool
    manages_brand: bool


def hold_reason(standing: Standing) -> str:
    """The code of the reason to hold a reward for a person to look at, '' to let it pass."""
    if standing.member_state != "active":
        return "member-not-active"
    if standing.is_staff or standing.manages_brand:
        return "staff-excluded"
    return ""


# Whose household runs the campaign, and why that waits for a person.
STAFF_HOUSEHOLD = "staff-household"


def score_bp(*, kept: int, kept_late: int, overdue: int, broken: int) -> int | None:
    """Promises kept on time of all that are due, in basis points; None while nothing was due."""
    due = kept + kept_late + overdue + broken
    return kept * 10_000 // due if due else None
