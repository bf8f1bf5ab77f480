"""Sending what waits: one lane of one endpoint, one call at a time, in the order of the news of each object.

A receiver that fails again and again is left alone, longer each time; then one call tries for all, and its
answer decides. So a dead receiver costs a call now and then, and everything it missed leaves within minutes
of its return.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min, Q, QuerySet

from accounts.queries import public_ids_of
from common.clock import DbNow, db_now
from common.http.breaker import Breaker
from common.http.client import HttpClient, Limits
from common.http.connect import Guard
from common.http.errors import CallFailed
from common.http.urls import Origin
from connect import facts, webhook_rules
from connect.models import Attempt, Delivery, Endpoint, Lane
from connect.operations.endpoints import live_secrets, own_origin, withdraw_waiting
from connect.operations.posting import wake, wake_key
from connect.states import NOT_COLLECTING, DeliveryState, EndpointState
from connect.webhook_queries import due_lanes, first_sent_as, in_order, waiting_in
from outbox.facts import record
from outbox.jobs import add, drop, enqueue
from outbox.queries import due_like

LEASE_SECONDS = 60
RUN_SECONDS = 20.0
_LIMITS = Limits(connect_seconds=3.0, total_seconds=10.0, most_bytes=64 * 1024)
GONE = 410


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a receiver answered, or why nothing came. ``status`` None: no answer."""

    status: int | None
    reason: str = ""
    excerpt: str = ""
    milliseconds: int = 0

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


Send = Callable[[Endpoint, Delivery, datetime], Told]


def webhook_client(guard: Guard) -> HttpClient:
    """The breaker is the endpoint's row, shared by all workers; this process's own never breaks."""
    return HttpClient("webhook", guard=guard, limits=_LIMITS, breaker=Breaker(failures=10**9))


_clients: dict[Origin | None, HttpClient] = {}


def send(endpoint: Endpoint, delivery: Delivery, now: datetime) -> Told:
    """One signed call, outside any transaction. Addresses are judged when it connects."""
    message_id, body = str(delivery.fact_id), message(delivery)
    headers = webhook_rules.headers(
        live_secrets(endpoint, now=now), message_id=message_id, timestamp=int(now.timestamp()), body=body
    )
    own = own_origin(endpoint.brand_ref)
    client = _clients.get(own) or _clients.setdefault(own, webhook_client(Guard(own=own)))
    started = time.monotonic()
    try:
        answer = client.call("POST", endpoint.url, body=body, headers=headers, accept=range(200, 600))
    except CallFailed as failed:
        return Told(status=None, reason=failed.reason[:80], milliseconds=_since(started))
    return Told(
        status=answer.status,
        excerpt="" if answer.status < 300 else webhook_rules.excerpt(answer.body),
        milliseconds=_since(started),
    )


def message(delivery: Delivery) -> bytes:
    """What is sent, built when it is sent."""
    ids = webhook_rules.member_ids(delivery.payload)
    return webhook_rules.body_of(
        kind=delivery.kind,
        message_id=str(delivery.fact_id),
        happened_at=delivery.happened_at.isoformat(),
        subject=delivery.subject,
        sequence=first_sent_as(delivery) if delivery.replay else delivery.pk,
        payload=delivery.payload,
        members=public_ids_of(ids) if ids else {},
    )


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


def pump(*, endpoint_id: int, lane: int, sending: Send = send, run_seconds: float = RUN_SECONDS) -> int:
    """Send what is due in a lane until nothing is, or time is up; returns how many calls were made.

    Whoever finds the lane held goes away: the holder looks once more after letting go. What had been asked
    for before a look is answered by it: thousands of wakes for a receiver that is down cost one look.
    """
    until, calls = time.monotonic() + run_seconds, 0
    while True:
        asked = due_like(wake_key(endpoint_id, lane))
        token = _take(endpoint_id, lane)
        if token is None:
            return calls
        while time.monotonic() < until and _one(endpoint_id, lane, token, sending):
            calls += 1
        Lane.objects.filter(endpoint_id=endpoint_id, number=lane, lease_token=token).update(
            lease_token=None, lease_until=None
        )
        if time.monotonic() >= until:
            break
        if not _is_due(endpoint_id, lane):
            drop(asked)
            break
    _plan_next(endpoint_id, lane)
    return calls


def _take(endpoint_id: int, lane: int) -> uuid.UUID | None:
    token = uuid.uuid4()
    free = Lane.objects.filter(endpoint_id=endpoint_id, number=lane).filter(
        Q(lease_until__isnull=True) | Q(lease_until__lte=DbNow())
    )
    changed = free.update(lease_token=token, lease_until=DbNow() + timedelta(seconds=LEASE_SECONDS))
    return token if changed else None


def _one(endpoint_id: int, lane: int, token: uuid.UUID, sending: Send) -> bool:
    """Choose, send, write down. False when there is nothing to send now."""
    now = db_now()
    endpoint = Endpoint.objects.get(pk=endpoint_id)
    delivery = _next(endpoint, lane, now)
    if delivery is None:
        return False
    told = sending(endpoint, delivery, now)
    with transaction.atomic():
        mine = Lane.objects.filter(endpoint_id=endpoint_id, number=lane, lease_token=token)
        if mine.update(lease_until=DbNow() + timedelta(seconds=LEASE_SECONDS)) != 1:
            return False  # another worker has the lane: it sends again, under the same message id
        write_down(endpoint, delivery, told, now=now)
    return True


