"""Tasks that a team does together: what each needs, and how far one is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

KEY_LENGTH = 24
# So many teammates say that it happened; fewer where the team is smaller.
CONFIRMATIONS = 2


class TaskNeed(TextChoices):
    """What makes a task count. community.md, section 3, number 7."""

    TEAMMATES = "teammates", _("Two teammates say that it happened")
    PEERS = "peers", _("The letters of another team")


class TeamTaskState(TextChoices):
    CLAIMED = "claimed", pgettext_lazy("task", "Waits for teammates")
    DONE = "done", pgettext_lazy("task", "Done")


S = TeamTaskState
TASK_MOVES: Moves = {S.CLAIMED: frozenset({S.DONE}), S.DONE: frozenset()}
