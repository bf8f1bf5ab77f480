"""The database's clock. Windows, leases and anything a claim depends on use it, never the host's.

Tests and demos may shift it by the one row of ``ClockOffset``; production ignores that row.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, Func


class DbNow(Func):
    """The present by the database, for use inside a statement."""

    output_field = DateTimeField()
    arity = 0
    postgresql_clock = "clock_timestamp()"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        if settings.CLOCK_OFFSET:
            return (
                f"({self.postgresql_clock} + make_interval(secs => "  # noqa: S608 - a name of ours
                "coalesce((SELECT seconds FROM common_clockoffset WHERE id = 1), 0)))",
                [],
            )
        return self.postgresql_clock, []

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        shift = ""
        if settings.CLOCK_OFFSET:
            shift = ", coalesce((SELECT seconds FROM common_clockoffset WHERE id = 1), 0) || ' seconds'"
        return f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now'{shift})", []


class DbNowOnce(DbNow):
    """The present as it was when the statement began: PostgreSQL can look it up in an index.

    ``DbNow`` is asked for every row, which is what a claim wants that waited for a lock, and what a list of
    a hundred thousand jobs for next week does not.
    """

    postgresql_clock = "statement_timestamp()"


def db_now() -> datetime:
    """The database's present, aware, UTC. One statement."""
    sql, _ = (
        DbNow().as_postgresql(None, connection)
        if connection.vendor == "postgresql"
        else DbNow().as_sqlite(None, connection)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", [])
        value = cursor.fetchone()[0]
    present: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return present if present.tzinfo else present.replace(tzinfo=UTC)


def zone_of(name: str) -> tzinfo:
    """The time zone of that name; the community's for a name that is empty or no longer exists."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


class LazyZone(tzinfo):
    """A time zone whose name is asked for when the first time is written in it, and then kept."""

    def __init__(self, name: Callable[[], str]) -> None:
        self._name = name

    @cached_property
    def zone(self) -> tzinfo:
        return zone_of(self._name())

    def __str__(self) -> str:
        return str(self.zone)

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return self.zone.utcoffset(moment)

    def dst(self, moment: datetime | None) -> timedelta | None:
        return self.zone.dst(moment)

    def tzname(self, moment: datetime | None) -> str | None:
        return self.zone.tzname(moment)

    def fromutc(self, moment: datetime) -> datetime:
        return self.zone.fromutc(moment.replace(tzinfo=self.zone))


def shift_clock(by: timedelta) -> None:
    """Move the database clock forward (or back). Refused unless settings.CLOCK_OFFSET is on."""
    if not settings.CLOCK_OFFSET:
        raise RuntimeError("The clock can be shifted only where settings.CLOCK_OFFSET is on.")
    from common.models import ClockOffset

    ClockOffset.objects.update_or_create(id=1, defaults={"seconds": int(by.total_seconds())})
