"""News of the house for endpoints outside, and news of endpoints for whoever made them."""

from collections.abc import Sequence

from accounts.notifications import tell
from connect import facts, operations
from connect.notification_kinds import DISABLED
from outbox.facts import Recorded, on, on_every
from outbox.jobs import Work


@on_every
def send_on(news: Sequence[Recorded]) -> Sequence[Work]:
    return operations.post(news)


@on(facts.EndpointDisabled)
def tell_of_the_end(fact: facts.EndpointDisabled) -> Work:
    about = f"endpoint:{fact.endpoint_id}"
    return tell(DISABLED, fact.member_id, about=about, since=fact.occurred_at)