def _next(endpoint: Endpoint, lane: int, now: datetime) -> Delivery | None:
    if endpoint.state != EndpointState.ACTIVE:
        return None
    waiting = waiting_in(endpoint.pk, lane)
    if endpoint.failures < webhook_rules.BREAKS_AFTER:
        return in_order(waiting.filter(next_at__lte=now)).first()
    if endpoint.open_until and endpoint.open_until > now:
        return None
    first = in_order(waiting).first()
    return first if first is not None and _may_probe(endpoint, now) else None


def _may_probe(endpoint: Endpoint, now: datetime) -> bool:
    """One call tries for all lanes."""
    same = Endpoint.objects.filter(pk=endpoint.pk, open_until=endpoint.open_until)
    return same.update(open_until=now + timedelta(seconds=webhook_rules.PROBE_SECONDS)) == 1


def _is_due(endpoint_id: int, lane: int) -> bool:
    now = db_now()
    endpoint = Endpoint.objects.get(pk=endpoint_id)
    if endpoint.state != EndpointState.ACTIVE or (endpoint.open_until and endpoint.open_until > now):
        return False
    waiting = waiting_in(endpoint_id, lane)
    if endpoint.failures < webhook_rules.BREAKS_AFTER:
        waiting = waiting.filter(next_at__lte=now)
    return in_order(waiting).exists()


def _plan_next(endpoint_id: int, lane: int) -> None:
    """A job for when this lane has to be looked at again."""
    endpoint = Endpoint.objects.get(pk=endpoint_id)
    if endpoint.state != EndpointState.ACTIVE:
        return
    first = waiting_in(endpoint_id, lane).aggregate(at=Min("next_at"))["at"]
    if first is None:
        return
    at = max(first, endpoint.open_until) if endpoint.open_until else first
    now = db_now()
    enqueue(wake(endpoint_id, lane, at=at + timedelta(seconds=1) if at > now else None))


def write_down(endpoint: Endpoint, delivery: Delivery, told: Told, *, now: datetime) -> None:
    """Inside the caller's transaction: the log, then the endpoint, then the delivery, as all who change both.

    What an address answered that is the endpoint's no more says nothing about the one that is.
    """
    Attempt.objects.create(
        delivery=delivery,
        at=now,
        status=told.status,
        reason=told.reason,
        milliseconds=told.milliseconds,
        excerpt=told.excerpt,
    )
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING)
    first = delivery.first_tried_at or now
    tried = {"attempts": F("attempts") + 1, "first_tried_at": first}
    if told.is_good:
        if endpoint.failures:
            _is_back(endpoint, now=now)
        mine.update(**tried, state=DeliveryState.DELIVERED, delivered_at=now, next_at=None)
        return
    if not _has_failed(endpoint, told, now=now):
        return
    attempts = delivery.attempts + 1
    if attempts >= webhook_rules.LEAST_TRIES and now - first >= webhook_rules.GIVE_UP_AFTER:
        mine.update(**tried, state=DeliveryState.UNDELIVERED, next_at=None)
    else:
        mine.update(**tried, next_at=now + webhook_rules.delay(attempts))


def _is_back(endpoint: Endpoint, *, now: datetime) -> None:
    """Whatever waited for a later try needn't wait any more."""
    if not _at_its_address(endpoint).update(failures=0, failing_since=None, open_until=None):
        return
    Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING, next_at__gt=now).update(
        next_at=now
    )
    add([wake(endpoint.pk, number) for number in range(endpoint.lanes)])


def _at_its_address(endpoint: Endpoint) -> QuerySet[Endpoint]:
    """Its row, unless the address was changed, or all was ended, since it was read."""
    same = Endpoint.objects.filter(pk=endpoint.pk, url=endpoint.url)
    return same.exclude(state=EndpointState.ENDED)


def _has_failed(endpoint: Endpoint, told: Told, *, now: datetime) -> bool:
    """False where it was another address that failed."""
    failures = endpoint.failures + 1
    since = endpoint.failing_since or now
    long_enough = now - since >= webhook_rules.GIVE_UP_AFTER and failures >= webhook_rules.LEAST_TRIES
    broken = failures >= webhook_rules.BREAKS_AFTER
    counted = _at_its_address(endpoint).update(
        failures=F("failures") + 1,
        failing_since=since,
        open_until=now + webhook_rules.pause(failures) if broken else None,
    )
    if counted and (long_enough or told.status == GONE):
        disable(endpoint, reason="gone" if told.status == GONE else "failing", now=now)
    return bool(counted)


def disable(endpoint: Endpoint, *, reason: str, now: datetime) -> None:
    """Inside the caller's transaction. Nothing is lost: what waited can be listed and sent again."""
    fresh = Endpoint.objects.get(pk=endpoint.pk)
    if fresh.state in NOT_COLLECTING:
        return
    fresh.disable(why=reason)
    waiting = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.UNDELIVERED, next_at=None)
    gone = facts.EndpointDisabled(
        endpoint_id=endpoint.pk, member_id=endpoint.made_by_id, reason=reason, occurred_at=now.isoformat()
    )
    record(gone, subject=endpoint.public_id)


@transaction.atomic
def sweep() -> int:
    """The second wall behind lost jobs: wake every lane with something due that nobody holds."""
    withdraw_waiting()
    lanes = due_lanes()
    add([wake(endpoint_id, lane) for endpoint_id, lane in lanes])
    return len(lanes)


def forget_deliveries(*, before: datetime, limit: int = 2000) -> int:
    """Delete what ended before ``before``, with its log; returns how many. Repeatable."""
    ended = Delivery.objects.filter(created_at__lt=before).exclude(state=DeliveryState.WAITING)
    ids = list(ended.order_by("pk").values_list("pk", flat=True)[:limit])
    Attempt.objects.filter(delivery_id__in=ids).delete()
    gone, _by_model = Delivery.objects.filter(pk__in=ids).delete()
    return gone
