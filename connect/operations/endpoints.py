"""Endpoints: made, changed, paused, brought back, ended, given a new secret, tried, and sent to again."""

import base64
import secrets
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, QuerySet

from common.access import Actor, allow
from common.clock import db_now
from common.crypto import open_secret, seal_secret
from common.errors import NotFound, Stale
from common.http.errors import NotDone
from common.http.urls import Origin, origin_of, parse_url
from connect import errors
from connect.brand_news import brands_of
from connect.models import Delivery, Endpoint, Lane, Subscription
from connect.operations.posting import delivery_of, wake, wakes
from connect.states import MOST_LANES, TEST_KIND, DeliveryState, EndpointState
from connect.webhook_queries import kinds_to_choose
from connect.webhook_rules import SECRET_BYTES, SECRET_PREFIX
from outbox import audit
from outbox.facts import Recorded
from outbox.jobs import add
from outbox.queries import facts_between

FORMER_LIVES = timedelta(hours=24)
MOST_AT_ONCE = 10_000


def own_origin(brand_ref: str) -> Origin | None:
    """The operator's own receiver, if one was named; for the operator's endpoints alone, never a brand's."""
    if brand_ref or not settings.WEBHOOKS_OWN_ORIGIN:
        return None
    return origin_of(settings.WEBHOOKS_OWN_ORIGIN)


@transaction.atomic
def create_endpoint(
    *,
    actor: Actor,
    url: str,
    kinds: Collection[str],
    description: str = "",
    lanes: int = 2,
    brand_ref: str = "",
    now: datetime,
) -> Endpoint:
    """``brand_ref``: whose news it gets; empty: everybody's, for the operator alone.

    Raises: BadEndpoint, NoKinds (also where no brand has such news).
    """
    allow(actor, "connect.create-webhook", brand_ref)
    _check_url(url, brand_ref)
    wanted = _wanted(kinds, brand_ref)
    made = Endpoint(
        url=url,
        description=description[:120],
        brand_ref=brand_ref,
        lanes=min(max(1, lanes), MOST_LANES),
        made_by_id=actor.pk or 0,
        created_at=now,
    )
    made.secret_sealed = seal_secret(_new_secret(), aad=_aad(made))
    made.save(force_insert=True)
    Subscription.objects.bulk_create([Subscription(endpoint=made, kind=kind) for kind in wanted])
    Lane.objects.bulk_create([Lane(endpoint=made, number=number) for number in range(made.lanes)])
    audit.note(actor, verb="create", kind="connect.endpoint", key=made.public_id)
    return made


def _wanted(kinds: Collection[str], brand_ref: str) -> list[str]:
    """Those of ``kinds`` that may leave the house, in order. Raises: NoKinds."""
    wanted = sorted(set(kinds) & set(kinds_to_choose(of_a_brand=bool(brand_ref))))
    if not wanted:
        raise errors.NoKinds(field="kinds")
    return wanted


def _check_url(url: str, brand_ref: str) -> None:
    """What can be seen without asking anybody; the address itself is judged at each connect."""
    own = own_origin(brand_ref)
    try:
        target = parse_url(url, own=own)
    except NotDone as error:
        raise errors.BadEndpoint(field="url", why=str(error)[:120]) from None
    if target.origin.scheme != "https" and target.origin != own:
        raise errors.BadEndpoint(field="url", why="https")


def _new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _aad(endpoint: Endpoint) -> str:
    return f"connect.endpoint:{endpoint.public_id}"


@transaction.atomic
def rotate_secret(*, actor: Actor, endpoint_id: int, now: datetime) -> str:
    """A new secret, shown this once; the one before signs along for a day.

    Of two at once each gets one that signs, or the slower one is told. Raises: NotFound, WebhookEnded, Stale.
    """
    endpoint = _endpoint(endpoint_id)
    allow(actor, "connect.read-webhook-secret", endpoint)
    _check_lives(endpoint)
    secret = _new_secret()
    as_read = Endpoint.objects.filter(pk=endpoint.pk, secret_sealed=endpoint.secret_sealed)
    changed = as_read.update(
        secret_sealed=seal_secret(secret, aad=_aad(endpoint)),
        former_sealed=endpoint.secret_sealed,
        former_until=now + FORMER_LIVES,
    )
    if changed != 1:
        raise Stale
    audit.note(actor, verb="rotate", kind="connect.endpoint", key=endpoint.public_id)
    return secret


