"""Promises that are still open at half, four fifths and all of their time: people are told, once for each."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from accounts.notification_queries import role_holders
from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.states import Role
from campaigns.escalation_rules import DUE, HALF, NEAR, TOLD, highest_reached, next_moment
from campaigns.models import Campaign, Promise
from campaigns.operations.telling import topic
from campaigns.states import UNKEPT_PROMISES

ESCALATED = {
    HALF: "campaigns.promises-half",
    NEAR: "campaigns.promises-near",
    DUE: "campaigns.promises-overdue",
}
ESCALATE_AT_ONCE = 1000


@transaction.atomic
def escalate_promises(*, now: datetime) -> int:
    """Tell of every promise that has passed a mark since the last time; returns how many promises.

    One letter for each campaign and mark. Of several marks that were missed only the highest is told.
    Repeating tells of nothing twice.
    """
    passed = Promise.objects.filter(state__in=UNKEPT_PROMISES, escalate_at__lte=now)
    reached: Counter[tuple[int, int]] = Counter()
    for promise in passed.order_by("escalate_at", "id")[:ESCALATE_AT_ONCE]:
        percent = _escalate(promise, now=now)
        if percent:
            reached[promise.campaign_id, percent] += 1
    _tell(reached, now=now)
    return reached.total()


def _escalate(promise: Promise, *, now: datetime) -> int:
    """The mark to tell of; 0 where somebody else was faster, or the promise has come to its end."""
    percent = highest_reached(made_at=promise.made_at, due_at=promise.due_at, now=now)
    same = Promise.objects.filter(
        pk=promise.pk, escalated_percent=promise.escalated_percent, state__in=UNKEPT_PROMISES
    )
    later = next_moment(made_at=promise.made_at, due_at=promise.due_at, after=percent)
    return percent if same.update(escalated_percent=percent, escalate_at=later) else 0


def _tell(reached: Counter[tuple[int, int]], *, now: datetime) -> None:
    campaigns = Campaign.objects.select_related("brand").in_bulk({campaign_id for campaign_id, _ in reached})
    scopes = {campaign.brand.scope for campaign in campaigns.values()}
    holders = {role: role_holders(role, scopes) for role in (Role.CLERK, Role.MANAGER)}
    told = []
    for (campaign_id, percent), count in sorted(reached.items()):
        scope = campaigns[campaign_id].brand.scope
        members = {member_id for role in TOLD[percent] for member_id in holders[role][scope]}
        # Where a brand has no clerk, its managers do the clerk's work.
        told += [
            News(
                kind=ESCALATED[percent],
                member_id=member_id,
                about=f"promises:{campaign_id}-{percent}-{int(now.timestamp())}",
                topic=topic(campaign_id),
                data={"count": count},
            )
            for member_id in sorted(members or holders[Role.MANAGER][scope])
        ]
    notify(told, now=now)
