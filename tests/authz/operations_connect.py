"""The open platform's verbs, as in ``tests.authz.operations``."""

from collections.abc import Callable, Mapping
from typing import Any

from common.access import allow
from connect import operations as connect
from connect.models import Endpoint
from tests.authz.parts import NOW
from tests.authz.world import World

PLATFORM: Mapping[str, Callable[[World, Any], object]] = {
    "connect.create-site": lambda w, actor: connect.create_site(
        actor=actor, slug="other-shop", name="Shop", brand_ref=w.a.brand.scope, now=NOW
    ),
    "connect.retire-site": lambda w, actor: connect.retire_site(actor=actor, site_id=w.a.site.pk, now=NOW),
    "connect.issue-key": lambda w, actor: connect.issue_key(
        actor=actor, site_id=w.a.site.pk, scopes=["events:write"], now=NOW
    ),
    "connect.revoke-key": lambda w, actor: connect.revoke_key(
        actor=actor, public_id=w.a.site.keys.all()[0].public_id, now=NOW
    ),
    "connect.keep-event-types": lambda w, actor: connect.create_event_type(
        actor=actor, name="visit", title="Visit", schema={"type": "object"}, now=NOW
    ),
    "connect.view-sites": lambda w, actor: allow(actor, "connect.view-sites", w.a.site),
    "connect.send-events": lambda w, actor: connect.receive_events(
        actor=actor, site_id=w.a.site.pk, raws=[{}], now=NOW
    ),
    "connect.import-events": lambda w, actor: connect.start_event_import(
        actor=actor, site_id=w.a.site.pk, chunks=[b"{}"], format="ndjson", dry_run=True, now=NOW
    ),
    "connect.read-events": lambda w, actor: allow(actor, "connect.read-events", w.a.site),
    "connect.link-members": lambda w, actor: connect.link_member(
        actor=actor, site_id=w.a.site.pk, external_id="c", member=w.a.member.public_id, now=NOW
    ),
    "connect.create-webhook": lambda w, actor: connect.create_endpoint(
        actor=actor,
        url="https://crm.example/in",
        kinds=["connect.event-received"],
        brand_ref=w.a.brand.scope,
        now=NOW,
    ),
    "connect.keep-webhooks": lambda w, actor: allow(
        actor, "connect.keep-webhooks", Endpoint(brand_ref=w.a.brand.scope)
    ),
    "connect.see-webhooks": lambda w, actor: allow(actor, "connect.see-webhooks"),
    "connect.read-webhook-secret": lambda w, actor: allow(
        actor, "connect.read-webhook-secret", Endpoint(brand_ref=w.a.brand.scope)
    ),
}
