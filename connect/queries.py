"""Questions about sites, keys, kinds of events and events."""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from accounts.queries import role_scopes
from accounts.states import Role
from common.access import Actor
from common.bearers import hash_secret
from common.pagination import Page, keyset
from connect.models import Event, EventImport, EventType, MemberLink, Site, SiteKey
from connect.states import EventProgress

# The states that a site is told, as its event's columns have them.
_IN_STATE: Mapping[str, Mapping[str, bool]] = {
    EventProgress.WAITING: {"published_at__isnull": True, "member__isnull": True},
    EventProgress.TAKEN: {"published_at__isnull": True, "member__isnull": False},
    EventProgress.TOLD: {"published_at__isnull": False},
}


def site_of(public_id: str) -> Site | None:
    return Site.objects.filter(public_id=public_id).first()


def kept_by(actor: Actor) -> QuerySet[Site]:
    """Sites of the brands that the actor manages."""
    if getattr(actor, "is_superuser", False):
        return Site.objects.all()
    scopes = role_scopes(actor, Role.MANAGER)
    return Site.objects.all() if "" in scopes else Site.objects.filter(brand_ref__in=scopes)


def imports_kept_by(actor: Actor) -> QuerySet[EventImport]:
    """Of the sites of brands that the actor manages."""
    return EventImport.objects.filter(site__in=kept_by(actor)).select_related("site", "actor")


def import_of(public_id: str) -> EventImport | None:
    """One statement."""
    return EventImport.objects.select_related("site").filter(public_id=public_id).first()


def types_named(names: Collection[str]) -> dict[str, EventType]:
    """Those that may be sent now. One statement."""
    live = EventType.objects.filter(name__in=names, retired_at__isnull=True)
    return {found.name: found for found in live}


def linked_members(site_id: int, indexes: Collection[str]) -> dict[str, int]:
    """{blind index of the customer: member id}. One statement."""
    links = MemberLink.objects.filter(site_id=site_id, external_index__in=indexes)
    return dict(links.values_list("external_index", "member_id"))


def events_of(site_id: int, *, cursor: str | None, size: int, state: str = "", name: str = "") -> Page[Event]:
    """Newest first. ``state``: of ``EventProgress``; ``name``: of one kind."""
    events = Event.objects.filter(site_id=site_id, **_IN_STATE.get(state, {})).select_related("member")
    events = events.filter(name=name) if name else events
    return keyset(events, order=["-id"], cursor=cursor, size=size)


def find_live_key(secret: str) -> SiteKey | None:
    """The key and its site: one statement."""
    return SiteKey.objects.live().filter(secret_hash=hash_secret(secret)).first()
