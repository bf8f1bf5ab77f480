"""The states of a draw, and how its seed is made."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Moves


class DrawState(TextChoices):
    CONFIGURED = "configured", _("Configured")
    COMMITTED = "committed", _("Secret committed")
    OPEN = "open", _("Open for entries")
    FROZEN = "frozen", _("Entries frozen")
    DRAWN = "drawn", _("Drawn")
    PUBLISHED = "published", _("Published")
    CLAIMING = "claiming", _("Prizes on offer")
    COMPLETED = "completed", _("Completed")
    VOID = "void", _("Void")


DRAW_MOVES: Moves = {
    DrawState.CONFIGURED: frozenset({DrawState.COMMITTED, DrawState.VOID}),
    DrawState.COMMITTED: frozenset({DrawState.OPEN, DrawState.VOID}),
    DrawState.OPEN: frozenset({DrawState.FROZEN, DrawState.VOID}),
    DrawState.FROZEN: frozenset({DrawState.DRAWN}),
    DrawState.DRAWN: frozenset({DrawState.PUBLISHED}),
    DrawState.PUBLISHED: frozenset({DrawState.CLAIMING}),
    DrawState.CLAIMING: frozenset({DrawState.COMPLETED}),
    DrawState.COMPLETED: frozenset(),
    DrawState.VOID: frozenset(),
}
WITH_ROOT = frozenset(
    {DrawState.FROZEN, DrawState.DRAWN, DrawState.PUBLISHED, DrawState.CLAIMING, DrawState.COMPLETED}
)
WITH_SEED = WITH_ROOT - {DrawState.FROZEN}
WITH_RECEIPT = WITH_SEED - {DrawState.DRAWN}


class DrawMode(TextChoices):
    NONE = "none", _("Secret of this site alone")
    DRAND = "drand", _("Secret of this site and a public beacon")


class SeedRule(TextChoices):
    """How the seed came about. ``beacon-alone`` is the published fallback for a lost secret."""

    SECRET = "secret", _("Secret of this site")
    BOTH = "secret+beacon", _("Secret of this site and the beacon")
    BEACON_ALONE = "beacon-alone", _("Beacon alone")