def live_secrets(endpoint: Endpoint, *, now: datetime) -> list[str]:
    """The new one first."""
    sealed = [endpoint.secret_sealed]
    if endpoint.former_sealed and endpoint.former_until and endpoint.former_until > now:
        sealed.append(endpoint.former_sealed)
    return [open_secret(one, aad=_aad(endpoint)) for one in sealed]


@transaction.atomic
def change_endpoint(
    *, actor: Actor, endpoint_id: int, url: str | None = None, kinds: Collection[str] | None = None
) -> Endpoint:
    """Another address, other kinds of news, or both; None leaves as it is. The secret stays.

    What waits goes to the new address, in its order and with all its tries before it: what the old one did
    wrong is not held against the new one. News that was collected before its kind was taken away is still
    sent. Repeating changes nothing.

    Raises: NotFound, WebhookEnded, BadEndpoint, NoKinds, Stale.
    """
    endpoint = _endpoint(endpoint_id)
    allow(actor, "connect.keep-webhooks", endpoint)
    _check_lives(endpoint)
    moves = url is not None and url != endpoint.url
    if url is not None:
        _check_url(url, endpoint.brand_ref)
    before = set(endpoint.subscriptions.values_list("kind", flat=True))
    after = before if kinds is None else set(_wanted(kinds, endpoint.brand_ref))
    if not moves and after == before:
        return endpoint
    _claim(endpoint)
    endpoint.subscriptions.exclude(kind__in=after).delete()
    Subscription.objects.bulk_create(
        [Subscription(endpoint=endpoint, kind=kind) for kind in sorted(after - before)]
    )
    if moves:
        _move_to(endpoint, url or "")
    changed = [name for name, is_new in (("url", moves), ("kinds", after != before)) if is_new]
    audit.note(actor, verb="change", kind="connect.endpoint", key=endpoint.public_id, why=" ".join(changed))
    return _endpoint(endpoint_id)


def _claim(endpoint: Endpoint) -> None:
    """Of two who change it at once the slower one is told. Raises: Stale."""
    as_read = Endpoint.objects.filter(pk=endpoint.pk, state=endpoint.state, version=endpoint.version)
    if as_read.update(version=F("version") + 1) != 1:
        raise Stale


def _move_to(endpoint: Endpoint, url: str) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(url=url, failures=0, failing_since=None, open_until=None)
    _waiting(endpoint).update(next_at=db_now(), attempts=0, first_tried_at=None)
    if endpoint.state == EndpointState.ACTIVE:
        add([wake(endpoint.pk, number) for number in range(endpoint.lanes)])


@transaction.atomic
def end_endpoint(*, actor: Actor, endpoint_id: int) -> Endpoint:
    """Remove it, for good: it gets nothing more, and what waited is marked as withdrawn.

    Its log stays as long as any other. Raises: NotFound, IllegalMove (ended before), Stale.
    """
    endpoint = _endpoint(endpoint_id)
    allow(actor, "connect.keep-webhooks", endpoint)
    endpoint.end(actor=actor)
    withdraw_waiting()
    return endpoint


def withdraw_waiting() -> int:
    """What waits for endpoints that were ended, also what was collected in the very moment; returns how many.

    Inside the caller's transaction.
    """
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, endpoint__state=EndpointState.ENDED)
    return waiting.update(state=DeliveryState.WITHDRAWN, next_at=None)


@transaction.atomic
def pause_endpoint(*, actor: Actor, endpoint_id: int) -> None:
    """Collect and send nothing. Raises: NotFound, IllegalMove."""
    endpoint = _endpoint(endpoint_id)
    allow(actor, "connect.keep-webhooks", endpoint)
    endpoint.pause(actor=actor)


@transaction.atomic
def resume_endpoint(*, actor: Actor, endpoint_id: int, now: datetime) -> None:
    """Send again, at once, whatever is waiting. Raises: NotFound, IllegalMove."""
    endpoint = _endpoint(endpoint_id)
    allow(actor, "connect.keep-webhooks", endpoint)
    endpoint.resume(actor=actor)
    _waiting(endpoint).update(next_at=db_now())
    add([wake(endpoint.pk, number) for number in range(endpoint.lanes)])


