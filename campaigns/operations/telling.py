"""News of campaigns for many members at once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.notification_queries import role_holders
from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.states import Role
from campaigns.models import Campaign
from campaigns.queries import news
from groups.queries import open_spots

DRAW_RESULT, PROMISES_DUE = "campaigns.draw-result", "campaigns.promises-due"
ALARM, RADAR = "campaigns.alarm", "campaigns.radar"
REPLAYED = "campaigns.replay-differs"
ENTRANTS_AT_ONCE = 500


def topic(campaign_id: int) -> str:
    return f"campaign:{campaign_id}"


@transaction.atomic
def tell_entrants(*, draw_id: int, after: int, now: datetime, since: datetime | None = None) -> int | None:
    """Tell the next entrants of the result; returns the last one's entry, or None when all were told.

    Repeating tells nobody twice.
    """
    drawn = news.draws_by_id([draw_id])
    entrants = news.entrants_after(draw_id=draw_id, after=after, size=ENTRANTS_AT_ONCE)
    if not drawn or not entrants:
        return None
    about = f"draw:{draw_id}"
    told = [News(kind=DRAW_RESULT, member_id=member_id, about=about) for _entry, member_id in entrants]
    notify(told, now=now, since=since)
    return entrants[-1][0]


@transaction.atomic
def tell_of_alarm(*, campaign_id: int, now: datetime) -> int:
    """Tell the brand's managers that a campaign was paused by itself; returns how many were told."""
    found = news.paused_by_alarm([campaign_id])
    managers = role_holders(Role.MANAGER, {line.scope for line in found.values()})
    told = [
        News(kind=ALARM, member_id=member_id, about=topic(campaign_id), topic=topic(campaign_id))
        for line in found.values()
        for member_id in sorted(managers[line.scope])
    ]
    return len(notify(told, now=now))


@transaction.atomic
def tell_of_radar(*, spot_id: int, now: datetime) -> int:
    """Tell the managers of brands whose campaigns run with a group that its radar sees something.

    Once each, however many of their campaigns it is in; returns how many were told.
    """
    spot = open_spots([spot_id]).get(spot_id)
    if spot is None:
        return 0
    lines = news.campaigns_with_group([spot.group]).get(spot.group, [])
    managers = role_holders(Role.MANAGER, {line.scope for line in lines})
    ids = sorted({member_id for line in lines for member_id in managers[line.scope]})
    told = [News(kind=RADAR, member_id=member_id, about=f"radar:{spot_id}") for member_id in ids]
    return len(notify(told, now=now))


@transaction.atomic
def remind_of_promises(*, now: datetime) -> int:
    """Tell each manager once a day what is due or late, per campaign; returns how many were told now."""
    due = news.promises_due()
    managers = role_holders(Role.MANAGER, {line.scope for line in due.values()})
    told = [
        News(kind=PROMISES_DUE, member_id=member_id, about=topic(campaign_id), topic=topic(campaign_id))
        for campaign_id, line in sorted(due.items())
        for member_id in sorted(managers[line.scope])
    ]
    return len(notify(told, now=now))


@transaction.atomic
def tell_of_replay(*, found: Mapping[str, int], now: datetime) -> int:
    """Tell managers that campaigns ({slug: differences}) are not what the news make them, once a day each.

    Returns how many were told.
    """
    campaigns = Campaign.objects.filter(slug__in=list(found)).select_related("brand").order_by("pk")
    managers = role_holders(Role.MANAGER, {campaign.brand.scope for campaign in campaigns})
    told = [
        News(
            kind=REPLAYED,
            member_id=member_id,
            about=topic(campaign.pk),
            topic=topic(campaign.pk),
            data={"count": found[campaign.slug]},
        )
        for campaign in campaigns
        for member_id in sorted(managers[campaign.brand.scope])
    ]
    return len(notify(told, now=now))
