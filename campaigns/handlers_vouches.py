"""What follows for words that were given for a friend. Pure translation into work: no queries here."""

from accounts.facts import MemberRestored, MemberSuspended
from accounts.notifications import tell
from campaigns import notification_vouches as kinds
from campaigns import tasks_vouches as tasks
from campaigns.facts import RiskCaseDecided
from campaigns.operations.telling import topic
from campaigns.risk_states import REFUSED
from campaigns.vouch_facts import VouchFact, VouchFailed, VouchGiven, VouchKept, VouchRestored
from outbox.facts import on
from outbox.jobs import Work


@on(MemberSuspended)
def fail_for_suspended(fact: MemberSuspended) -> Work:
    return tasks.fail_for_suspended.work(invitee_id=fact.member_id, happened_at=fact.occurred_at)


@on(MemberRestored)
def restore_for_member(fact: MemberRestored) -> Work:
    return tasks.restore.work(invitee_id=fact.member_id)


@on(RiskCaseDecided)
def follow_decision(fact: RiskCaseDecided) -> Work:
    if fact.state in REFUSED:
        return tasks.fail_for_refused.work(case_id=fact.case_id)
    return tasks.restore.work(invitee_id=fact.invitee_id, campaign_id=fact.campaign_id, is_released=True)


@on(VouchRestored)
def settle(fact: VouchRestored) -> Work:
    """What the lowered word took from other introductions is given now."""
    return tasks.settle.work(campaign_id=fact.campaign_id, advocate_id=fact.advocate_id)


@on(VouchGiven)
def tell_the_friend(fact: VouchGiven) -> Work:
    return tell(
        kinds.VOUCHED,
        fact.invitee_id,
        about=_about(fact),
        topic=topic(fact.campaign_id),
        by_id=fact.advocate_id,
        since=fact.occurred_at,
    )


@on(VouchKept)
def tell_of_good_introduction(fact: VouchKept) -> Work:
    return _tell(kinds.GOOD, fact)


@on(VouchFailed)
def tell_of_lowered_word(fact: VouchFailed) -> Work:
    return _tell(kinds.LOWERED, fact)


@on(VouchRestored)
def tell_of_restored_word(fact: VouchRestored) -> Work:
    return _tell(kinds.RESTORED, fact)


def _tell(kind: str, fact: VouchFact) -> Work:
    return tell(kind, fact.advocate_id, about=_about(fact), topic=topic(fact.campaign_id))


def _about(fact: VouchFact) -> str:
    return f"vouch:{fact.vouch_id}"
