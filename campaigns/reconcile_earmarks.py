"""What must always hold for units that campaigns promise. Violations as sentences with ids; empty is good."""

from campaigns.models import Campaign
from campaigns.states import PROMISING_STATES
from common.registries import ReconcileCheck
from gifts.earmark_queries import earmarks_of


def earmarks() -> list[str]:
    """Each announced campaign has what its rules promise kept back, and no other has anything."""
    kept = dict(earmarks_of(Campaign.PURPOSE))
    wrong = []
    promising = Campaign.objects.filter(state__in=PROMISING_STATES, current__isnull=False)
    for campaign in promising.select_related("current").order_by("pk"):
        promised = campaign.current.rulebook.promised_items if campaign.current else {}
        own = kept.pop(campaign.purpose, {})
        wrong += [
            f"campaign {campaign.pk} promises {promised.get(item, 0)} of item {item}, "
            f"{own.get(item, 0)} are earmarked"
            for item in sorted(promised.keys() | own.keys())
            if promised.get(item, 0) != own.get(item, 0)
        ]
    return wrong + [f"{purpose} promises nothing and has units earmarked" for purpose in sorted(kept)]


CHECKS = [
    ReconcileCheck(key="campaigns.earmarks", title="Promised units are kept back", run=earmarks),
]
