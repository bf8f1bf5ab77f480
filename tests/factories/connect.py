"""Sites with keys, kinds of events, and calls of a site's server."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from accounts.models import Member
from common.bearers import hash_secret
from common.crypto import seal_secret
from common.ids import new_public_id
from connect.models import (
    Delivery,
    Endpoint,
    Event,
    EventImport,
    EventType,
    Lane,
    Site,
    SiteKey,
    Subscription,
)
from connect.states import SiteScope

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ALL = [str(scope) for scope in SiteScope]


def site(
    *, brand_ref: str = "brand:none", slug: str = "", landing_url: str = "https://shop.example/in"
) -> Site:
    slug = slug or f"shop-{new_public_id()[:8]}"
    return Site.objects.create(
        slug=slug, name="The shop", brand_ref=brand_ref, landing_url=landing_url, created_at=NOW
    )


def key_of(where: Site, *, scopes: list[str] | None = None, days: int = 3650) -> str:
    """The secret."""
    secret = f"gxs_{new_public_id()}{new_public_id()}"
    SiteKey.objects.create(
        site=where,
        secret_hash=hash_secret(secret),
        hint=secret[-4:],
        scopes=ALL if scopes is None else scopes,
        created_at=NOW,
        expires_at=datetime.now(UTC) + timedelta(days=days),
    )
    return secret


def kind(name: str = "purchase", **properties: Any) -> EventType:
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    made, _new = EventType.objects.get_or_create(
        name=name, defaults={"title": name, "schema": schema, "created_at": NOW}
    )
    return made


def event(number: int = 1, **changes: Any) -> dict[str, Any]:
    """As a site sends it. A field set to None is left out."""
    body = {
        "event_id": f"order-{number}",
        "name": "purchase",
        "occurred_at": datetime.now(UTC).isoformat(),
        "value_minor": 9900,
        "currency": "CNY",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}


def call(secret: str, path: str, body: Any, **headers: str) -> Any:
    return Client().post(
        f"/api/v1/{path}",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", **headers},
    )


def shop_with_event(member: Member, *, brand_ref: str) -> Site:
    """A site with a key, one event of the member's, and a file that was looked at."""
    made = site(brand_ref=brand_ref)
    kind(f"visit-{made.pk}")
    key_of(made)
    Event.objects.create(
        site=made,
        event_id="order-0",
        name="purchase",
        member=member,
        occurred_at=NOW,
        received_at=NOW,
        published_at=NOW,
        batch=uuid4(),
        body_hash="",
    )
    EventImport.objects.create(
        site=made, format="csv", dry_run=True, state="done", parts_total=1, parts_done=1, created_at=NOW
    )
    return made


def a_hook() -> str:
    """The public id of one that is there."""
    return Endpoint.objects.values_list("public_id", flat=True).order_by("pk")[0]


def hook(member: Member, *, url: str = "https://crm.example/hooks") -> Endpoint:
    """An endpoint with a delivery that was not delivered."""
    made = Endpoint(url=url, description="CRM", made_by=member, created_at=NOW)
    made.secret_sealed = seal_secret("whsec_c2VjcmV0", aad=f"connect.endpoint:{made.public_id}")
    made.save(force_insert=True)
    Subscription.objects.create(endpoint=made, kind="gifts.gift-offered")
    Lane.objects.bulk_create([Lane(endpoint=made, number=number) for number in range(made.lanes)])
    Delivery.objects.create(
        endpoint=made,
        lane=0,
        fact_id=uuid4(),
        kind="gifts.gift-offered",
        subject="gift",
        payload={},
        happened_at=NOW,
        state="undelivered",
        created_at=NOW,
    )
    return made
