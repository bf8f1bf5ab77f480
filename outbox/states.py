from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Moves


class JobState(TextChoices):
    """``sending`` is committed before an outside call; ``unknown`` is a call whose outcome nobody saw."""

    TODO = "todo", _("To do")
    DOING = "doing", _("Being done")
    SENDING = "sending", _("Sending")
    UNKNOWN = "unknown", _("Outcome unknown")
    DONE = "done", _("Done")
    DEAD = "dead", _("Dead")


JOB_MOVES: Moves = {
    JobState.TODO: frozenset({JobState.DOING}),
    JobState.DOING: frozenset({JobState.TODO, JobState.SENDING, JobState.DONE, JobState.DEAD}),
    JobState.SENDING: frozenset(
        {JobState.TODO, JobState.DOING, JobState.UNKNOWN, JobState.DONE, JobState.DEAD}
    ),
    JobState.UNKNOWN: frozenset({JobState.DOING, JobState.DONE, JobState.DEAD}),
    JobState.DONE: frozenset(),
    JobState.DEAD: frozenset({JobState.TODO}),
}

# A job whose lease ran out this often killed its worker each time: poison.
MAX_CRASHES = 3
