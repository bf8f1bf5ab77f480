"""Jobs of groups: ids in, one operation out."""

from common.clock import db_now
from groups import operations
from outbox.jobs import periodic


@periodic("groups.lapse-pending", every_seconds=600)
def lapse_pending(**later: object) -> None:
    operations.lapse_pending(now=db_now())
