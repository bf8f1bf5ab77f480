"""Exact limits: an atomic counter row per window. DRF's throttles let 36 of 100 through at 5 a minute.

Windows are fixed: they begin at multiples of their length, on the database's clock.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import connection, transaction

from common.clock import db_now
from common.crypto import blind_index
from common.errors import TooMany
from common.models import LimitWindow

_IPV6_HOUSEHOLD = 64
# The subject of a limit that all share.
EVERYBODY = "everybody"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most ``allowed`` tries in ``per_seconds``; an installation's ``LIMITS`` setting wins, by name.

    ``slices``: a counter that everybody hits is cut into so many rows, so that nobody queues for one. Each
    holds its share, so that their sum never exceeds the limit.
    """

    name: str
    allowed: int
    per_seconds: int
    slices: int = 1

    @property
    def in_force(self) -> int:
        return int(getattr(settings, "LIMITS", {}).get(self.name, self.allowed))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How much of a limit is left in this window, which ends in ``reset_seconds``."""

    allowed: int
    left: int
    reset_seconds: int


def spend(limit: Limit, subject: str) -> Standing | None:
    """Count one call under an unsliced limit and say what is left; None when the window is full."""
    now = int(db_now().timestamp())
    count = None
    if limit.in_force > 0:
        count = _count_row(limit.name, _hashed(limit, subject), _window(limit, now), limit.in_force)
    if count is None:
        return None
    return Standing(
        allowed=limit.in_force, left=limit.in_force - count, reset_seconds=seconds_left(limit, now)
    )


def seconds_left(limit: Limit, now: int | None = None) -> int:
    """Until the window ends."""
    moment = int(db_now().timestamp()) if now is None else now
    return max(1, limit.per_seconds - moment % limit.per_seconds)


def hit(name: str, subject: str, *, limit: int, per_seconds: int) -> None:
    """Count one try. Never lets more than ``limit`` through in a window, however parallel.

    Counts in a transaction of its own where none is open, so that the count stays when the caller refuses.

    Raises: TooMany.
    """
    hit_all([(Limit(name=name, allowed=limit, per_seconds=per_seconds), subject)])


def hit_all(tries: Iterable[tuple[Limit, str]]) -> None:
    """Count one try under several limits, or under none of them when one is full: what was refused here
    can't use up another counter, least of all that of the person whose name was typed.

    Name the limits in the same order everywhere and the one that all share last: rows are locked so.

    Raises: TooMany.
    """
    now = int(db_now().timestamp())
    with transaction.atomic():
        for limit, subject in tries:
            if not _count(limit, subject, now):
                raise TooMany(retry_after_seconds=seconds_left(limit, now))


def _count(limit: Limit, subject: str, now: int) -> bool:
    """One statement; for a sliced limit one more for each slice that is full."""
    hashed, starts_at = _hashed(limit, subject), _window(limit, now)
    share, rest = divmod(limit.in_force, limit.slices)
    first = secrets.randbelow(limit.slices)
    for step in range(limit.slices):
        number = (first + step) % limit.slices
        allowed = share + (1 if number < rest else 0)
        name = limit.name if limit.slices == 1 else f"{limit.name}/{number}"
        if allowed > 0 and _count_row(name, hashed, starts_at, allowed) is not None:
            return True
    return False


def _hashed(limit: Limit, subject: str) -> str:
    return blind_index(subject, purpose=f"limit:{limit.name}")


def _window(limit: Limit, now: int) -> datetime:
    return datetime.fromtimestamp(now // limit.per_seconds * limit.per_seconds, tz=UTC)


def _count_row(name: str, subject: str, starts_at: datetime, allowed: int) -> int | None:
    """The count after this try, None when it was refused.

    The first try makes the row; the others raise it while it is below, in the same single statement.
    """
    table = connection.ops.quote_name(LimitWindow._meta.db_table)
    moment = connection.ops.adapt_datetimefield_value(starts_at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, subject, starts_at, count) VALUES (%s, %s, %s, 1) "  # noqa: S608
            "ON CONFLICT (name, subject, starts_at) DO UPDATE SET count = "
            f"{table}.count + 1 WHERE {table}.count < %s RETURNING count",
            [name, subject, moment, allowed],
        )
        found = cursor.fetchone()
        return found[0] if found else None


def network_of(address: str) -> str:
    """What counts as one caller: an IPv4 address, or the /64 that an IPv6 household has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, _IPV6_HOUSEHOLD), strict=False))
    return str(parsed)


def forget_old_windows(*, before: datetime) -> int:
    """Delete windows that started before ``before``; returns how many."""
    deleted, _ = LimitWindow.objects.filter(starts_at__lt=before).delete()
    return deleted
