"""What a brand's running campaigns have promised and not yet taken from the shelf."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import F, Sum

from campaigns.draw_states import DrawState
from campaigns.models import Budget, Campaign, Draw, DrawPrize
from campaigns.rulebook import claim_of
from campaigns.states import GIFT_ISSUING_STATES, CampaignState

# From here on a draw's prizes are reserved, or nobody is owed them.
_TAKEN = (DrawState.CLAIMING, DrawState.COMPLETED, DrawState.VOID)
_CLAIMABLE = GIFT_ISSUING_STATES | {CampaignState.SCHEDULED, CampaignState.PAUSED}


def promised_units(*, brand_id: int, apart_from: int) -> Mapping[str, int]:
    """{item public id: units}, one campaign left out; what nobody promised counts as 0. Three statements."""
    promised: Counter[str] = Counter()
    draws = Draw.objects.filter(campaign__brand_id=brand_id).exclude(state__in=_TAKEN)
    draws = draws.exclude(campaign_id=apart_from)
    prizes = DrawPrize.objects.filter(draw__in=draws.exclude(campaign__state=CampaignState.CANCELLED))
    for item, units in prizes.values_list("item", "quantity"):
        promised[item] += units
    running = Campaign.objects.filter(brand_id=brand_id, state__in=_CLAIMABLE).exclude(pk=apart_from)
    running = running.select_related("current")
    left = {
        (campaign_id, action): units
        for campaign_id, action, units in Budget.objects.filter(campaign__in=running)
        .values_list("campaign_id", "action")
        .annotate(left=Sum(F("limit_units") - F("spent_units") - F("held_units")))
    }
    for campaign in running:
        if campaign.current is None:
            continue
        for rule_key, (item, _quantity) in campaign.current.rulebook.shares.items():
            promised[item] += left.get((campaign.pk, claim_of(rule_key)), 0)
    return promised
