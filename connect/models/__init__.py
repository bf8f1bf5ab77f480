from connect.models.events import Event, EventType, MemberLink
from connect.models.sites import Site, SiteKey

__all__ = ["Event", "EventType", "MemberLink", "Site", "SiteKey"]
