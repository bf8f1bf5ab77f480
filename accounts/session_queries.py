"""Where a member is signed in. Each question is one statement."""

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