@transaction.atomic
def send_test(*, actor: Actor, endpoint_id: int, now: datetime) -> Delivery:
    """A message of no news, signed and logged like any other. Raises: NotFound, WebhookEnded."""
    endpoint = _endpoint(endpoint_id)
    allow(actor, "connect.keep-webhooks", endpoint)
    _check_lives(endpoint)
    moment = db_now()
    one = Recorded(id=uuid.uuid4(), kind=TEST_KIND, subject=endpoint.public_id, payload={"test": True})
    row = delivery_of(one, endpoint_id=endpoint.pk, lanes=endpoint.lanes, happened_at=now, now=moment)
    row.save(force_insert=True)
    add(wakes([row]))
    return row


@transaction.atomic
def replay_delivery(*, actor: Actor, delivery_id: int, now: datetime) -> Delivery:
    """The same news again under the same message id, as a delivery of its own.

    While one of that message still waits it is that one: two clicks send once.

    Raises: NotFound, WebhookEnded.
    """
    old = Delivery.objects.select_related("endpoint").filter(pk=delivery_id).first()
    if old is None:
        raise NotFound
    allow(actor, "connect.keep-webhooks", old.endpoint)
    _check_lives(old.endpoint)
    one = Recorded(id=old.fact_id, kind=old.kind, subject=old.subject, payload=old.payload)
    made = _again(old.endpoint, [(one, old.happened_at)])
    return made[0] if made else _waiting(old.endpoint).filter(fact_id=old.fact_id).latest("pk")


@transaction.atomic
def replay_stretch(*, actor: Actor, endpoint_id: int, start: datetime, end: datetime, now: datetime) -> int:
    """All news of the endpoint's kinds from ``start`` to before ``end``, also of when it was disabled.

    What waits to be sent anyway is not sent twice. Returns how many.

    Raises: NotFound, WebhookEnded, TooLong.
    """
    endpoint = _endpoint(endpoint_id)
    allow(actor, "connect.keep-webhooks", endpoint)
    _check_lives(endpoint)
    kinds = list(endpoint.subscriptions.values_list("kind", flat=True))
    found = facts_between(kinds, start, end, limit=MOST_AT_ONCE + 1)
    if len(found) > MOST_AT_ONCE:
        raise errors.TooLong(field="end", limit=MOST_AT_ONCE)
    if endpoint.brand_ref:
        brands = brands_of([one for one, _at in found])
        found = [(one, at) for one, at in found if brands.get(one.id) == endpoint.brand_ref]
    audit.note(actor, verb="replay", kind="connect.endpoint", key=endpoint.public_id)
    return len(_again(endpoint, found))


def _again(endpoint: Endpoint, news: Sequence[tuple[Recorded, datetime]]) -> list[Delivery]:
    """Without what still waits. The endpoint's row is locked by touching it, so that two replays at once see
    each other.
    """
    Endpoint.objects.filter(pk=endpoint.pk).update(lanes=endpoint.lanes)
    before = Delivery.objects.filter(endpoint=endpoint, fact_id__in=[one.id for one, _at in news])
    numbers = dict(before.order_by().values_list("fact_id").annotate(last=Max("replay")))
    waiting = set(_waiting(endpoint).filter(fact_id__in=list(numbers)).values_list("fact_id", flat=True))
    moment = db_now()
    rows = [
        delivery_of(
            one,
            endpoint_id=endpoint.pk,
            lanes=endpoint.lanes,
            happened_at=happened_at,
            now=moment,
            replay=numbers.get(one.id, 0) + 1,
        )
        for one, happened_at in news
        if one.id not in waiting
    ]
    made = Delivery.objects.bulk_create(rows, batch_size=500)
    add(wakes(made))
    return made


def _waiting(endpoint: Endpoint) -> QuerySet[Delivery]:
    return Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)


def _check_lives(endpoint: Endpoint) -> None:
    if endpoint.state == EndpointState.ENDED:
        raise errors.WebhookEnded


def _endpoint(endpoint_id: int) -> Endpoint:
    found = Endpoint.objects.filter(pk=endpoint_id).first()
    if found is None:
        raise NotFound
    return found
