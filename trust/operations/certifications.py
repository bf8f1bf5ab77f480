"""The life of a certification after the decision: suspended, reinstated, revoked, expired, replaced."""

import calendar
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from common.access import SYSTEM, Actor, allow
from common.errors import NotFound, Stale
from outbox.facts import Fact, record
from trust import errors, evidence_queries, facts, queries, rules
from trust.evidence_kinds import independent_proofs
from trust.models import Case, Certification
from trust.states import (
    CERTIFICATION_MONTHS,
    EXPIRY_NOTICE_DAYS,
    LIVE_CERTIFICATION_STATES,
    AssuranceMethod,
    CaseKind,
    CertificationState,
)

JOB_CHANGED = "job-changed"


def certify(case: Case, *, actor: Actor, now: datetime) -> Fact:
    """Bring the certification into being, in the decision's transaction; an older one is replaced.

    Raises: IdentityInUse, NoTask (nothing was claimed).
    """
    old = queries.live_certification(case.member_id, case.kind)
    if old is not None:
        old.supersede(actor=actor)
    row = _professional(case, now) if case.kind == CaseKind.PROFESSIONAL else _real_name(case, now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # certification_one_live_per_identity
        raise errors.IdentityInUse from error
    return facts.CertificationApproved(
        member_id=case.member_id, kind=case.kind, certification_id=row.pk, occurred_at=now.isoformat()
    )


def _real_name(case: Case, now: datetime) -> Certification:
    claim = queries.claim_of(case)
    if claim is None:
        raise errors.NoTask
    return Certification(
        member_id=case.member_id,
        kind=case.kind,
        state=CertificationState.ACTIVE,
        method=AssuranceMethod.ID_SEEN
        if evidence_queries.submitted_kinds(case.pk)
        else AssuranceMethod.DESK_DECLARED,
        case=case,
        identity_index=claim.identity_index,
        granted_at=now,
    )


def _professional(case: Case, now: datetime) -> Certification:
    """Good for a year, and only for the claimed job: if that changed meanwhile, it starts suspended."""
    claim = evidence_queries.employment_claim(case)
    if claim is None:
        raise errors.NoTask
    kinds = evidence_queries.submitted_kinds(case.pk)
    is_same = evidence_queries.employment_print(case.member_id) == claim.print
    return Certification(
        member_id=case.member_id,
        kind=case.kind,
        state=CertificationState.ACTIVE if is_same else CertificationState.SUSPENDED,
        method=AssuranceMethod.TWO_PROOFS if independent_proofs(kinds) > 1 else AssuranceMethod.CARD_SEEN,
        case=case,
        employment_print=claim.print,
        granted_at=now,
        expires_at=months_later(now, CERTIFICATION_MONTHS),
    )


def months_later(start: datetime, months: int) -> datetime:
    """The same day of the month, or its last day."""
    number = start.month - 1 + months
    year, month = start.year + number // 12, number % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return start.replace(year=year, month=month, day=day)


@transaction.atomic
def suspend_certification(*, actor: Actor, certification_id: int, why: str, now: datetime) -> Certification:
    """Take it out of use for now. Repeating changes nothing.

    Raises: NotFound, OwnCase, ConflictOfInterest, WhyNeeded, NotLive, Stale.
    """
    row = _found(actor, certification_id, why)
    if row.state == CertificationState.SUSPENDED:
        return row
    row.suspend(actor=actor, why=why.strip())
    _tell(row, facts.CertificationSuspended, now)
    return row


@transaction.atomic
def reinstate_certification(*, actor: Actor, certification_id: int, why: str, now: datetime) -> Certification:
    """Back into use, unless it expired or its job changed. Repeating changes nothing.

    Raises: NotFound, OwnCase, ConflictOfInterest, WhyNeeded, NotLive, JobUnchanged, Stale.
    """
    row = _found(actor, certification_id, why)
    if row.state == CertificationState.ACTIVE:
        return row
    if row.expires_at is not None and row.expires_at <= now:
        raise errors.NotLive
    if row.employment_print and row.employment_print != evidence_queries.employment_print(row.member_id):
        raise errors.JobUnchanged
    row.reinstate(actor=actor, why=why.strip())
    _tell(row, facts.CertificationReinstated, now)
    return row


@transaction.atomic
def revoke_certification(*, actor: Actor, certification_id: int, why: str, now: datetime) -> Certification:
    """End it for good. Repeating changes nothing.

    Raises: NotFound, OwnCase, ConflictOfInterest, WhyNeeded, NotLive, Stale.
    """
    row = _found(actor, certification_id, why, also=CertificationState.REVOKED)
    if row.state == CertificationState.REVOKED:
        return row
    row.revoke(actor=actor, why=why.strip())
    _tell(row, facts.CertificationRevoked, now)
    return row


def _found(actor: Actor, certification_id: int, why: str, *, also: str = "") -> Certification:
    row = Certification.objects.filter(pk=certification_id).first()
    allow(actor, "trust.manage-certifications", row)
    if row is None:
        raise NotFound
    in_conflict = queries.are_in_conflict(row.member_id, actor.pk)
    rules.check_may_review(applicant_id=row.member_id, reviewer_id=actor.pk, in_conflict=in_conflict)
    if not why.strip():
        raise errors.WhyNeeded(field="why")
    if row.state not in (*LIVE_CERTIFICATION_STATES, also):
        raise errors.NotLive
    return row


_News = type[
    facts.CertificationSuspended
    | facts.CertificationReinstated
    | facts.CertificationRevoked
    | facts.CertificationExpired
]


def _tell(row: Certification, kind: _News, now: datetime) -> None:
    fact = kind(member_id=row.member_id, kind=row.kind, certification_id=row.pk, occurred_at=now.isoformat())
    record(fact, subject=f"certification:{row.public_id}")


def suspend_for_new_job(member_id: int, new_print: str, *, actor: Actor, now: datetime) -> int:
    """What stood on another job is suspended, in the transaction that changes it; returns how many."""
    rows = Certification.objects.filter(member_id=member_id, state=CertificationState.ACTIVE)
    done = 0
    for row in rows.exclude(employment_print="").exclude(employment_print=new_print).order_by("pk"):
        row.suspend(actor=actor, why=JOB_CHANGED)
        _tell(row, facts.CertificationSuspended, now)
        done += 1
    return done


def expire_certifications(*, now: datetime, limit: int = 200) -> int:
    """End what is past its date; returns how many. Repeatable."""
    over = Certification.objects.filter(state__in=LIVE_CERTIFICATION_STATES, expires_at__lte=now)
    done = 0
    for row in over.order_by("pk")[:limit]:
        try:
            with transaction.atomic():
                row.expire(actor=SYSTEM)
                _tell(row, facts.CertificationExpired, now)
        except Stale:
            continue
        done += 1
    return done


def announce_endings(*, now: datetime, limit: int = 200) -> int:
    """Tell members 30, 7 and 1 days before the end, each once; returns how many were told. Repeatable."""
    done = 0
    for days in sorted(EXPIRY_NOTICE_DAYS):
        soon = Certification.objects.filter(
            state=CertificationState.ACTIVE, expires_at__gt=now, expires_at__lte=now + timedelta(days=days)
        )
        for row in (soon.filter(noticed_days__isnull=True) | soon.filter(noticed_days__gt=days))[:limit]:
            with transaction.atomic():
                mine = Certification.objects.filter(pk=row.pk, noticed_days=row.noticed_days)
                if mine.update(noticed_days=days) != 1:
                    continue
                fact = facts.CertificationEnding(
                    member_id=row.member_id,
                    kind=row.kind,
                    certification_id=row.pk,
                    days=days,
                    occurred_at=now.isoformat(),
                )
                record(fact, subject=f"certification:{row.public_id}")
            done += 1
    return done
