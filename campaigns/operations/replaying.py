"""The nightly look back: ledgers against news."""

from datetime import datetime

from django.db import transaction

from campaigns.facts import CampaignsReplayed
from campaigns.queries.replay import replay_published
from common.errors import Unavailable
from outbox.facts import record
from outbox.queries import is_unfinished

# News on its way would look like a difference.
_FOLLOWING = (
    "campaigns.attribute-referral",
    "campaigns.recheck-referrals",
    "campaigns.note-deed",
    "campaigns.follow-gift",
    "campaigns.fail-vouches",
    "campaigns.fail-vouches-of-case",
    "campaigns.restore-vouches",
    "campaigns.settle-vouches",
)


def record_replay(*, now: datetime) -> CampaignsReplayed:
    """Derive every published campaign again and keep what was found as a fact.

    Raises: Unavailable, while differences may be news that is still being followed.
    """
    found = replay_published()
    differences = sum(len(sentences) for sentences in found.values())
    if differences and is_unfinished(_FOLLOWING, written_before=now):
        raise Unavailable
    fact = CampaignsReplayed(
        campaigns=len(found),
        differences=differences,
        found={slug: sentences[:20] for slug, sentences in found.items() if sentences},
        counts={slug: len(sentences) for slug, sentences in found.items() if sentences},
    )
    with transaction.atomic():
        record(fact, subject=now.isoformat(timespec="seconds"))
    return fact
