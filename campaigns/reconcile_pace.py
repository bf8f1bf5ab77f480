"""What must hold of claims that are spread over time. The check reads whole tables: for jobs only."""

from collections import Counter

from campaigns.models import BudgetEntry, ClaimDay
from campaigns.operations.pacing import day_of
from campaigns.rulebook import CLAIM
from common.registries import ReconcileCheck


def days_count_their_claims() -> list[str]:
    """Each day's number is that of the claims in the campaign's own book, also after an amendment."""
    rows = ClaimDay.objects.select_related("campaign__current").order_by("campaign_id", "day")
    paced = [row for row in rows if row.campaign.current and row.campaign.current.rulebook.pace.per_day]
    claims = Counter(
        (campaign_id, day_of(moment))
        for campaign_id, moment in BudgetEntry.objects.filter(
            cause=CLAIM, budget__campaign__in={row.campaign_id for row in paced}
        ).values_list("budget__campaign_id", "occurred_at")
    )
    return [
        f"campaign {row.campaign_id} counts {row.claims} claims on {row.day}, its book says "
        f"{claims[(row.campaign_id, row.day)]}"
        for row in paced
        if row.claims != claims[(row.campaign_id, row.day)]
    ]


CHECKS = [
    ReconcileCheck(key="campaigns.claim-days", title="Days count their claims", run=days_count_their_claims),
]
