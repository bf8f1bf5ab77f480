"""What is decided about presents between members without database, clock or network."""

import unicodedata
from datetime import datetime, timedelta
from typing import Final

from common.limits import Limit
from gifts import errors

LONGEST_CARD: Final = 300
THANKS_VARIANT: Final = "large"
# Long enough for a birthday, short enough that stock is not held for a year.
FURTHEST: Final = timedelta(days=90)
OPEN_FOR: Final = timedelta(days=7)
# A present should stay something special, also against somebody who presses gifts on a stranger.
A_DAY: Final = Limit(name="gifts.presents-a-day", allowed=5, per_seconds=24 * 3600)
A_PAIR: Final = Limit(name="gifts.presents-a-pair", allowed=2, per_seconds=30 * 24 * 3600)


def check_words(text: str, *, field: str, required: bool = False) -> str:
    """What a person wrote to another, tidied; line breaks stay.

    Raises: WordsMissing, CardTooLong, CardNotPrintable.
    """
    tidy = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if required and not tidy:
        raise errors.WordsMissing(field=field)
    if len(tidy) > LONGEST_CARD:
        raise errors.CardTooLong(field=field, limit=LONGEST_CARD)
    if any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") for char in tidy if char != "\n"):
        raise errors.CardNotPrintable(field=field)
    return tidy


def check_day(send_at: datetime | None, *, now: datetime) -> datetime:
    """When to send: now where no day was chosen or it has passed. Raises: DayOutOfRange."""
    if send_at is None or send_at <= now:
        return now
    if send_at > now + FURTHEST:
        raise errors.DayOutOfRange(field="send_on", days=FURTHEST.days)
    return send_at


def ordered(one: int, other: int) -> tuple[int, int]:
    """The two of a pair, whichever way round they were named."""
    return (one, other) if one < other else (other, one)
