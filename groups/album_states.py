"""Photos of an event: who may see them, and what everybody in them said."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

MOST_MARKED = 20
FILE_PURPOSE = "groups.album"


class AlbumAudience(IntegerChoices):
    """Fixed for a photo when it is added: nobody agreed to more."""

    CAME = 10, _("Whoever was there")
    GROUP = 20, _("Everybody in the group")


class PhotoState(TextChoices):
    RECEIVED = "received", pgettext_lazy("album", "Being made safe")
    REFUSED = "refused", pgettext_lazy("album", "No picture that can be used")
    WAITING = "waiting", pgettext_lazy("album", "Waits for everybody in it")
    SHOWN = "shown", pgettext_lazy("album", "Shown")
    DOWN = "down", pgettext_lazy("album", "Not shown")


P = PhotoState
PHOTO_MOVES: Moves = {
    P.RECEIVED: frozenset({P.REFUSED, P.WAITING, P.SHOWN, P.DOWN}),
    P.REFUSED: frozenset({P.DOWN}),
    P.WAITING: frozenset({P.SHOWN, P.DOWN}),
    P.SHOWN: frozenset({P.DOWN}),
    P.DOWN: frozenset(),
}
LIVE = (P.RECEIVED, P.WAITING, P.SHOWN)


class DownReason(TextChoices):
    """Kept for the audit and the desk; members read only that a photo is not shown."""

    NONE = "", "-"
    TAKEN_BACK = "taken-back", _("By whoever added it")
    DECLINED = "declined", _("Somebody in it said no")
    OBJECTED = "objected", _("Somebody said that they are in it")
    RUNNER = "runner", _("By whoever runs the event")
    BLOCKED = "blocked", _("Two of its people blocked each other")
    LEFT = "left", _("Somebody in it left the community")


class MarkState(TextChoices):
    """What somebody in a photo said. Silence shows nothing."""

    ASKED = "asked", pgettext_lazy("album", "Asked")
    AGREED = "agreed", pgettext_lazy("album", "Agreed")
    DECLINED = "declined", pgettext_lazy("album", "Said no")


M = MarkState
MARK_MOVES: Moves = {
    M.ASKED: frozenset({M.AGREED, M.DECLINED}),
    M.AGREED: frozenset({M.DECLINED}),
    M.DECLINED: frozenset(),
}
