"""Keeping "one to three working days": reminders, escalation, the breach; the calendar's own end."""

import logging
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.notifications import News
from accounts.operations.notifications import notify
from common.access import SYSTEM, Actor, allow
from outbox.audit import note
from outbox.facts import record
from trust import desk_queries, errors, facts, news_queries
from trust.models import CalendarDay, CalendarYear, Case, DeskPolicy
from trust.states import CALENDAR_WARNING_DAYS, CaseKind
from trust.working_days import add_working_days

logger = logging.getLogger(__name__)
REMINDED, ESCALATED, LATE = 1, 2, 3
DESK_DUE = "trust.desk-due"


def urge_cases(*, now: datetime) -> int:
    """Mark what comes due: reminded two working days before, escalated one before, late after.

    Each level is told once per case and round; returns how many moved. Repeatable.
    """
    local = timezone.localtime(now)
    calendar = desk_queries.working_calendar(local.date())
    limits = (
        (LATE, now),
        (ESCALATED, add_working_days(local, 1, calendar)),
        (REMINDED, add_working_days(local, 2, calendar)),
    )
    return sum(
        _urge(case, level, now=now)
        for level, before in limits
        for case in desk_queries.cases_to_urge(level, before=before)
    )


@transaction.atomic
def _urge(case: Case, level: int, *, now: datetime) -> bool:
    if Case.objects.filter(pk=case.pk, urgency__lt=level, state=case.state).update(urgency=level) != 1:
        return False
    note(SYSTEM, verb="urge", kind="trust.case", key=case.public_id, why=f"level {level}")
    fact = facts.CaseLate(
        member_id=case.member_id, kind=case.kind, case_id=case.pk, level=level, occurred_at=now.isoformat()
    )
    record(fact, subject=f"case:{case.public_id}")
    return True


@transaction.atomic
def tell_desk(*, is_escalated: bool, now: datetime) -> int:
    """Tell every certifier once a day that applications fall due, and those who watch over the desk what was
    escalated; returns how many were told now.
    """
    people = news_queries.desk_people()
    ids = people.everybody if is_escalated else people.certifiers
    told = [News(kind=DESK_DUE, member_id=member_id, about="desk:due") for member_id in sorted(ids)]
    return len(notify(told, now=now))


def check_calendar(*, now: datetime) -> bool:
    """Warn in the log when the known days run out within 60 days; the admin shows the same."""
    left = desk_queries.calendar_days_left(now)
    if left >= CALENDAR_WARNING_DAYS:
        return True
    logger.warning("calendar.ending days=%s", left)
    return False


@transaction.atomic
def set_calendar_day(*, actor: Actor, on: date, is_working: bool, name: str) -> CalendarDay:
    """Say what a day is. Repeating changes nothing. Cases that are under way keep their due time."""
    allow(actor, "trust.edit-calendar")
    day, _ = CalendarDay.objects.update_or_create(on=on, defaults={"is_working": is_working, "name": name})
    note(actor, verb="set-day", kind="trust.calendarday", key=str(on), why="working" if is_working else "off")
    return day


@transaction.atomic
def remove_calendar_day(*, actor: Actor, on: date) -> None:
    """The day is what its weekday says again. Repeating changes nothing."""
    allow(actor, "trust.edit-calendar")
    CalendarDay.objects.filter(on=on).delete()
    note(actor, verb="remove-day", kind="trust.calendarday", key=str(on))


@transaction.atomic
def confirm_calendar_year(*, actor: Actor, year: int, source: str) -> CalendarYear:
    """Say that all of a year's days are entered. Repeating changes nothing. Raises: WhyNeeded."""
    allow(actor, "trust.edit-calendar")
    if not source.strip():
        raise errors.WhyNeeded(field="source")
    row, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source.strip()[:200]})
    note(actor, verb="confirm-year", kind="trust.calendaryear", key=str(year))
    return row


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How a kind of case is judged; what holds where nothing was said. See ``DeskPolicy``."""

    needs_two: bool = False
    asks_pictures: bool = False
    blind_percent: int = 5
    agreement_percent: int = 80
    agreement_looks: int = 10

    @property
    def is_sound(self) -> bool:
        return (
            0 <= self.blind_percent <= 100 and 0 <= self.agreement_percent <= 100 and self.agreement_looks > 0
        )

    @property
    def words(self) -> str:
        people, pictures = "two" if self.needs_two else "one", ", pictures" if self.asks_pictures else ""
        least = f"two below {self.agreement_percent} % of {self.agreement_looks} looks"
        return f"{people}, blind {self.blind_percent} %, {least}{pictures}"


@transaction.atomic
def set_desk_policy(*, actor: Actor, kind: str, policy: Policy) -> DeskPolicy:
    """Say how many people judge a kind of case and how the desk is measured.

    Repeating changes nothing. Holds for the next decision and for what is sent in from now on.
    Raises: NotAllowed, BadPolicy.
    """
    allow(actor, "trust.edit-policy")
    if kind not in CaseKind.values or not policy.is_sound:
        raise errors.BadPolicy
    row, _ = DeskPolicy.objects.update_or_create(kind=kind, defaults=asdict(policy))
    why = policy.words
    note(actor, verb="set-policy", kind="trust.deskpolicy", key=kind, why=why)
    return row
