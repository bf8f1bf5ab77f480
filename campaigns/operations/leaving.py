"""An advocate leaves: links close, what was not granted is given up, open draws go on without the entry."""

from datetime import datetime

from django.db import transaction

from campaigns.draw_errors import EntriesClosed
from campaigns.draw_states import DrawState
from campaigns.models import DrawEntry, Reward, RiskCase, ShareLink
from campaigns.operations.draws.entries import exclude_entry
from campaigns.operations.rewards import forgo_reward
from campaigns.queries.risk import objections_of
from campaigns.states import RewardState
from common.registries import Waiting

LEFT = "member-left"
UNGRANTED = (RewardState.EARNED, RewardState.HELD, RewardState.APPROVED)
_TAKING = (DrawState.CONFIGURED, DrawState.COMMITTED, DrawState.OPEN)


@transaction.atomic
def let_go_of_campaigns(member_id: int, now: datetime) -> Waiting | None:
    """The erasure's step. Ledgers, frozen draws and what friends did stay as they are, under a pseudonym.

    A closed link keeps its code, so that no other link ever gets it.
    """
    links = ShareLink.objects.filter(advocate_id=member_id)
    links.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
    links.exclude(visitor_key="").update(visitor_key="")
    mine = list(objections_of(member_id).values_list("pk", flat=True))
    RiskCase.objects.filter(pk__in=mine).update(appeal_text="")
    ungranted = Reward.objects.filter(beneficiary_id=member_id, state__in=UNGRANTED)
    for reward in ungranted.select_related("campaign", "pinned").order_by("pk"):
        forgo_reward(reward, why=LEFT, now=now)
    for campaign_id in _open_entries(member_id):
        try:
            exclude_entry(campaign_id=campaign_id, member_id=member_id, code=LEFT)
        except EntriesClosed:
            continue  # frozen this very moment: the entry keeps its place, a prize goes to the next
    return None


def _open_entries(member_id: int) -> list[int]:
    mine = DrawEntry.objects.filter(member_id=member_id, excluded_code="", draw__state__in=_TAKING)
    return list(mine.order_by("draw_id").values_list("draw__campaign_id", flat=True))
