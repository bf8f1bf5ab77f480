"""Credit that people took back and gave back, as the news tells of it."""

from collections.abc import Iterator
from datetime import datetime

from campaigns.replay_rules import Reversed
from campaigns.reversal_facts import CreditRestored, CreditReversed
from outbox.queries import payloads_of


def taken_back(campaign_id: int, invitees: set[int]) -> Iterator[Reversed]:
    for kind, is_over in ((CreditReversed, False), (CreditRestored, True)):
        for payload, _at in payloads_of(kind, campaign_id=campaign_id):
            if payload["invitee_id"] in invitees:
                yield Reversed(
                    member_id=payload["invitee_id"],
                    is_over=is_over,
                    at=datetime.fromisoformat(payload["occurred_at"]),
                )
