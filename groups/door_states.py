"""What is known at the door of an event, and the moves of who was there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

CODE_LENGTH = 6
EXCUSE_LIMIT = 300


class CheckInMethod(TextChoices):
    SCAN = "scan", _("By the QR code")
    CODE = "code", _("By the letters")
    LIST = "list", _("From the list")
    LATER = "later", _("Written down without a connection")


class AttendanceState(TextChoices):
    """One row per answer, written when something is known. Who was seen stays seen."""

    CAME = "came", _("Was there")
    ABSENT = "absent", _("Was not seen")
    EXCUSED = "excused", _("Was not there, and said why")


A = AttendanceState
ATTENDANCE_MOVES: Moves = {
    # What a device kept without a connection may arrive after the count.
    A.ABSENT: frozenset({A.CAME, A.EXCUSED}),
    A.EXCUSED: frozenset({A.CAME}),
    A.CAME: frozenset(),
}


class ScanOutcome(TextChoices):
    """What became of one scan of an upload."""

    ADMITTED = "admitted", pgettext_lazy("door", "Welcome")
    AGAIN = "again", _("Already let in")
    UNKNOWN = "unknown", _("No ticket of this event")
    VOID = "void", _("This ticket counts no more")
    CLOSED = "closed", _("The door is not open at that time")
