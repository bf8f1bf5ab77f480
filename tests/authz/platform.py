"""The open platform: the bodies of its calls and forms."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from connect.models import Delivery
from tests.authz.world import World
from tests.factories import connect as make


def _message() -> str:
    return str(Delivery.objects.values_list("fact_id", flat=True).first() or UUID(int=0))


BODIES: Mapping[str, Callable[[World, str], dict[str, Any]]] = {
    "api-qualifying-events": lambda w, o: make.event(member=w.a.member.public_id),
    "api-event-imports": lambda w, o: {"format": "ndjson", "content": "{}", "dry_run": True},
    "api-member-links": lambda w, o: {"external_id": "customer-1", "member": w.a.member.public_id},
    "admin:connect_site_add": lambda w, o: {"slug": "new-shop", "name": "Shop", "brand_ref": w.a.brand.scope},
    "admin:connect_site_new_key": lambda w, o: {"scopes": "events:write", "days": 30},
    "admin:connect_site_import_events": lambda w, o: {
        "file": SimpleUploadedFile("events.ndjson", b"{}", content_type="text/plain"),
        "format": "ndjson",
        "dry_run": "on",
    },
    "admin:connect_endpoint_add": lambda w, o: {
        "url": "https://crm.example/in",
        "lanes": 2,
        "kinds": "gifts.gift-offered",
    },
    "admin:connect_endpoint_new_secret": lambda w, o: {},
    "admin:connect_endpoint_replay": lambda w, o: {
        "start_0": "2026-11-01",
        "start_1": "00:00",
        "end_0": "2026-11-02",
        "end_1": "00:00",
    },
    "admin:connect_eventtype_add": lambda w, o: {
        "name": "visit",
        "title": "Visit",
        "schema": {"type": "object"},
    },
    "api-webhooks": lambda w, o: {"url": "https://crm.example/in", "kinds": ["gifts.gift-offered"]},
    "api-webhook": lambda w, o: {"url": "https://crm.example/other"},
    "admin:connect_endpoint_change_address": lambda w, o: {
        "url": "https://crm.example/other",
        "kinds": "gifts.gift-offered",
    },
    "api-webhook-secret": lambda w, o: {},
    "api-webhook-pause": lambda w, o: {},
    "api-webhook-resume": lambda w, o: {},
    "api-webhook-test": lambda w, o: {},
    "api-webhook-replay-message": lambda w, o: {"message": _message()},
    "api-webhook-replay": lambda w, o: {"start": "2026-11-01T00:00:00Z", "end": "2026-11-02T00:00:00Z"},
}
