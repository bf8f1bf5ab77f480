"""What is kept for whom, and until when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, Max, OuterRef, Subquery, Sum

from accounts.states import MemberState
from campaigns.models import CreditEntry, Progress, Reservation, RiskCase
from campaigns.reservation_states import ReleaseReason, ReservationState
from common.texts import Texts
from gifts.queries import names_by_public_id


@dataclass(frozen=True, kw_only=True)
class KeptUnit:
    """One unit that is kept for a member. ``is_earned`` is not asked here: claiming it tells."""

    item: str
    name: Texts
    until: datetime


@dataclass(frozen=True, kw_only=True)
class KeptNews:
    advocate_id: int
    state: str
    reason: str
    until: datetime
    item: str
    slug: str
    title: Texts


def kept_for(*, campaign_id: int, member_id: int) -> list[KeptUnit]:
    """What goes back first, first. One statement, one more where something is kept."""
    rows = list(
        Reservation.objects.filter(
            campaign_id=campaign_id, advocate_id=member_id, state=ReservationState.OPEN
        )
        .order_by("expires_at", "pk")
        .values_list("item", "expires_at")
    )
    names = names_by_public_id([item for item, _until in rows]) if rows else {}
    return [KeptUnit(item=item, name=names.get(item, {}), until=until) for item, until in rows]


def reservations_by_id(reservation_ids: Iterable[int]) -> dict[int, KeptNews]:
    """One statement however many."""
    rows = Reservation.objects.filter(pk__in=list(reservation_ids)).values_list(
        "pk",
        "advocate_id",
        "state",
        "reason",
        "expires_at",
        "item",
        "campaign__slug",
        "campaign__title",
    )
    return {
        pk: KeptNews(
            advocate_id=advocate_id,
            state=state,
            reason=reason,
            until=until,
            item=item,
            slug=slug,
            title=title,
        )
        for pk, advocate_id, state, reason, until, item, slug, title in rows
    }


def waiting_for_unit(*, campaign_id: int, rule_key: str, goal: int, worth: int, most: int) -> list[int]:
    """Advocates whom one friend more brings to the goal and for whom nothing was kept yet, the longest first.

    Before them those from whom a pause took it back, in the order in which they had it. Whoever has left or
    is suspended stands in nobody's way. ``goal`` and ``worth`` of a friend in hundredths.
    """
    theirs = Reservation.objects.filter(
        campaign_id=campaign_id, rule_key=rule_key, advocate_id=OuterRef("advocate_id")
    )
    had_one = theirs.exclude(reason=ReleaseReason.PAUSED)
    lost = theirs.filter(reason=ReleaseReason.PAUSED).order_by("pk").values("pk")
    hers = CreditEntry.objects.filter(
        referral__campaign_id=campaign_id, referral__advocate_id=OuterRef("advocate_id")
    )
    since = hers.values("referral__advocate_id").annotate(last=Max("occurred_at")).values("last")
    short = Progress.objects.filter(
        ~Exists(had_one),
        campaign_id=campaign_id,
        advocate__state=MemberState.ACTIVE,
        credit_hundredths__gte=max(goal - worth, 1),
        credit_hundredths__lt=goal,
    )
    rows = short.annotate(since=Subquery(since[:1]), lost=Subquery(lost[:1]))
    rows = rows.order_by(F("lost").asc(nulls_last=True), "since", "pk")
    return list(rows.values_list("advocate_id", flat=True)[:most])


def standing_credit(*, campaign_id: int, advocate_id: int, without: Collection[str]) -> int:
    """An advocate's credit in hundredths, less that of friends whose case is in one of these states."""
    credit = (
        Progress.objects.filter(campaign_id=campaign_id, advocate_id=advocate_id)
        .values_list("credit_hundredths", flat=True)
        .first()
    )
    doubtful = RiskCase.objects.filter(
        campaign_id=campaign_id, referral__advocate_id=advocate_id, state__in=list(without)
    )
    less = doubtful.aggregate(sum=Sum("referral__credit_hundredths"))["sum"]
    return (credit or 0) - (less or 0)
