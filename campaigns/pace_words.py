"""The rule that spreads claims over time, in words. Pure."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from campaigns.rulebook import Rulebook


def pace_lines(rulebook: Rulebook) -> Sequence[str]:
    """Nothing where everything may be claimed at once."""
    pace = rulebook.pace
    found = []
    if pace.per_day:
        found.append(
            ngettext(
                "At most %(most)s gift is given a day, in the order of claims.",
                "At most %(most)s gifts are given a day, in the order of claims.",
                pace.per_day,
            )
            % {"most": pace.per_day}
        )
    if pace.per_member:
        found.append(
            ngettext(
                "Each member can claim at most %(most)s within %(days)s day. What was earned waits.",
                "Each member can claim at most %(most)s within %(days)s days. What was earned waits.",
                pace.days,
            )
            % {"most": pace.per_member, "days": pace.days}
        )
    return found
