"""What must hold of reversals. The checks read whole tables: for jobs only."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Concat

from campaigns.models import Referral, Reward
from campaigns.rules import AGAIN
from campaigns.states import ReferralState, RewardState
from common.registries import ReconcileCheck


def nothing_left() -> list[str]:
    """Who was reversed counts for nothing, and what was taken back was never more than there was."""
    wrong = Referral.objects.filter(state=ReferralState.REVERSED).exclude(credit_hundredths=0)
    below = Referral.objects.annotate(entered=Coalesce(Sum("entries__amount_hundredths"), 0))
    return [
        *[f"referral {pk} was reversed and counts" for pk in wrong.values_list("pk", flat=True)],
        *[
            f"referral {pk} has less than nothing"
            for pk in below.filter(entered__lt=0).values_list("pk", flat=True)
        ],
    ]


def earned_again() -> list[str]:
    """A reward is earned again only where the one before it was taken back."""
    taken: QuerySet[Any] = Reward.objects.filter(
        campaign=OuterRef("campaign"),
        rule_key=OuterRef("rule_key"),
        beneficiary=OuterRef("beneficiary"),
        state=RewardState.CLAWED_BACK,
    )
    taken = taken.annotate(heir=Concat("occurrence_key", Value(AGAIN)))
    again = Reward.objects.filter(occurrence_key__endswith=AGAIN)
    twice = again.exclude(Exists(taken.filter(heir=OuterRef("occurrence_key"))))
    return [f"reward {ref} was given twice" for ref in twice.values_list("public_id", flat=True)]


CHECKS = [
    ReconcileCheck(key="campaigns.reversals", title="Who was reversed counts for nothing", run=nothing_left),
    ReconcileCheck(key="campaigns.earned-again", title="Nothing is given twice", run=earned_again),
]
