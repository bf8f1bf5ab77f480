"""The database's clock inside hand-written statements."""

from django.db import connection

from common.clock import DbNow


def now_sql() -> str:
    """The present as SQL text, for statements with parameters."""
    clock = DbNow()
    render = clock.as_postgresql if connection.vendor == "postgresql" else clock.as_sqlite
    return str(render(None, connection)[0])
