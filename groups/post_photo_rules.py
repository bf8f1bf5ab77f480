"""Pure decisions about photos of a post."""

from collections.abc import Sequence

from common.limits import Limit
from groups import errors, post_photo_errors, words_rules
from groups.board_states import POST_LIMIT
from groups.post_photo_states import ALT_LIMIT, MOST_PHOTOS
from groups.ritual_states import RitualKind

PHOTOS = Limit(name="groups.post-photos-a-day", allowed=60, per_seconds=86_400)


def check_post_words(text: str, *, photos: int) -> str:
    """A photo may stand without a word. Raises: WordsMissing, TextTooLong."""
    if photos and not text.strip():
        return ""
    return words_rules.check_words(text, limit=POST_LIMIT)


def check_number(new: int, *, there: int = 0) -> None:
    """Raises: TooManyPhotos."""
    if new + there > MOST_PHOTOS:
        raise post_photo_errors.TooManyPhotos(field="photos", most=MOST_PHOTOS)


def check_asked(kind: str, *, photos: int) -> None:
    """Raises: PhotosNotAsked."""
    if photos and kind != RitualKind.WEEKEND:
        raise post_photo_errors.PhotosNotAsked(field="photos")


def check_alt(text: str) -> str:
    """What is to be seen, in one line; may be empty. Raises: TextTooLong."""
    line = " ".join(text.split())
    if len(line) > ALT_LIMIT:
        raise errors.TextTooLong(field="alt", limit=ALT_LIMIT)
    return line


def lines_for(lines: str, *, photos: int) -> Sequence[str]:
    """A line per photo, in the order of the photos; what is missing is empty. Raises: TextTooLong."""
    given = [check_alt(line) for line in lines.splitlines()][:photos]
    return [*given, *[""] * (photos - len(given))]
