"""Members hear that they are asked, and that the brand has ended it."""

from accounts.notifications import tell
from campaigns.ambassador_states import AmbassadorState
from campaigns.facts import AmbassadorAsked, AmbassadorClosed, AmbassadorFact
from campaigns.notification_ambassadors import ASKED, ENDED
from campaigns.operations.telling import topic
from outbox.facts import on
from outbox.jobs import Work


@on(AmbassadorAsked)
def tell_of_appointment(fact: AmbassadorAsked) -> list[Work]:
    return _tell(ASKED, fact)


@on(AmbassadorClosed)
def tell_of_end(fact: AmbassadorClosed) -> list[Work]:
    """Whoever said no knows it; whoever stopped by themselves reads it once more, which does no harm."""
    return [] if fact.state == AmbassadorState.DECLINED else _tell(ENDED, fact)


def _tell(kind: str, fact: AmbassadorFact) -> list[Work]:
    return [
        tell(kind, fact.member_id, about=f"ambassador:{fact.ambassador_id}", topic=topic(fact.campaign_id))
    ]
