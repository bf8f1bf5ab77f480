"""Questions about webhooks."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.queries import role_scopes
from accounts.states import Role
from common.access import Actor
from common.clock import DbNow
from connect.brand_news import placed_kinds
from connect.models import Delivery, Endpoint, Lane, Subscription
from connect.states import NOT_COLLECTING, DeliveryState, EndpointState
from connect.webhook_rules import PREFIXES, SINGLE
from outbox.facts import all_kinds


def kinds_to_choose(*, of_a_brand: bool = False) -> list[str]:
    """News that may leave the house; the rest is nobody's but ours. A brand has what can be placed."""
    kinds = [kind for kind in all_kinds() if kind.startswith(PREFIXES) or kind in SINGLE]
    return [kind for kind in kinds if not of_a_brand or kind in placed_kinds()]


def sees_all(actor: Actor) -> bool:
    """The operator, whose webhooks get everybody's news."""
    return bool(getattr(actor, "is_superuser", False) and getattr(actor, "is_active", False))


def kept_endpoints(actor: Actor) -> QuerySet[Endpoint]:
    """The operator's all; a manager's those of their brands. One statement, and one for the scopes."""
    if sees_all(actor):
        return Endpoint.objects.all()
    scopes, branded = role_scopes(actor, Role.MANAGER), Endpoint.objects.exclude(brand_ref="")
    return branded if "" in scopes else branded.filter(brand_ref__in=scopes)


def endpoint_of(public_id: str) -> Endpoint | None:
    return Endpoint.objects.filter(public_id=public_id).first()


def endpoints(actor: Actor) -> QuerySet[Endpoint]:
    """Those that the actor keeps, with the kinds that each wants."""
    return kept_endpoints(actor).prefetch_related("subscriptions")


def deliveries_of(endpoint: Endpoint, *, state: str = "", kind: str = "") -> QuerySet[Delivery]:
    """Each with its tries, newest first."""
    wanted = {name: word for name, word in (("state", state), ("kind", kind)) if word}
    return Delivery.objects.filter(endpoint=endpoint, **wanted).prefetch_related("tries")


def first_sent_as(delivery: Delivery) -> int:
    """The sequence that its news had at first here, so that old news sent again is not taken for the newest.

    One statement.
    """
    same = Delivery.objects.filter(endpoint_id=delivery.endpoint_id, fact_id=delivery.fact_id)
    return same.order_by("pk").values_list("pk", flat=True)[0]


def delivery_id_of(endpoint: Endpoint, message: UUID) -> int:
    """The newest of a message; 0 where the endpoint never was to get it. One statement."""
    newest = Delivery.objects.filter(endpoint=endpoint, fact_id=message).order_by("-pk")
    return newest.values_list("pk", flat=True).first() or 0


def endpoints_by_id(ids: Collection[int]) -> dict[int, Endpoint]:
    return {found.pk: found for found in Endpoint.objects.filter(pk__in=ids)}


def subscribed(kinds: Collection[str]) -> list[tuple[int, str, int, str]]:
    """(endpoint id, kind, lanes, brand) of endpoints that collect. One statement, on a small table."""
    live = Subscription.objects.filter(kind__in=kinds).exclude(endpoint__state__in=NOT_COLLECTING)
    return list(live.values_list("endpoint_id", "kind", "endpoint__lanes", "endpoint__brand_ref"))


def waiting_in(endpoint_id: int, lane: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(endpoint_id=endpoint_id, lane=lane, state=DeliveryState.WAITING)


def in_order(waiting: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Of what waits the first about each object.

    Asked row by row in the index ``delivery_in_order``: as an anti-join a database whose statistics are old
    compares everything that waits with everything (9.9 s for 10,000).
    """
    same = Delivery.objects.filter(
        endpoint=OuterRef("endpoint"), subject=OuterRef("subject"), state=DeliveryState.WAITING
    )
    return waiting.filter(pk=Subquery(same.order_by("pk").values("pk")[:1])).order_by("pk")


def due_lanes() -> list[tuple[int, int]]:
    """(endpoint id, lane) with something due that nobody holds. For the sweeper."""
    due = Delivery.objects.filter(
        state=DeliveryState.WAITING, next_at__lte=DbNow(), endpoint__state=EndpointState.ACTIVE
    )
    pairs = set(due.order_by().values_list("endpoint_id", "lane").distinct())
    held = Lane.objects.filter(lease_until__gt=DbNow()).values_list("endpoint_id", "number")
    return sorted(pairs - set(held))
