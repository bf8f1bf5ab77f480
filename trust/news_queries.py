"""Questions of notifications: what of their news is still so. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Q

from accounts.notification_queries import role_holders
from accounts.states import Role
from common.clock import DbNow
from trust.models import Case, Certification
from trust.states import WAITING_CASE_STATES

WAITING = tuple(WAITING_CASE_STATES)
# For previews.
SOME_DAY = datetime(2027, 5, 20, 9, 0, tzinfo=UTC)


def cases_by_id(case_ids: Iterable[int]) -> dict[int, Case]:
    """One statement however many; only what a notification says is loaded."""
    rows = Case.objects.filter(pk__in=set(case_ids)).only("pk", "member_id", "kind", "state")
    return {row.pk: row for row in rows}


def certifications_by_id(ids: Iterable[int]) -> dict[int, Certification]:
    """One statement however many."""
    rows = Certification.objects.filter(pk__in=set(ids))
    return {row.pk: row for row in rows.only("pk", "member_id", "kind", "state", "expires_at")}


@dataclass(frozen=True, kw_only=True)
class DeskDue:
    """``cases``: waiting ones that were urged; ``late``: of them past the promise."""

    cases: int
    late: int


def desk_due() -> DeskDue:
    """One statement."""
    urged = Case.objects.filter(state__in=WAITING_CASE_STATES, urgency__gt=0)
    return DeskDue(**urged.aggregate(cases=Count("pk"), late=Count("pk", filter=Q(due_at__lt=DbNow()))))


@dataclass(frozen=True, kw_only=True)
class DeskPeople:
    certifiers: frozenset[int]
    auditors: frozenset[int]

    @property
    def everybody(self) -> frozenset[int]:
        return self.certifiers | self.auditors


def desk_people() -> DeskPeople:
    """Who works at the desk, and who watches over it. Two statements."""
    return DeskPeople(
        certifiers=frozenset(role_holders(Role.CERTIFIER, [""])[""]),
        auditors=frozenset(role_holders(Role.AUDITOR, [""])[""]),
    )
