"""How far somebody has come, in whole friends and one sentence. Pure; never rounded up."""

from typing import Any

from django.utils.translation import gettext as _

from campaigns import plain_rules, rules
from campaigns.rulebook import HUNDREDTHS, Rulebook
from campaigns.sentences import credit_text


def tally_words(rulebook: Rulebook, *, credit_hundredths: int, rewards: int) -> dict[str, Any]:
    """``value`` of ``max`` friends towards the next reward, the label, what is still needed."""
    ahead = rules.look_ahead(rulebook, credit_hundredths=credit_hundredths, rewards=rewards)
    value = rulebook.threshold
    if not ahead.complete:
        standing = rules.standing_rewards(rulebook, credit_hundredths=credit_hundredths, rewards=rewards)
        since_last = credit_hundredths - standing * rulebook.threshold_hundredths
        value = min(max(since_last, 0) // HUNDREDTHS, rulebook.threshold)
    exact = ""
    if credit_hundredths % HUNDREDTHS:
        exact = _("Exactly %(credit)s of %(goal)s.") % {
            "credit": credit_text(credit_hundredths),
            "goal": credit_text(ahead.goal_hundredths),
        }
    return {
        "value": value,
        "max": rulebook.threshold,
        "label": _("%(count)s of %(goal)s friends joined") % {"count": value, "goal": rulebook.threshold},
        "exact": exact,
        "needed": plain_rules.still_needed(
            rulebook, friends=ahead.remaining_friends, complete=ahead.complete
        ),
        "complete": ahead.complete,
        "rewards": rewards,
    }
