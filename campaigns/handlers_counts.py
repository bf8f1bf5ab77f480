"""News that the funnel counts: one job for each, so that each is counted once. Pure: no queries."""

from campaigns import tasks_counts as tasks
from campaigns.facts import (
    InvitationOpened,
    PrizeTaken,
    ReferralQualified,
    ReferralRegistered,
    RewardGranted,
    RewardReturned,
    RiskCaseDecided,
    RiskCaseFact,
    RiskCaseOpened,
    RiskCasePassed,
)
from campaigns.reversal_facts import RewardTakenBack
from campaigns.states import RewardKind
from gifts.facts import GiftAccepted
from outbox.facts import on
from outbox.jobs import Work


@on(InvitationOpened)
def count_touch(fact: InvitationOpened) -> Work:
    return tasks.count.work(touch_id=fact.touch_id, add={"touches": 1})


@on(ReferralRegistered)
def count_registered(fact: ReferralRegistered) -> Work:
    return _friend(fact, {"registered": 1})


@on(ReferralQualified)
def count_qualified(fact: ReferralQualified) -> Work:
    return _friend(fact, {"qualified": 1})


def _friend(fact: ReferralRegistered | ReferralQualified, add: dict[str, int]) -> Work:
    return tasks.count.work(campaign_id=fact.campaign_id, invitee_id=fact.invitee_id, add=add)


@on(RiskCasePassed, RiskCaseOpened, RiskCaseDecided)
def count_standing(fact: RiskCaseFact) -> Work | None:
    if fact.standing == fact.former_standing:
        return None
    add = {fact.standing: 1}
    if fact.former_standing:
        add[fact.former_standing] = -1
    return tasks.count.work(case_id=fact.case_id, add=add)


@on(RewardGranted)
def count_reward(fact: RewardGranted) -> Work:
    return tasks.count.work(reward_id=fact.reward_id, add={"rewarded": 1})


@on(RewardReturned)
def count_return(fact: RewardReturned) -> Work:
    return tasks.count.work(reward_id=fact.reward_id, add={"rewarded": -1})


@on(RewardTakenBack)
def count_ticket_taken_out(fact: RewardTakenBack) -> Work | None:
    """A gift that is taken back is told of as returned."""
    if fact.kind != RewardKind.DRAW_ENTRY:
        return None
    return tasks.count.work(reward_id=fact.reward_id, add={"rewarded": -1})


@on(GiftAccepted)
def note_prize(fact: GiftAccepted) -> Work | None:
    """A draw's prize is known by its line; one outside its line by its source."""
    kind, _, rest = (fact.line or fact.source).partition(":")
    if kind != "draw":
        return None
    return tasks.note_a_prize.work(gift_id=fact.gift_id, draw_ref=rest.partition("#")[0].partition(":")[0])


@on(PrizeTaken)
def count_prize(fact: PrizeTaken) -> Work:
    return tasks.count.work(reward_id=fact.reward_id, add={"cost_minor": fact.cost_minor})
