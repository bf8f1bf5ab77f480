"""Where a member is signed in. Each question is one statement."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from accounts.models import BrowserSession
from common.clock import DbNow
from common.crypto import blind_index
from common.limits import network_of


@dataclass(frozen=True, kw_only=True)
class SignedInBrowser:
    """``is_near``: in the network that asks now."""

    public_id: str
    browser: str
    system: str
    network_hint: str
    is_near: bool
    is_this: bool
    started_at: datetime
    seen_at: datetime


def last_seen(member: str) -> Subquery:
    """When the member whom a row's column names was seen last; for annotating another app's rows."""
    mine = BrowserSession.objects.filter(member=OuterRef(member))
    return Subquery(mine.order_by("-seen_at").values("seen_at")[:1])


def network_index(address: str) -> str:
    """What tells one network from another without naming it."""
    return blind_index(network_of(address), purpose="session-network")


def networks_of(member_ids: Collection[int], *, since: datetime, until: datetime) -> dict[int, set[str]]:
    """By member, the keyed hashes of the networks of browsers that were signed in between. One statement.

    Where a browser went elsewhere later, that one; gone with the sign-in.
    """
    rows = BrowserSession.objects.filter(
        member_id__in=member_ids, started_at__gte=since, started_at__lt=until
    )
    found: dict[int, set[str]] = defaultdict(set)
    for member_id, network in rows.values_list("member_id", "network_index"):
        found[member_id].add(network)
    return dict(found)


def was_seen_after(member_id: int, moment: datetime) -> bool | None:
    """None where no browser of hers is signed in any more, so that nobody can tell. One statement."""
    seen = BrowserSession.objects.filter(member_id=member_id).order_by("-seen_at")
    last = seen.values_list("seen_at", flat=True).first()
    return None if last is None else last > moment


def sessions_of(member_id: int, *, session_key: str | None, address: str) -> list[SignedInBrowser]:
    """Live ones, this one first, then the last seen."""
    here = network_index(address)
    rows = BrowserSession.objects.filter(member_id=member_id, session__expire_date__gt=DbNow())
    found = [
        SignedInBrowser(
            public_id=row.public_id,
            browser=row.browser,
            system=row.system,
            network_hint=row.network_hint,
            is_near=row.network_index == here,
            is_this=row.session_id == session_key,
            started_at=row.started_at,
            seen_at=row.seen_at,
        )
        for row in rows.order_by("-seen_at", "-pk")[:100]
    ]
    return sorted(found, key=lambda one: not one.is_this)


def is_this(public_id: str, session_key: str | None) -> bool:
    """Whether it is the browser that asks. One statement."""
    return BrowserSession.objects.filter(public_id=public_id, session_id=session_key or "").exists()
