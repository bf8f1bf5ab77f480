"""Pure decisions about introductions."""

from common.limits import Limit
from groups import errors
from groups.introduction_states import CONTACT_LIMIT, WORDS_LIMIT

ASKED = Limit(name="groups.introductions-a-day", allowed=5, per_seconds=86_400)


def check_words(text: str, *, field: str) -> str:
    """Trimmed. Raises: WordsMissing, TextTooLong."""
    return _checked(text, field=field, limit=WORDS_LIMIT)


def check_contact(text: str) -> str:
    """How somebody can be reached, in their own words. Trimmed. Raises: WordsMissing, TextTooLong."""
    return _checked(text, field="contact", limit=CONTACT_LIMIT)


def _checked(text: str, *, field: str, limit: int) -> str:
    words = text.strip()
    if not words:
        raise errors.WordsMissing(field=field)
    if len(words) > limit:
        raise errors.TextTooLong(field=field, limit=limit)
    return words
