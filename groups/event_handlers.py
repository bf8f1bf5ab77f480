"""News of events that people are told."""

from accounts.notifications import tell
from accounts.tie_facts import MemberBlocked
from groups import event_kinds as kinds
from groups import tasks
from groups.event_states import RSVPState
from groups.facts import EventChanged, PlaceMoved
from outbox.facts import on
from outbox.jobs import Work

_KINDS = {
    RSVPState.OFFERED.value: kinds.PLACE_OFFERED,
    RSVPState.GOING.value: kinds.SEATED,
    RSVPState.LAPSED.value: kinds.PLACE_LAPSED,
}


@on(PlaceMoved)
def tell_of_place(fact: PlaceMoved) -> Work:
    return tell(
        _KINDS[fact.state],
        fact.member_id,
        about=f"event:{fact.event_id}-{fact.step}",
        topic=f"group:{fact.group_id}",
        since=fact.occurred_at,
    )


@on(EventChanged)
def tell_of_event(fact: EventChanged) -> Work:
    return tasks.tell_of_event.work(
        event_id=fact.event_id, sequence=fact.sequence, what=fact.what, since=fact.occurred_at
    )


@on(MemberBlocked)
def part_teams(fact: MemberBlocked) -> Work:
    return tasks.part_teams.work(blocker_id=fact.blocker_id, blocked_id=fact.blocked_id)
