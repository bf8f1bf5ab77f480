"""What campaigns does so that a person looks before anything is given."""

from accounts.notifications import tell
from campaigns import tasks
from campaigns.facts import ReferralQualified, RewardFreed, RiskCaseDecided, RiskCaseFact, RiskCaseOpened
from campaigns.notification_risk import DECIDED, ON_HOLD
from campaigns.operations.telling import topic
from outbox.facts import on
from outbox.jobs import Work


@on(ReferralQualified)
def assess(fact: ReferralQualified) -> Work:
    return tasks.assess_a_referral.work(campaign_id=fact.campaign_id, invitee_id=fact.invitee_id)


@on(RewardFreed)
def free(fact: RewardFreed) -> Work:
    return tasks.free_a_reward.work(reward_id=fact.reward_id)


@on(RiskCaseOpened)
def tell_of_hold(fact: RiskCaseOpened) -> list[Work]:
    return _tell(ON_HOLD, fact)


@on(RiskCaseDecided)
def tell_of_decision(fact: RiskCaseDecided) -> list[Work]:
    return _tell(DECIDED, fact)


def _tell(kind: str, fact: RiskCaseFact) -> list[Work]:
    """Both sides; whom it does not concern is left out when it is shown or sent."""
    both = [member_id for member_id in (fact.advocate_id, fact.invitee_id) if member_id]
    about, muted = f"case:{fact.case_id}", topic(fact.campaign_id)
    return [tell(kind, member_id, about=about, topic=muted) for member_id in both]
