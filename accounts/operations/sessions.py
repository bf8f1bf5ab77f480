"""Signed-in browsers: begun at sign-in, ended by the member, by the team, or by a new password."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from accounts import devices
from accounts.models import ApiToken, BrowserSession, Member
from accounts.queries import as_member
from accounts.session_queries import network_index
from common.access import Actor, allow
from common.errors import NotFound
from common.limits import network_of
from common.logs import log


@dataclass(frozen=True, kw_only=True)
class Browser:
    """What a request tells about where it comes from."""

    session_key: str = field(repr=False)
    agent: str
    address: str


def begin_browser_session(*, member: Member, browser: Browser, now: datetime) -> BrowserSession:
    """Note the browser that was just signed in; Django's session row exists already. Repeatable."""
    session, _ = BrowserSession.objects.update_or_create(
        session_id=browser.session_key,
        defaults={
            "member": member,
            "browser": devices.browser_of(browser.agent),
            "system": devices.system_of(browser.agent),
            "network_index": network_index(browser.address),
            "network_hint": devices.network_hint(network_of(browser.address)),
            "started_at": now,
            "seen_at": now,
        },
    )
    return session


def note_seen(*, session_key: str, address: str, now: datetime) -> None:
    """At most once an hour: the caller remembers when it last did."""
    BrowserSession.objects.filter(session_id=session_key).update(
        seen_at=now,
        network_index=network_index(address),
        network_hint=devices.network_hint(network_of(address)),
    )


@transaction.atomic
def end_session(*, actor: Actor, public_id: str) -> None:
    """Sign one browser out at once. Raises: NeedsSignIn, NotFound (also for one that has ended)."""
    as_member(actor)
    session = BrowserSession.objects.select_related("member").filter(public_id=public_id).first()
    if session is None:
        raise NotFound
    allow(actor, "accounts.end-session", session.member)
    Session.objects.filter(pk=session.session_id).delete()
    log(__name__, "session.ended", member=session.member_id)


@transaction.atomic
def end_other_sessions(
    *, actor: Actor, session_key: str | None, token_id: int | None = None, now: datetime
) -> int:
    """Sign out every browser and program but the one that asks; how many there were."""
    member = as_member(actor)
    allow(actor, "accounts.end-other-sessions", member)
    return end_all_sessions(member, now=now, session_key=session_key, token_id=token_id)


def end_all_sessions(
    member: Member, *, now: datetime, session_key: str | None = None, token_id: int | None = None
) -> int:
    """Inside the caller's transaction; for a new password, a suspension, a lost device."""
    mine = BrowserSession.objects.filter(member=member).exclude(session_id=session_key or "")
    keys = list(mine.values_list("session_id", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    tokens = ApiToken.objects.filter(member=member, revoked_at__isnull=True).exclude(pk=token_id or 0)
    ended = tokens.update(revoked_at=now)
    log(__name__, "sessions.ended", member=member.pk, browsers=len(keys), programs=ended)
    return len(keys) + ended
