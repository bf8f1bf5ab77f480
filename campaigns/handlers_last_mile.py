"""What follows when somebody is one friend short, and when a unit is kept or goes back."""

from accounts.notifications import tell
from campaigns import notification_last_mile as kinds
from campaigns import tasks_last_mile as tasks
from campaigns.facts import BrandRestarted, CampaignResumed, RewardEarned
from campaigns.last_mile_facts import OneFriendShort, ReservationEnded, UnitReserved
from campaigns.operations.telling import topic
from campaigns.reservation_states import ReleaseReason, ReservationState
from campaigns.states import RewardKind
from outbox.facts import on
from outbox.jobs import Work

# Whoever claimed it knows, and whoever has left reads nothing.
_QUIET = frozenset({ReservationState.USED.value, ReleaseReason.LEFT.value})


@on(OneFriendShort)
def reserve_units(fact: OneFriendShort) -> Work:
    return tasks.reserve_some.work(campaign_id=fact.campaign_id, advocate_id=fact.advocate_id)


@on(RewardEarned)
def extend_reservation(fact: RewardEarned) -> Work | None:
    if fact.kind != RewardKind.GIFT:
        return None
    return tasks.extend_one.work(reward_id=fact.reward_id)


@on(CampaignResumed)
def reserve_anew(fact: CampaignResumed) -> Work:
    return tasks.reserve_anew.work(campaign_id=fact.campaign_id)


@on(BrandRestarted)
def reserve_anew_everywhere(fact: BrandRestarted) -> Work:
    return tasks.reserve_anew_everywhere.work(brand_id=fact.brand_id)


@on(UnitReserved)
def tell_of_unit(fact: UnitReserved) -> Work:
    return _tell(kinds.KEPT, fact)


@on(ReservationEnded)
def tell_of_end(fact: ReservationEnded) -> Work | None:
    return None if fact.outcome in _QUIET else _tell(kinds.GONE, fact)


@on(ReservationEnded)
def reserve_for_next(fact: ReservationEnded) -> Work:
    return tasks.reserve_next.work(campaign_id=fact.campaign_id, rule_key=fact.rule_key)


def _tell(kind: str, fact: UnitReserved | ReservationEnded) -> Work:
    about = f"reservation:{fact.reservation_id}"
    return tell(kind, fact.advocate_id, about=about, topic=topic(fact.campaign_id))
