"""Claims are spread over time, where the rules say so: so many a day, so many for each member."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from campaigns import errors
from campaigns.models import Reward
from campaigns.rulebook import Pace
from campaigns.states import RewardKind, RewardState


def pace_in_force(reward: Reward) -> Pace:
    """Of the rules in force: an amendment can only make it easier than what she earned the reward by."""
    version = reward.campaign.current or reward.pinned
    return version.rulebook.pace


def wait_for_her_other_claims(reward: Reward, pace: Pace) -> None:
    """Two claims of one member wait for each other here, before either of them writes anything."""
    if pace.per_member:
        list(_gifts_of(reward).select_for_update().order_by("pk").values_list("pk", flat=True))


def check_pace(reward: Reward, pace: Pace, *, now: datetime) -> None:
    """Whether she may claim this one now beside what she has claimed. What was kept for her counts, too.

    Raises: ClaimLater with the moment from which she may.
    """
    if not pace.per_member:
        return
    within = timedelta(days=pace.days)
    others = _gifts_of(reward).exclude(pk=reward.pk)
    claimed = others.filter(state=RewardState.GRANTED, granted_at__gt=now - within)
    moments = list(claimed.order_by("-granted_at").values_list("granted_at", flat=True)[: pace.per_member])
    if len(moments) == pace.per_member and moments[-1] is not None:
        raise errors.ClaimLater(moment=moments[-1] + within)


def _gifts_of(reward: Reward) -> QuerySet[Reward]:
    return Reward.objects.filter(
        campaign_id=reward.campaign_id, beneficiary_id=reward.beneficiary_id, kind=RewardKind.GIFT
    )


def count_claim(reward: Reward, pace: Pace, *, is_kept: bool, now: datetime) -> None:
    """One more of today's. A unit that was kept for her counts, but never waits: its time was promised.

    Raises: GivenToday.
    """
    if not pace.per_day:
        return
    room = "" if is_kept else "WHERE campaigns_claimday.claims < %s"
    most = [] if is_kept else [pace.per_day]
    day = connection.ops.adapt_datefield_value(day_of(now))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(room=room), [reward.campaign_id, day, *most])
        if cursor.rowcount != 1:
            raise errors.GivenToday


def day_of(moment: datetime) -> date:
    """The community's calendar day."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


_COUNT = """
INSERT INTO campaigns_claimday (campaign_id, day, claims) VALUES (%s, %s, 1)
ON CONFLICT (campaign_id, day) DO UPDATE SET claims = campaigns_claimday.claims + 1 {room}
"""
