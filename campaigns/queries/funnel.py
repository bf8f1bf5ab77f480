"""A campaign's funnel as its managers read it, and the little that everybody may. Each says what it costs."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, JSONField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import JSONObject

from accounts.session_queries import last_seen
from campaigns.channel_packs import TIES
from campaigns.funnel_rules import (
    KFactor,
    Point,
    Quadrant,
    k_factor,
    minor_each,
    percentile,
    quadrants,
    share_bp,
    told,
)
from campaigns.models import DayCount, Progress, QualifyTime, Referral
from campaigns.queries.counted import friends_keyed
from campaigns.states import Channel
from campaigns.variant_rules import BASE, Arm, Judged, judge

# Who came back so long after registering has stayed; who came back at all, and lately, is active.
RETAINED_AFTER = timedelta(days=30)
CAME_BACK_AFTER = timedelta(days=1)
LATELY = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Steps:
    """One line of a funnel. ``key``: a day, a channel, a version's number, or '' for everything."""

    key: Any = ""
    touches: int = 0
    registered: int = 0
    qualified: int = 0
    approved: int = 0
    held: int = 0
    rejected: int = 0
    reversed: int = 0
    rewarded: int = 0
    cost_minor: int = 0

    @property
    def refused(self) -> int:
        return self.rejected + self.reversed

    @property
    def registered_bp(self) -> int | None:
        return share_bp(self.registered, self.touches)

    @property
    def qualified_bp(self) -> int | None:
        return share_bp(self.qualified, self.registered)

    @property
    def approved_bp(self) -> int | None:
        return share_bp(self.approved, self.registered)


