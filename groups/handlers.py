"""News that groups act on."""

from accounts.notifications import tell
from groups import notification_kinds as kinds
from groups import queries, tasks
from groups.facts import MemberInvited, MemberLeftGroup, MembershipFact, RequestAnswered, RequestMade
from groups.states import MembershipState
from outbox.facts import on
from outbox.jobs import Work


@on(MemberInvited)
def tell_of_invitation(fact: MemberInvited) -> Work:
    return _tell(kinds.INVITED, fact)


@on(RequestAnswered)
def tell_of_answer(fact: RequestAnswered) -> Work:
    return _tell(kinds.ANSWERED, fact)


@on(MemberLeftGroup)
def tell_of_removal(fact: MemberLeftGroup) -> Work | None:
    """Whoever left knows it already."""
    if fact.how == MembershipState.LEFT:
        return None
    return _tell(kinds.REMOVED, fact)


@on(MemberLeftGroup)
def give_back_places(fact: MemberLeftGroup) -> Work:
    """Whoever is out of a group is not expected at its events."""
    return tasks.give_back_places.work(member_id=fact.member_id, group_id=fact.group_id)


@on(RequestMade)
def tell_steward_of_request(fact: RequestMade) -> Work | None:
    """The first steward hears of it; the others find it at their desk."""
    stewards = queries.steward_ids(group_id=fact.group_id)
    if not stewards:
        return None
    about = f"membership:{fact.group_id}-{fact.member_id}"
    return tell(
        kinds.ASKED,
        stewards[0],
        about=about,
        topic=_topic(fact),
        by_id=fact.member_id,
        since=fact.occurred_at,
    )


def _tell(kind: str, fact: MembershipFact) -> Work:
    about = f"membership:{fact.group_id}-{fact.member_id}"
    return tell(kind, fact.member_id, about=about, topic=_topic(fact), since=fact.occurred_at)


def _topic(fact: MembershipFact) -> str:
    return f"group:{fact.group_id}"
