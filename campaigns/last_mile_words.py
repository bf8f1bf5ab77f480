"""The rule that keeps a unit for whoever is one friend short, in words. Pure."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from campaigns.last_mile_rules import goals_of
from campaigns.rulebook import Rulebook


def last_mile_lines(rulebook: Rulebook) -> Sequence[str]:
    """Nothing where the rules keep nothing. The others read what stays open to them."""
    last_mile = rulebook.last_mile
    most = sum(goal.most_units for goal in goals_of(rulebook))
    if last_mile is None or not most:
        return []
    kept = ngettext(
        "Once you are one friend short of a gift, one is kept for you for %(hours)s hour, once.",
        "Once you are one friend short of a gift, one is kept for you for %(hours)s hours, once.",
        last_mile.hours,
    ) % {"hours": last_mile.hours}
    share = ngettext(
        "At most %(percent)s percent of the gifts are kept like this, %(most)s unit; all others "
        "are given in the order of claims. What nobody used in time is open to everybody again.",
        "At most %(percent)s percent of the gifts are kept like this, %(most)s units; all others "
        "are given in the order of claims. What nobody used in time is open to everybody again.",
        most,
    ) % {"percent": last_mile.percent, "most": most}
    return [kept, share]
