"""When a deposit may be kept: no database, no clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from groups.deposit_states import KeptReason
from groups.door_states import AttendanceState
from groups.event_states import EventState, RSVPState

MOST_FEN = 100_000
MOST_HOURS = 14 * 24


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a promise. ``since``: of the answer's state; ``hours``: how long before in time is."""

    event_state: str
    starts_at: datetime
    hours: int
    rsvp_state: str
    since: datetime
    attendance: str | None


def why_kept(of: Outcome) -> KeptReason | None:
    """None: it has to go back, or it is not over yet."""
    if of.event_state == EventState.CANCELLED or of.attendance in (
        AttendanceState.CAME,
        AttendanceState.EXCUSED,
    ):
        return None
    if of.rsvp_state == RSVPState.GOING and of.attendance == AttendanceState.ABSENT:
        return KeptReason.NOT_SEEN
    if of.rsvp_state == RSVPState.CANCELLED and of.since > of.starts_at - timedelta(hours=of.hours):
        return KeptReason.TOO_LATE
    return None
