"""Reminding people of offers that end soon."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from accounts.notifications import News
from accounts.operations.notifications import notify
from gifts import queries

# An offer that is shorter than this needs no reminder: it was told of just now.
AHEAD = timedelta(hours=24)
LEAST_LEFT = timedelta(hours=1)
EXPIRING = "gifts.offer-expiring"


@transaction.atomic
def notify_of_ending_offers(*, now: datetime) -> int:
    """Tell each recipient once, however often it runs; returns how many were told now.

    The reminder belongs to the day of the offer's end, so that a new day does not make it new.
    """
    ending = queries.offers_ending(after=now + LEAST_LEFT, before=now + AHEAD)
    news = [
        News(
            kind=EXPIRING,
            member_id=recipient_id,
            about=f"gift:{gift_id}",
            expires_at=expires_at,
            on=expires_at.astimezone(UTC).date(),
        )
        for gift_id, recipient_id, expires_at in ending
    ]
    return len(notify(news, now=now))
