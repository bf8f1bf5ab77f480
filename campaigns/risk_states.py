"""States of risk cases and rules."""

from collections.abc import Collection

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Moves


class RiskState(TextChoices):
    PASSED = "passed", _("Nothing found")
    HELD = "held", _("On hold, a person looks")
    RELEASED = "released", _("Released by a person")
    CONFIRMED = "confirmed", _("Confirmed by a person")
    APPEALED = "appealed", _("Appealed")
    UPHELD = "upheld", _("Upheld after the appeal")


RISK_MOVES: Moves = {
    RiskState.PASSED: frozenset({RiskState.HELD}),
    # Again where a person wants to look at what waits for a suspension alone.
    RiskState.HELD: frozenset({RiskState.HELD, RiskState.RELEASED, RiskState.CONFIRMED}),
    RiskState.CONFIRMED: frozenset({RiskState.APPEALED}),
    RiskState.APPEALED: frozenset({RiskState.RELEASED, RiskState.UPHELD}),
    # Only where no person has decided: a hold that was lifted with its cause.
    RiskState.RELEASED: frozenset({RiskState.HELD}),
    RiskState.UPHELD: frozenset(),
}
# Nothing is given to anybody around such a friend before a person has answered.
BLOCKING = frozenset({RiskState.HELD, RiskState.APPEALED})
# The answer is there: such a friend's credit earns nothing, and what else is earned is given.
REFUSED = frozenset({RiskState.CONFIRMED, RiskState.UPHELD})
# The same while somebody objects: an objection that nobody has answered yet has overturned nothing.
AGAINST = REFUSED | {RiskState.APPEALED}
# Nothing stands against such a friend.
APPROVED = frozenset({RiskState.PASSED, RiskState.RELEASED})
# What is earned has to be earned without them, as far as anybody knows now.
DOUBTED = BLOCKING | REFUSED
# Why something is not given: without the friends who don't count it was not earned.
NOT_COVERED = "friends-not-counted"
# A person owes an answer.
WAITING = frozenset({RiskState.HELD, RiskState.APPEALED})


class RiskRuleState(TextChoices):
    ON = "on", _("In force")
    DRY = "dry", _("Dry run: counted, changes nothing")


# A friend who had passed is on hold after all: her branch is looked at, she was suspended after her advocate
# had vouched for her, or a person took back what she counted for.
BRANCH, VOUCHED, REVERSED = "branch", "vouched", "reversed"
AFTER_ALL = (BRANCH, VOUCHED, REVERSED)


def standing_of(state: str, codes: Collection[str]) -> str:
    """What a case makes of its friend, as the funnel counts it; an objection changes nothing yet."""
    if state in APPROVED:
        return "approved"
    if state == RiskState.HELD:
        return "held"
    return "reversed" if set(AFTER_ALL) & set(codes) else "rejected"
