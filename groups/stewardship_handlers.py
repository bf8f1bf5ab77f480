"""News of silent stewards and of claims: to the stewards, to whoever offered, and to the whole group."""

from accounts.notifications import tell
from groups import stewardship_kinds as kinds
from groups import tasks
from groups.facts import ClaimMoved, StewardsSilent
from groups.stewardship_states import LIVE, ClaimState
from outbox.facts import on
from outbox.jobs import Work

S = ClaimState
# Whoever took it back knows it; whoever has the office now reads what everybody reads.
_UNTOLD = (*LIVE, S.WITHDRAWN, S.HANDED)


@on(StewardsSilent)
def tell_silent_stewards(fact: StewardsSilent) -> list[Work]:
    about, topic = f"silence:{fact.silence_id}", f"group:{fact.group_id}"
    return [
        tell(kinds.MISSED, steward_id, about=about, topic=topic, since=fact.occurred_at)
        for steward_id in fact.steward_ids
    ]


@on(StewardsSilent)
def tell_group_of_silence(fact: StewardsSilent) -> Work:
    about = f"silence:{fact.silence_id}"
    return tasks.tell_of_stewardship.work(
        group_id=fact.group_id, kind=kinds.SILENT, about=about, since=fact.occurred_at
    )


@on(ClaimMoved)
def tell_offices_of_claim(fact: ClaimMoved) -> list[Work]:
    """Stewards at every step while something can still be done, and who was replaced."""
    about, topic = f"claim:{fact.claim_id}.{fact.state}", f"group:{fact.group_id}"
    if fact.state == S.HANDED:
        told = [(kinds.REPLACED, who) for who in fact.steward_ids]
    elif fact.state in LIVE:
        told = [(kinds.MISSED, who) for who in fact.steward_ids]
        told += [(kinds.CLAIMED_DESK, who) for who in fact.co_steward_ids if who != fact.member_id]
    else:
        told = []
    return [tell(kind, who, about=about, topic=topic, since=fact.occurred_at) for kind, who in told]


@on(ClaimMoved)
def tell_group_of_claim(fact: ClaimMoved) -> Work | None:
    kind = kinds.TAKEN if fact.state == S.HANDED else kinds.CLAIMED
    if fact.state not in (*LIVE, S.HANDED):
        return None
    about = f"claim:{fact.claim_id}.{fact.state}"
    return tasks.tell_of_stewardship.work(
        group_id=fact.group_id, kind=kind, about=about, since=fact.occurred_at
    )


@on(ClaimMoved)
def tell_claimant(fact: ClaimMoved) -> Work | None:
    if fact.state in _UNTOLD:
        return None
    about, topic = f"claim:{fact.claim_id}.{fact.state}", f"group:{fact.group_id}"
    return tell(kinds.OVER, fact.member_id, about=about, topic=topic, since=fact.occurred_at)
