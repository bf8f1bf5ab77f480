"""Photos of a post: how many, and from arrived to gone."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from common.files.uploads import MAX_FILES
from common.moves import Moves

MOST_PHOTOS = MAX_FILES
ALT_LIMIT = 200
FILE_PURPOSE = "groups.post"


class PostPhotoState(TextChoices):
    RECEIVED = "received", pgettext_lazy("album", "Being made safe")
    REFUSED = "refused", pgettext_lazy("album", "No picture that can be used")
    SHOWN = "shown", pgettext_lazy("album", "Shown")
    DOWN = "down", pgettext_lazy("album", "Not shown")


S = PostPhotoState
POST_PHOTO_MOVES: Moves = {
    S.RECEIVED: frozenset({S.REFUSED, S.SHOWN, S.DOWN}),
    S.REFUSED: frozenset({S.DOWN}),
    S.SHOWN: frozenset({S.DOWN}),
    S.DOWN: frozenset(),
}
UP = (S.RECEIVED, S.SHOWN)
