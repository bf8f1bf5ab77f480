"""What becomes of an advocate's word for a friend."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.states import ConditionKind
from common.moves import Moves


class VouchState(TextChoices):
    OPEN = "open", pgettext_lazy("vouch", "Open")
    KEPT = "kept", pgettext_lazy("vouch", "A good introduction")
    LAPSED = "lapsed", pgettext_lazy("vouch", "Ended without a result")
    FAILED = "failed", pgettext_lazy("vouch", "Not confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("vouch", "Taken back")


class FailReason(TextChoices):
    """Who was decided against, and where. Empty while nothing stands against the friend."""

    SUSPENDED = "suspended", _("The friend’s account was suspended for cause.")
    REFUSED = "refused", _("A person decided that the friend does not count.")


# News that is late but tells of something inside the days still counts, for good and for bad; what is
# overturned goes back to where it was.
VOUCH_MOVES: Moves = {
    VouchState.OPEN: frozenset({VouchState.KEPT, VouchState.LAPSED, VouchState.FAILED, VouchState.WITHDRAWN}),
    VouchState.KEPT: frozenset({VouchState.FAILED}),
    VouchState.LAPSED: frozenset({VouchState.KEPT, VouchState.FAILED}),
    VouchState.FAILED: frozenset({VouchState.OPEN, VouchState.KEPT, VouchState.LAPSED}),
    VouchState.WITHDRAWN: frozenset(),
}
# What the friend may still show, or has shown.
PROVABLE = frozenset({VouchState.OPEN, VouchState.LAPSED, VouchState.KEPT})
# What a friend has to have done beside a certificate.
VOUCHED_DEEDS = frozenset({ConditionKind.JOINED_GROUP, ConditionKind.ATTENDED})
