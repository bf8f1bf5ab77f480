"""What follows when a friend stops counting, or counts again. Pure translation into work: no queries here."""

from campaigns import tasks_reversals as tasks
from campaigns.facts import RiskCaseDecided
from campaigns.reversal_facts import CreditReversed
from campaigns.risk_states import REFUSED
from outbox.facts import on
from outbox.jobs import Work


@on(RiskCaseDecided)
def follow_decision(fact: RiskCaseDecided) -> Work:
    if fact.state in REFUSED:
        return tasks.take_back.work(campaign_id=fact.campaign_id, invitee_id=fact.invitee_id)
    return tasks.restore.work(case_id=fact.case_id)


@on(CreditReversed)
def follow_reversal(fact: CreditReversed) -> Work:
    return tasks.take_back.work(campaign_id=fact.campaign_id, invitee_id=fact.invitee_id)
