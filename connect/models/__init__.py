from connect.models.events import Event, EventType, MemberLink
from connect.models.imports import EventImport, EventImportPart
from connect.models.sites import Site, SiteKey
from connect.models.webhooks import Attempt, Delivery, Endpoint, Lane, Subscription

__all__ = [
    "Attempt",
    "Delivery",
    "Endpoint",
    "Event",
    "EventImport",
    "EventImportPart",
    "EventType",
    "Lane",
    "MemberLink",
    "Site",
    "SiteKey",
    "Subscription",
]
