"""One member's counters in a campaign, without friends who do not count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from campaigns.models import Progress
from campaigns.queries.standing import friends_looked_at, numbers_not_given

_COUNTERS = ("registered", "qualified", "credit_hundredths", "rewards")


@dataclass(frozen=True, kw_only=True)
class OwnCounters:
    """One member's counters in the campaign.

    ``qualified`` and ``credit_hundredths`` are without friends whom a person has found not to count;
    ``held``: friends for whom a person owes an answer, who are not among ``qualified``.
    ``not_given``: which rewards were earned and wait or are taken back, where such friends have brought
    something.
    """

    registered: int
    qualified: int
    held: int
    credit_hundredths: int
    rewards: int
    not_given: Sequence[int] = ()


NO_COUNTERS = OwnCounters(registered=0, qualified=0, held=0, credit_hundredths=0, rewards=0)


def counters_of(member_id: int) -> Subquery:
    """Read with the campaign itself: the two pages that everybody opens cost one statement less."""
    looked_at = friends_looked_at(member_id)
    counters = JSONObject(**{name: name for name in (*_COUNTERS, *looked_at)})
    mine = Progress.objects.filter(campaign=OuterRef("pk"), advocate_id=member_id).annotate(**looked_at)
    return Subquery(mine.values(counters=counters)[:1], output_field=JSONField())


def own_counters(
    *,
    campaign_id: int,
    member_id: int,
    counted: Mapping[str, int],
) -> OwnCounters:
    """Of a progress row's columns and ``friends_looked_at``. One statement where friends don't count."""
    lost = counted["lost_hundredths"]
    is_less = bool(lost or counted["reversed"])
    return OwnCounters(
        registered=counted["registered"],
        qualified=counted["qualified"] - counted["held"] - counted["refused"],
        held=counted["held"],
        credit_hundredths=counted["credit_hundredths"] - lost,
        rewards=counted["rewards"],
        not_given=numbers_not_given(campaign_id=campaign_id, member_id=member_id) if is_less else (),
    )


def own_of(campaign_id: int, member_id: int | None, counted: Mapping[str, int] | None) -> OwnCounters | None:
    if member_id is None or not counted:
        return None
    return own_counters(campaign_id=campaign_id, member_id=member_id, counted=counted)