@dataclass(frozen=True, kw_only=True)
class Stayed:
    """Of friends who registered long enough ago: how many, and how many of them came back after that."""

    old_enough: int = 0
    retained: int = 0

    @property
    def retained_bp(self) -> int | None:
        return share_bp(self.retained, self.old_enough)


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Friends of one week, by its Monday."""

    steps: Steps
    stayed: Stayed


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """``p50_hours`` and ``p90_hours``: from registering to counting."""

    total: Steps
    days: Sequence[Steps]
    channels: Sequence[Steps]
    ties: Sequence[Steps]
    versions: Sequence[Steps]
    variants: Sequence[Judged]
    cohorts: Sequence[Cohort]
    k: KFactor
    stayed: Stayed
    p50_hours: int | None
    p90_hours: int | None
    reach: Sequence[tuple[Point, Quadrant]]

    @property
    def cost_per_approved(self) -> int | None:
        return minor_each(self.total.cost_minor, self.total.approved)

    @property
    def cost_per_retained(self) -> int | None:
        return minor_each(self.total.cost_minor, self.stayed.retained)


def funnel_figures(*, campaign_id: int, now: datetime) -> Funnel:
    """Four statements: two over kept counts, one over advocates, one over friends (who has stayed)."""
    lines = list(_lines(campaign_id))
    total = _sum(lines, lambda line: "")
    everything = total[0] if total else Steps()
    hours = dict(QualifyTime.objects.filter(campaign_id=campaign_id).values_list("hours", "friends"))
    stays = _stays(campaign_id, now=now)
    channels = _sum(lines, lambda line: line.channel)
    return Funnel(
        total=everything,
        days=_sum(lines, lambda line: line.day),
        channels=[steps for channel in Channel for steps in channels if steps.key == channel],
        ties=_sum(lines, lambda line: str(TIES[line.channel])),
        versions=_sum(lines, lambda line: line.version),
        variants=_judged(lines),
        cohorts=_cohorts(lines, stays),
        k=k_factor(
            advocates=Progress.objects.filter(campaign_id=campaign_id).count(),
            qualified=everything.qualified,
            refused=everything.refused,
        ),
        stayed=_all_who_stayed(stays.values()),
        p50_hours=percentile(hours, 50),
        p90_hours=percentile(hours, 90),
        reach=_reach(channels, stays),
    )


def _lines(campaign_id: int) -> Sequence[DayCount]:
    """One line of the table for each day, channel, version and variant: some thousands at most."""
    return list(DayCount.objects.filter(campaign_id=campaign_id).order_by("day", "channel", "version"))


def _sum(lines: Sequence[DayCount], key: Callable[[DayCount], Any]) -> list[Steps]:
    """By the order of the keys."""
    sums: dict[Any, Counter[str]] = defaultdict(Counter)
    for line in lines:
        sums[key(line)].update({name: getattr(line, name) for name in DayCount.COLUMNS})
    return [Steps(key=found, **sums[found]) for found in sorted(sums)]


@dataclass(kw_only=True)
class _Stay:
    old_enough: int = 0
    retained: int = 0
    engaged: int = 0


@dataclass(frozen=True, kw_only=True, order=True)
class _Where:
    monday: date
    channel: str = field(default="")


def _stays(campaign_id: int, *, now: datetime) -> Mapping[_Where, _Stay]:
    """One statement."""
    seen = Q(seen__gte=F("registered_at") + RETAINED_AFTER)
    came_back = Q(seen__gte=F("registered_at") + CAME_BACK_AFTER) & Q(seen__gte=now - LATELY)
    old_enough = Q(registered_at__lte=now - RETAINED_AFTER)
    rows = (
        friends_keyed(Referral.objects.filter(campaign_id=campaign_id))
        .annotate(seen=last_seen("invitee"))
        .values("day", "channel")
        .annotate(
            old_enough=Count("pk", filter=old_enough),
            retained=Count("pk", filter=old_enough & seen),
            engaged=Count("pk", filter=came_back & Q(qualified_at__isnull=False)),
        )
        .order_by()
    )
    found: dict[_Where, _Stay] = defaultdict(_Stay)
    for row in rows:
        stay = found[_Where(monday=_monday(row["day"]), channel=row["channel"])]
        stay.old_enough += row["old_enough"]
        stay.retained += row["retained"]
        stay.engaged += row["engaged"]
    return found


def _judged(lines: Sequence[DayCount]) -> list[Judged]:
    """Visits and registrations of each wording that was shown; nothing while there was one only."""
    shown = {steps.key: steps for steps in _sum(lines, lambda line: line.variant) if steps.key}
    if not shown:
        return []
    arms = [shown.get(key, Steps(key=key)) for key in sorted({BASE, *shown})]
    return judge([Arm(key=arm.key, visits=arm.touches, wins=arm.registered) for arm in arms])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _all_who_stayed(stays: Any) -> Stayed:
    found = list(stays)
    return Stayed(
        old_enough=sum(stay.old_enough for stay in found), retained=sum(stay.retained for stay in found)
    )


def _cohorts(lines: Sequence[DayCount], stays: Mapping[_Where, _Stay]) -> list[Cohort]:
    """Weeks in which somebody registered, the newest first."""
    weeks = [steps for steps in _sum(lines, lambda line: _monday(line.day)) if steps.registered]
    return [
        Cohort(
            steps=steps,
            stayed=_all_who_stayed(stay for where, stay in stays.items() if where.monday == steps.key),
        )
        for steps in reversed(weeks)
    ]


def _reach(channels: Sequence[Steps], stays: Mapping[_Where, _Stay]) -> list[tuple[Point, Quadrant]]:
    engaged = Counter[str]()
    for where, stay in stays.items():
        engaged[where.channel] += stay.engaged
    points = [
        Point(key=steps.key, reach=steps.touches, engaged=engaged[steps.key])
        for steps in channels
        if steps.touches or engaged[steps.key]
    ]
    return quadrants(points)


@dataclass(frozen=True, kw_only=True)
class PublicFigures:
    """Rounded down to fives; None for fewer."""

    joined: int | None
    qualified: int | None
    rewarded: int | None


def public_sums(campaign: str) -> Subquery:
    """Beside a row whose column names a campaign, so that its page costs no statement more."""
    lines = DayCount.objects.filter(campaign=OuterRef(campaign)).order_by().values("campaign")
    sums = JSONObject(joined=Sum("registered"), qualified=Sum("qualified"), rewarded=Sum("rewarded"))
    return Subquery(lines.annotate(sums=sums).values("sums"), output_field=JSONField())


def public_figures(sums: Mapping[str, int] | None) -> PublicFigures | None:
    """What everybody may read; None while nobody has joined."""
    if not sums or not sums["joined"]:
        return None
    return PublicFigures(**{name: told(number) for name, number in sums.items()})
