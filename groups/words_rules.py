"""What every text that somebody writes has to be: there, and not too long."""

from groups import errors


def check_words(text: str, *, limit: int, field: str = "body") -> str:
    """Trimmed. Raises: WordsMissing, TextTooLong."""
    words = text.strip()
    if not words:
        raise errors.WordsMissing(field=field)
    if len(words) > limit:
        raise errors.TextTooLong(field=field, limit=limit)
    return words
