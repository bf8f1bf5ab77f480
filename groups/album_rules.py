"""Pure decisions about an event's photos: no database, no clock."""

from collections.abc import Collection

from common.limits import Limit
from groups import album_errors, errors
from groups.album_states import MOST_MARKED
from groups.event_states import EventState

ADDED = Limit(name="groups.photos-an-hour", allowed=40, per_seconds=3600)
BEGUN = (EventState.RUNNING, EventState.ENDED, EventState.RECAPPED)


def check_begun(state: str) -> None:
    """Raises: NotBegunYet."""
    if state not in BEGUN:
        raise album_errors.NotBegunYet


def check_marked(marked: Collection[int], *, offered: Collection[int], nobody: bool) -> None:
    """Whoever adds a photo says who is in it, or that nobody can be recognised.

    Raises: NobodyMarked, UnknownChoice (was not there, or is not theirs to mark), OutOfRange.
    """
    if not marked and not nobody:
        raise album_errors.NobodyMarked(field="people")
    if marked and nobody:
        raise album_errors.SomebodyOrNobody(field="nobody")
    if not set(marked) <= set(offered):
        raise errors.UnknownChoice(field="people")
    if len(marked) > MOST_MARKED:
        raise errors.OutOfRange(field="people", least=0, most=MOST_MARKED)
