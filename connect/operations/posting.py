"""News is put down for every endpoint that wants it, in the transaction in which it happened."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from common.clock import db_now
from connect.brand_news import brands_of
from connect.models import Delivery
from connect.webhook_queries import subscribed
from connect.webhook_rules import lane_of
from outbox.facts import Recorded
from outbox.jobs import Work


def post(news: Sequence[Recorded]) -> list[Work]:
    """One statement when nobody subscribes; three otherwise, however many facts and endpoints.

    Where a brand's endpoint wants it, one more per source that knows brands.
    """
    wanted = subscribed({one.kind for one in news})
    if not wanted:
        return []
    now = db_now()
    brands = brands_of(news) if any(brand for *_rest, brand in wanted) else {}
    rows = [
        delivery_of(one, endpoint_id=endpoint_id, lanes=lanes, happened_at=now, now=now)
        for one in news
        for endpoint_id, kind, lanes, brand in wanted
        if kind == one.kind and (not brand or brands.get(one.id) == brand)
    ]
    if not rows:
        return []
    Delivery.objects.bulk_create(rows)
    return wakes(rows)


def delivery_of(
    one: Recorded, *, endpoint_id: int, lanes: int, happened_at: datetime, now: datetime, replay: int = 0
) -> Delivery:
    return Delivery(
        endpoint_id=endpoint_id,
        lane=lane_of(one.subject, lanes),
        fact_id=one.id,
        kind=one.kind,
        subject=one.subject,
        payload=one.payload,
        happened_at=happened_at,
        next_at=now,
        replay=replay,
        created_at=now,
    )


def wakes(rows: Sequence[Delivery]) -> list[Work]:
    """One job for each lane that has something new."""
    return [wake(endpoint_id, lane) for endpoint_id, lane in sorted({(r.endpoint_id, r.lane) for r in rows})]


def wake(endpoint_id: int, lane: int, *, at: datetime | None = None) -> Work:
    """``at``: later, once for that second; now otherwise."""
    when = f"at:{int(at.timestamp())}" if at else uuid.uuid4().hex
    return Work(
        kind="connect.pump",
        payload={"endpoint_id": endpoint_id, "lane": lane},
        run_at=at,
        dedupe=wake_key(endpoint_id, lane) + when,
    )


def wake_key(endpoint_id: int, lane: int) -> str:
    """What the natural keys of all wakes of a lane begin with."""
    return f"connect.pump:{endpoint_id}:{lane}:"
