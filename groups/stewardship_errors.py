"""Why taking over from silent stewards may be refused."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from groups.stewardship_rules import Why

WHY: Mapping[Why, Promise] = {
    Why.STEWARD: _("You are steward of this group already."),
    Why.NEW: _("Whoever offers has been in the group for 30 days."),
    Why.QUIET: _("Whoever offers has taken part in the group within the last 28 days."),
    Why.MUTED: _("You can’t write in this group for now."),
    Why.AGAIN: _("An offer of yours was ended less than 30 days ago."),
}


class NotSilent(Refused):
    code = "steward-not-silent"
    message = _("A steward of this group was seen lately, so there is nothing to take over.")


class ClaimRunning(Refused):
    code = "claim-running"
    message = _("Somebody else offers already. You can support it or object.")


class ClaimOver(Refused):
    code = "claim-over"
    message = _("This offer is over.")


class MayNotVote(Refused):
    code = "may-not-vote"
    message = _("Those vote who were in the group before the offer and are not its stewards.")


class OwnOffice(Refused):
    code = "own-office"
    message = _(
        "The offer is about your own office. Say in the group that you are there, or let others decide."
    )


class MayNotClaim(Refused):
    """``why``: one of the rule's reasons; the sentence says it."""

    code = "may-not-claim"

    def __init__(self, why: Why) -> None:
        super().__init__()
        self.why = why

    @property
    def text(self) -> str:
        return str(WHY[self.why])
