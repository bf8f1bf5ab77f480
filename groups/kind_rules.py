"""Pure decisions about words that may hurt, and about the shield of whoever is new."""

import re
from datetime import datetime, timedelta

from common.search import normalise
from groups import errors
from groups.kind_words import WORDS

# For so long after coming in somebody is new in a group.
NEW_FOR = timedelta(days=14)
# The first hostile answer below their post is folded until so many others have answered,
SHIELD_ANSWERS = 2
# or until this time is over.
SHIELD_LASTS = timedelta(days=7)
_WORD = re.compile(r"\w+")


def may_hurt(text: str) -> bool:
    """Whether a word of the list is in it, in any language."""
    plain = normalise(text)
    spaced = f" {' '.join(_WORD.findall(plain))} "
    return any(f" {word} " in spaced if word.isascii() else word in plain for word in _all())


def ask_first(text: str, *, as_is: bool) -> bool:
    """Whether words that may hurt are sent all the same.

    Raises: MayHurt while the writer was not asked.
    """
    hurts = may_hurt(text)
    if hurts and not as_is:
        raise errors.MayHurt
    return hurts


def is_new(joined_at: datetime | None, *, now: datetime) -> bool:
    return joined_at is not None and now - joined_at < NEW_FOR


def _all() -> list[str]:
    return [word for words in WORDS.values() for word in words]
