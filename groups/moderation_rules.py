"""Pure decisions about flags and what follows from them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from common.limits import Limit
from groups import errors
from groups.moderation_states import (
    ACTION_TEXT_LIMIT,
    APPEAL_LIMIT,
    APPEAL_WITHIN,
    COVERS,
    FLAG_NOTE_LIMIT,
    MOST_DAYS,
    ActionKind,
    FlagReason,
)

FLAGS = Limit(name="groups.flags-a-day", allowed=20, per_seconds=86_400)

# Weights are hundredths of a flag by an ordinary member about whom nothing is known yet.
ORDINARY = 100
CERTIFIED_MORE = 50
NEWCOMER_DAYS = 7
# So many ordinary flags fold a text until a steward has looked.
FOLD_AT = 300
# A comment flagged for one of these is hostile to whom it answers.
HOSTILE = (FlagReason.UNKIND, FlagReason.PRIVATE)
# As if everybody had been right in 2 of 4 flags before: a first flag neither counts for nothing nor twice.
_PRIOR_RIGHT, _PRIOR_ALL = 2, 4


def flag_weight(*, is_certified: bool, days_in_group: int, agreed: int, decided: int) -> int:
    """Hundredths: trust times shrunk accuracy, which is 1 for whoever was right half of the time.

    ``agreed`` of ``decided``: earlier flags of this member that stewards agreed with. 0 to 300.
    """
    base = ORDINARY + (CERTIFIED_MORE if is_certified else 0)
    if days_in_group < NEWCOMER_DAYS:
        base //= 2
    return base * 2 * (agreed + _PRIOR_RIGHT) // (decided + _PRIOR_ALL)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a steward decides about a case. ``days``: how long it lasts; None: until it is taken back."""

    kind: str
    reason: str = FlagReason.OTHER
    text: str = ""
    days: int | None = None


def check_decision(given: Decision) -> Decision:
    """Trimmed, and without days where there is nothing to end.

    Raises: UnknownChoice, WordsMissing (everything but "nothing" is explained to the member), TextTooLong,
    OutOfRange (a mute without an end, or days beyond a year).
    """
    if given.kind not in ActionKind.values:
        raise errors.UnknownChoice(field="kind")
    if given.reason not in FlagReason.values:
        raise errors.UnknownChoice(field="reason")
    text = _words(given.text, field="text", limit=ACTION_TEXT_LIMIT, required=given.kind != ActionKind.NONE)
    lasts = given.kind in COVERS or given.kind == ActionKind.MUTE
    days = given.days if lasts else None
    if (days is None and given.kind == ActionKind.MUTE) or (days is not None and not 1 <= days <= MOST_DAYS):
        raise errors.OutOfRange(field="days", least=1, most=MOST_DAYS)
    return Decision(kind=given.kind, reason=given.reason, text=text, days=days)


def check_flag(reason: str, note: str) -> str:
    """The note, trimmed. Raises: UnknownChoice, TextTooLong."""
    if reason not in FlagReason.values:
        raise errors.UnknownChoice(field="reason")
    return _words(note, field="note", limit=FLAG_NOTE_LIMIT, required=False)


def check_appeal(text: str, *, decided_at: datetime, now: datetime) -> str:
    """Trimmed. Raises: TooLateToAppeal, WordsMissing, TextTooLong."""
    if now >= decided_at + APPEAL_WITHIN:
        raise errors.TooLateToAppeal
    return _words(text, field="text", limit=APPEAL_LIMIT, required=True)


def check_answer(text: str) -> str:
    """Raises: WordsMissing, TextTooLong."""
    return _words(text, field="text", limit=ACTION_TEXT_LIMIT, required=True)


def until(days: int | None, *, now: datetime) -> datetime | None:
    return None if days is None else now + timedelta(days=days)


def _words(text: str, *, field: str, limit: int, required: bool) -> str:
    words = text.strip()
    if required and not words:
        raise errors.WordsMissing(field=field)
    if len(words) > limit:
        raise errors.TextTooLong(field=field, limit=limit)
    return words
