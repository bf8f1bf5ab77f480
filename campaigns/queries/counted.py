"""What the funnel's counts must be, derived from the rows: for one piece of news, and for all of them.

Both go through the same columns, so that a line is found by one rule only.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from campaigns.models import (
    Attribution,
    BudgetEntry,
    DayCount,
    Referral,
    Reward,
    Touch,
)
from campaigns.risk_states import AFTER_ALL, AGAINST, APPROVED, RiskState
from campaigns.states import ReferralState, RewardKind, RewardState
from outbox.queries import payloads_waiting

COUNTING = "campaigns.count"
Cell = tuple[int, date, str, int, str]  # campaign, day, channel, version, variant
Hour = tuple[int, int]  # campaign, whole hours
_KEY = ("campaign", "day", "channel", "number", "shown")
_HOUR = timedelta(hours=1)


@dataclass(kw_only=True)
class Counts:
    cells: dict[Cell, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    hours: dict[Hour, int] = field(default_factory=lambda: defaultdict(int))

    def at(self, cell: Cell) -> dict[str, int]:
        found = self.cells.get(cell) or Counter[str]()
        return {name: found.get(name, 0) for name in DayCount.COLUMNS}

    def add(self, cell: Cell, columns: Mapping[str, int], *, times: int = 1) -> None:
        for name, number in columns.items():
            self.cells[cell][name] += number * times


def counts_from_rows() -> Counts:
    """Everything that has been counted by now: the rows without what still waits for its job."""
    counts = Counts()
    _add(counts, _touches(Touch.objects.all()), {"touches": Count("pk")})
    _add(counts, friends_keyed(Referral.objects.all()), STANDINGS)
    kept = _of_cause(kept_rewards(Reward.objects.filter(state=RewardState.GRANTED)))
    _add(counts, kept, {"rewarded": Count("pk"), "cost_minor": Sum("cost_minor")})
    times = Referral.objects.filter(qualified_at__isnull=False).exclude(state=ReferralState.VOID)
    for campaign_id, began, ended in times.values_list(
        "campaign_id", "registered_at", "qualified_at"
    ).iterator():
        if ended is not None:
            counts.hours[campaign_id, _whole_hours(began, ended)] += 1
    for payload in payloads_waiting(COUNTING):
        waits = news_of(payload)
        for cell, columns in waits.cells.items():
            counts.add(cell, columns, times=-1)
        for hour, friends in waits.hours.items():
            counts.hours[hour] -= friends
    return counts


def news_of(news: Mapping[str, Any]) -> Counts:
    """What one piece of news adds, to which line. Two statements at most."""
    add: dict[str, int] = dict(news["add"])
    counts = Counts()
    if "touch_id" in news:
        cells = _cells(_touches(Touch.objects.filter(pk=news["touch_id"])))
    elif "reward_id" in news:
        rewards = Reward.objects.filter(pk=news["reward_id"])
        cells = _cells(_of_cause(rewards))
        if "rewarded" in add:
            # What a ticket won is news of its own, which may come before this.
            gifts = rewards.exclude(kind=RewardKind.DRAW_ENTRY)
            add["cost_minor"] = sum(gifts.values_list("cost_minor", flat=True)) * add["rewarded"]
    else:
        friends = _one_friend(news)
        cells = _cells(friends_keyed(friends))
        if "qualified" in add:
            _add_hours(counts, friends)
    for cell in cells:
        counts.add(cell, add)
    return counts


def _one_friend(news: Mapping[str, Any]) -> QuerySet[Referral]:
    if "case_id" in news:
        return Referral.objects.filter(risk=news["case_id"])
    return Referral.objects.filter(campaign_id=news["campaign_id"], invitee_id=news["invitee_id"])


def _add_hours(counts: Counts, friends: QuerySet[Referral]) -> None:
    for campaign_id, began, ended in friends.values_list("campaign_id", "registered_at", "qualified_at"):
        if ended is not None:
            counts.hours[campaign_id, _whole_hours(began, ended)] += 1


def _whole_hours(began: datetime, ended: datetime) -> int:
    return max((ended - began) // _HOUR, 0)


_WAS_APPROVED = reduce(or_, [Q(risk__codes__contains=f",{code},") for code in AFTER_ALL])
STANDINGS: Mapping[str, Any] = {
    "registered": Count("pk"),
    "qualified": Count("pk", filter=Q(qualified_at__isnull=False)),
    "approved": Count("pk", filter=Q(risk__state__in=APPROVED)),
    "held": Count("pk", filter=Q(risk__state=RiskState.HELD)),
    "rejected": Count("pk", filter=Q(risk__state__in=AGAINST) & ~_WAS_APPROVED),
    "reversed": Count("pk", filter=Q(risk__state__in=AGAINST) & _WAS_APPROVED),
}


def _touches(rows: QuerySet[Touch]) -> QuerySet[Any, Any]:
    rows = rows.annotate(channel=F("link__channel"), shown=F("variant"))
    return _keyed(rows, moment="occurred_at", version="came_under")


def friends_keyed(rows: QuerySet[Referral]) -> QuerySet[Any, Any]:
    """With the line that each friend is counted in: ``day``, ``channel``, ``number``, ``shown``."""
    newest = _newest("campaign", "invitee")
    rows = rows.exclude(state=ReferralState.VOID).annotate(**newest)
    return _keyed(rows, moment="registered_at", version="came_under")


def _of_cause(rows: QuerySet[Reward]) -> QuerySet[Any, Any]:
    """A reward belongs to the friend who earned it last."""
    newest = _newest("campaign", "cause__invitee")
    rows = rows.filter(cause__isnull=False).annotate(**newest)
    return _keyed(rows, moment="cause__registered_at", version="cause__came_under")


def kept_rewards(rows: QuerySet[Reward]) -> QuerySet[Reward]:
    """Without the gifts that were not taken."""
    back = BudgetEntry.objects.filter(reward=OuterRef("pk"), units__lt=0)
    return rows.filter(~Exists(back))


def _newest(campaign: str, invitee: str) -> dict[str, Any]:
    """Through which channel a friend came, and which wording she was shown."""
    why = Attribution.objects.filter(campaign=OuterRef(campaign), invitee=OuterRef(invitee))
    why = why.order_by("-revision")
    variant = Subquery(why.values("touch__variant")[:1])
    return {
        "channel": Subquery(why.values("link__channel")[:1]),
        "shown": Coalesce(variant, Value("")),
    }


def _keyed(rows: QuerySet[Any, Any], *, moment: str, version: str) -> QuerySet[Any, Any]:
    """With the columns of ``_KEY``. The version stands in the row: rules may get better before it counts."""
    day = TruncDate(moment, tzinfo=ZoneInfo(settings.TIME_ZONE), output_field=DateField())
    keyed: QuerySet[Any, Any] = rows.annotate(day=day, number=F(version))
    return keyed


def _cells(rows: QuerySet[Any, Any]) -> Sequence[Cell]:
    return list(rows.values_list(*_KEY))


def _add(counts: Counts, rows: QuerySet[Any, Any], columns: Mapping[str, Any]) -> None:
    names = list(columns)
    grouped: Iterable[Any] = (
        rows.values(*_KEY).annotate(**{f"n_{name}": value for name, value in columns.items()}).order_by()
    )
    for row in grouped:
        cell = (row["campaign"], row["day"], row["channel"], row["number"], row["shown"])
        counts.add(cell, {name: row[f"n_{name}"] or 0 for name in names})
