from connect.models.events import Event, EventType, MemberLink
from connect.models.sites import Site, SiteKey
from connect.models.webhooks import Attempt, Delivery, Endpoint, Lane, Subscription

__all__ = [
    "Attempt",
    "Delivery",
    "Endpoint",
    "Event",
    "EventType",
    "Lane",
    "MemberLink",
    "Site",
    "SiteKey",
    "Subscription",
]
