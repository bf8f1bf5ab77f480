"""Tokens that a provider gives to a whole installation, fetched by one process at a time.

Fetching a second one may end the first (WeChat), and providers count how often they are asked. So whoever
fetches holds a lease in the row; the others read what there is, or come again.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from common.crypto import CannotDecrypt, open_secret, seal_secret
from common.http.errors import NotDone
from common.models import SharedToken

# Longer than any call of ``HttpClient``: whoever outlived this fetches in vain.
LEASE = timedelta(seconds=30)
# Fetched anew so long before it ends.
EARLY = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Fresh:
    value: str = field(repr=False)
    seconds: int


class BeingFetched(NotDone):
    """Another process is asking for it now, and there is no older one to go on with."""


def kept(name: str, *, now: datetime) -> str:
    """The token as it is, '' where there is none that is good. One statement, no network."""
    row = SharedToken.objects.filter(name=name, good_until__gt=now).first()
    return _opened(row) if row is not None else ""


def fetched(name: str, ask: Callable[[], Fresh], *, now: datetime) -> str:
    """The token, asked for where it ends soon. Network: never inside a transaction.

    Raises: BeingFetched, and whatever ``ask`` raises; the lease is given back then.
    """
    SharedToken.objects.bulk_create([SharedToken(name=name)], ignore_conflicts=True)
    row = SharedToken.objects.get(name=name)
    value = _opened(row) if row.good_until is not None and row.good_until > now else ""
    if value and row.good_until is not None and row.good_until > now + EARLY:
        return value
    lease = secrets.token_hex(16)
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    # The row as it was read: who was overtaken by a whole fetch must not fetch once more.
    same = SharedToken.objects.filter(free, name=name, sealed=row.sealed, good_until=row.good_until)
    if not same.update(lease=lease, lease_until=now + LEASE):
        if value := value or kept(name, now=now):
            return value
        raise BeingFetched("being-fetched", name)
    mine = SharedToken.objects.filter(name=name, lease=lease)
    try:
        fresh = ask()
    except Exception:
        mine.update(lease="", lease_until=None)
        raise
    mine.update(
        sealed=seal_secret(fresh.value, aad=_place(name)),
        good_until=now + timedelta(seconds=fresh.seconds),
        lease="",
        lease_until=None,
    )
    return fresh.value


def forget(name: str, value: str, *, now: datetime) -> None:
    """The provider does not take it any more. Whoever has a newer one keeps it."""
    row = SharedToken.objects.filter(name=name, good_until__gt=now).first()
    if row is not None and _opened(row) == value:
        SharedToken.objects.filter(name=name, sealed=row.sealed).update(good_until=now)


def _opened(row: SharedToken) -> str:
    """'' where the master key was changed meanwhile: another one is fetched."""
    try:
        return open_secret(row.sealed, aad=_place(row.name)) if row.sealed else ""
    except CannotDecrypt:
        return ""


def _place(name: str) -> str:
    return f"sharedtoken:{name}"
