"""The public board of promises, and a brand's own record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum

from campaigns import rules
from campaigns.models import Promise, PromiseTally
from campaigns.sentences import explain_promise
from campaigns.states import PromiseBucket
from common.pagination import keyset

NEWEST = ("-made_at", "-id")


@dataclass(frozen=True, kw_only=True)
class PromiseCounts:
    """``open`` is not due yet; ``overdue`` is due and not kept.

    ``replaced`` goes on as another promise, and is not counted twice. ``depleted``: it was promised while
    stock lasts, and all had been given.
    """

    open: int = 0
    overdue: int = 0
    kept: int = 0
    kept_late: int = 0
    declined: int = 0
    replaced: int = 0
    depleted: int = 0
    broken: int = 0

    @property
    def promised(self) -> int:
        return self.open + self.overdue + self.delivered + self.declined + self.depleted + self.broken

    @property
    def delivered(self) -> int:
        return self.kept + self.kept_late

    @property
    def score_bp(self) -> int | None:
        """On time of all that was due, in basis points; None while nothing was due."""
        return rules.score_bp(
            kept=self.kept, kept_late=self.kept_late, overdue=self.overdue, broken=self.broken
        )


@dataclass(frozen=True, kw_only=True)
class PromiseLine:
    """One promise for everybody to read: nobody's name, only what and when."""

    public_id: str
    kind: str
    bucket: str
    made_at: datetime
    due_at: datetime
    kept_at: datetime | None
    reason: str


def promise_counts(*, campaign_id: int) -> PromiseCounts:
    """The campaign's public counters. One grouped statement over a fixed number of rows."""
    return _sum(PromiseTally.objects.filter(campaign_id=campaign_id))


def brand_counts(*, brand_id: int) -> PromiseCounts:
    """The brand's record over all its campaigns. One grouped statement."""
    return _sum(PromiseTally.objects.filter(campaign__brand_id=brand_id))


def promises_of(
    *, campaign_id: int, state: str = "", cursor: str | None = None, size: int = 25
) -> tuple[Sequence[PromiseLine], str | None]:
    """(promises, next cursor), the newest first. One statement. Raises: BadCursor."""
    promises = Promise.objects.filter(campaign_id=campaign_id)
    promises = promises.filter(state=state) if state else promises
    page = keyset(promises, order=NEWEST, cursor=cursor, size=size)
    return [_line(promise) for promise in page.items], page.next_cursor


def _sum(tallies: QuerySet[PromiseTally]) -> PromiseCounts:
    sums = dict(tallies.values_list("bucket").annotate(sum=Sum("promises")).order_by())
    return PromiseCounts(**{bucket.value: sums.get(bucket.value, 0) for bucket in PromiseBucket})


def _line(promise: Promise) -> PromiseLine:
    return PromiseLine(
        public_id=promise.public_id,
        kind=promise.kind,
        bucket=promise.bucket,
        made_at=promise.made_at,
        due_at=promise.due_at,
        kept_at=promise.kept_at,
        reason=explain_promise(promise.public_reason),
    )


def find_promise_id(public_id: str) -> int:
    """0 for none; operations refuse that. One statement."""
    return Promise.objects.filter(public_id=public_id).values_list("pk", flat=True).first() or 0
