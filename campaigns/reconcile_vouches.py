"""What must hold of words for friends. The checks read whole tables: for jobs only."""

from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.states import MemberState
from campaigns.models import Referral, Vouch
from campaigns.vouch_states import VouchState
from common.registries import ReconcileCheck


def vouched_sums() -> list[str]:
    """What a friend counts for because of a word is what was entered for it, and only where it was proven."""
    words = Q(entries__cause__startswith="vouch:") | Q(entries__cause__endswith=":word")
    rows = Referral.objects.annotate(
        entered=Coalesce(Sum("entries__amount_hundredths", filter=words), 0)
    ).exclude(vouched_hundredths=F("entered"))
    unproven = Referral.objects.filter(vouched_hundredths__gt=0).exclude(vouch__kept_at__isnull=False)
    return [
        *[f"referral {pk} counts another sum for a word than its entries" for pk in _keys(rows)],
        *[f"referral {pk} counts for a word that was not proven" for pk in _keys(unproven)],
    ]


def words_are_of_their_friends() -> list[str]:
    """Each word is the advocate's for her own friend, and nobody's who has left is open."""
    same = Q(
        advocate=F("referral__advocate"),
        invitee=F("referral__invitee"),
        campaign=F("referral__campaign"),
    )
    foreign = Vouch.objects.exclude(same)
    gone = Vouch.objects.filter(
        Q(advocate__state=MemberState.ERASED) | Q(invitee__state=MemberState.ERASED), state=VouchState.OPEN
    )
    return [
        *[f"vouch {pk} is not for a friend of its advocate" for pk in _keys(foreign)],
        *[f"vouch {pk} is open and somebody has left" for pk in _keys(gone)],
        *_too_many(),
    ]


def _too_many() -> list[str]:
    """More at a time than the rules of the newest of them allow; rules only ever allow more."""
    most: dict[tuple[int, int], int] = {}
    count: dict[tuple[int, int], int] = {}
    rows = Vouch.objects.filter(state=VouchState.OPEN).select_related("campaign__current")
    for vouch in rows:
        rule = vouch.campaign.current.rulebook.vouching if vouch.campaign.current else None
        key = (vouch.campaign_id, vouch.advocate_id)
        count[key] = count.get(key, 0) + 1
        most[key] = rule.most if rule else 0
    return [
        f"campaign {campaign}: advocate {advocate} vouches for {number} at a time"
        for (campaign, advocate), number in sorted(count.items())
        if number > most[campaign, advocate]
    ]


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


CHECKS = [
    ReconcileCheck(key="campaigns.vouched", title="Words for friends add up", run=vouched_sums),
    ReconcileCheck(
        key="campaigns.vouches", title="Words are for own friends", run=words_are_of_their_friends
    ),
]
