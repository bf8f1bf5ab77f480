"""Pure decisions at the door: no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from groups import errors
from groups.event_states import EventState

OPENS_BEFORE = timedelta(hours=2)
# What was written down without a connection is taken until then.
TAKES_UNTIL = timedelta(hours=48)
# When the door is counted, and until when somebody may say why they were not there.
COUNTED_AFTER = timedelta(hours=12)
EXCUSED_UNTIL = timedelta(days=7)
MOST_SCANS = 500
_OPEN = (EventState.PUBLISHED, EventState.RUNNING, EventState.ENDED, EventState.RECAPPED)


@dataclass(frozen=True, kw_only=True)
class Scan:
    """One scan as a device kept it. ``code``: what the QR code or the letters say."""

    key: str
    code: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Hours:
    state: str
    starts_at: datetime
    ends_at: datetime

    def is_open(self, *, at: datetime, now: datetime) -> bool:
        """Whether somebody who came ``at`` is let in by what is known ``now``."""
        if self.state not in _OPEN:
            return False
        return self.starts_at - OPENS_BEFORE <= at and now < self.ends_at + TAKES_UNTIL


def at_the_door(at: datetime, *, now: datetime) -> datetime:
    """A device's clock that is ahead says no more than now."""
    return min(at, now)


def read_code(text: str) -> str:
    """What somebody typed or scanned: the letters, the ticket's id, or the whole address of its page."""
    last = text.strip().rstrip("/").rpartition("/")[2]
    return "".join(last.split()).replace("-", "")


def check_scans(scans: Iterable[Scan]) -> list[Scan]:
    """In the order in which they happened. Raises: OutOfRange (too many)."""
    rows = sorted(scans, key=lambda scan: scan.at)
    if len(rows) > MOST_SCANS:
        raise errors.OutOfRange(field="scans", least=1, most=MOST_SCANS)
    return rows
