"""The desk: take a case, look at it, give it back. One certifier at a time, by the database's clock."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts import operations as accounts
from common.access import SYSTEM, Actor, allow
from common.clock import DbNow, db_now
from common.errors import Stale
from outbox.audit import note
from trust import agreement_queries, errors, evidence_queries, queries, rules
from trust.models import Case, ReviewTask
from trust.states import (
    DECIDED_CASE_STATES,
    LEASE_MINUTES,
    CaseKind,
    CaseState,
    CheckCode,
    Stage,
    TaskState,
    WhyTwo,
)


@transaction.atomic
def lease_task(*, actor: Actor, case_id: int, now: datetime) -> ReviewTask:
    """Take a waiting case for 20 minutes. Taking what one holds already gives the same lease.

    Raises: NotFound, OwnCase, ConflictOfInterest, SameReviewer, TouchedBefore, AlreadyDecided, NoTask,
    TaskTaken.
    """
    case = case_for("trust.lease-task", actor, case_id)
    task = queries.live_task(case.pk)
    at = db_now()
    if task is not None and task.is_held_by(actor.pk, at=at):
        return task
    if case.state in DECIDED_CASE_STATES:
        raise errors.AlreadyDecided
    if task is None:
        raise errors.NoTask
    check_eyes(case, task, actor)
    try:
        with transaction.atomic():
            return _take(case, task, actor=actor, at=at, now=now)
    except (Stale, IntegrityError) as error:
        raise errors.TaskTaken from error


def _take(case: Case, task: ReviewTask, *, actor: Actor, at: datetime, now: datetime) -> ReviewTask:
    if task.has_run_out(at=at):
        task = _reopen(case, task, now=now)
    if task.state != TaskState.OPEN:
        raise errors.TaskTaken
    if case.state == CaseState.QUEUED:
        case.take(actor=actor)
    task.lease(actor=actor, until=at + timedelta(minutes=LEASE_MINUTES))
    return task


def _reopen(case: Case, task: ReviewTask, *, now: datetime) -> ReviewTask:
    """A lease ran out: the old task is closed for good, the case waits again with a new one."""
    if case.state == CaseState.IN_REVIEW:
        case.queue(actor=SYSTEM, why="lease ran out")  # the case first, everywhere
    task.expire(actor=SYSTEM)
    return open_task(case, stage=task.stage, because=task.because, now=now)


def open_task(case: Case, *, stage: str, because: str = "", now: datetime) -> ReviewTask:
    """``because``: why a second review is needed."""
    return ReviewTask.objects.create(
        case=case, round=case.round, stage=stage, state=TaskState.OPEN, because=because, created_at=now
    )


@transaction.atomic
def release_task(*, actor: Actor, case_id: int, now: datetime) -> None:
    """Give a taken case back to the queue. Repeating changes nothing.

    Raises: NotFound, OwnCase, ConflictOfInterest.
    """
    case = case_for("trust.release-task", actor, case_id)
    task = queries.live_task(case.pk)
    if task is None or task.state != TaskState.LEASED or task.holder_id != actor.pk:
        return
    if case.state == CaseState.IN_REVIEW:
        case.queue(actor=actor, why="given back")
    task.release(actor=actor)
    open_task(case, stage=task.stage, because=task.because, now=now)


@transaction.atomic
def expire_leases(*, now: datetime, limit: int = 100) -> int:
    """Put cases whose certifier's time ran out back into the queue; returns how many. Repeatable."""
    over = ReviewTask.objects.filter(state=TaskState.LEASED, lease_until__lte=DbNow())
    tasks = list(over.select_related("case").order_by("pk")[:limit])
    done = 0
    for task in tasks:
        try:
            with transaction.atomic():
                _reopen(task.case, task, now=now)
        except (Stale, IntegrityError):  # its certifier decided, or took it again, this very moment
            continue
        done += 1
    return done


@dataclass(frozen=True, kw_only=True)
class ClaimView:
    """What a certifier sees. ``job`` stands in cases about work only; the ID's facts in others."""

    legal_name: str = field(repr=False)
    id_kind: str
    region: str
    is_adult: bool
    job: rules.Job | None = field(repr=False, default=None)
    flags: list[CheckCode]
    lease_until: datetime
    two_people: list[WhyTwo] = field(default_factory=list)


@transaction.atomic
def read_claim(*, actor: Actor, case_id: int) -> ClaimView:
    """Show the legal name to the certifier who holds the lease; every look is an audit line.

    Raises: NotFound, OwnCase, ConflictOfInterest, LeaseNeeded.
    """
    case = case_for("trust.view-claim", actor, case_id)
    task = check_held(queries.live_task(case.pk), actor)
    view = look_at(case, actor=actor, until=task.lease_until or db_now())
    return replace(view, two_people=_why_two(case, task, actor))


def _why_two(case: Case, task: ReviewTask, actor: Actor) -> list[WhyTwo]:
    """Why the holder's word alone would not settle the case, whatever it is."""
    if task.stage == Stage.APPEAL:
        return []
    if task.because:
        return [WhyTwo(task.because)]
    return [one.why for one in agreement_queries.why_two(case, reviewer_id=actor.pk, now=db_now())]


def look_at(case: Case, *, actor: Actor, until: datetime) -> ClaimView:
    """The claim, opened for eyes that may see it, with the lines that say so. Raises: NoTask."""
    flagged = case.checks.filter(round=case.round, is_flag=True).values_list("code", flat=True)
    flags = [CheckCode(code) for code in flagged]
    is_work = case.kind == CaseKind.PROFESSIONAL
    view = _job_view(case, flags, until) if is_work else _name_view(case, flags, until)
    note(actor, verb="view-legal-name", kind="trust.case", key=case.public_id, why=f"round {case.round}")
    accounts.note_look(actor=actor, member_id=case.member_id, what="documents", why="", now=db_now())
    return view


def _name_view(case: Case, flags: list[CheckCode], until: datetime) -> ClaimView:
    claim = queries.claim_of(case)
    if claim is None:
        raise errors.NoTask
    return ClaimView(
        legal_name=queries.legal_name_of(case),
        id_kind=claim.get_id_kind_display(),
        region=claim.region,
        is_adult=claim.is_adult,
        flags=flags,
        lease_until=until,
    )


def _job_view(case: Case, flags: list[CheckCode], until: datetime) -> ClaimView:
    claim = evidence_queries.employment_claim(case)
    if claim is None:
        raise errors.NoTask
    named = queries.own_certification(case.member_id)
    return ClaimView(
        legal_name=named.legal_name if named else "",
        id_kind="",
        region="",
        is_adult=True,
        job=evidence_queries.open_job(case.member, claim.sealed),
        flags=flags,
        lease_until=until,
    )


def check_eyes(case: Case, task: ReviewTask, actor: Actor) -> None:
    """Raises: SameReviewer, TouchedBefore."""
    rules.check_fresh_eyes(
        task.stage,
        has_decided_this_round=queries.has_decided_this_round(case, task, actor.pk),
        has_touched=task.stage == Stage.APPEAL and queries.has_touched(case, actor.pk),
    )


def check_held(task: ReviewTask | None, actor: Actor) -> ReviewTask:
    """The task, if the actor holds it right now. Raises: LeaseNeeded."""
    if task is None or not task.is_held_by(actor.pk, at=db_now()):
        raise errors.LeaseNeeded
    return task


def case_for(verb: str, actor: Actor, case_id: int) -> Case:
    """The case, if the actor is a certifier and free to judge it."""
    case = Case.objects.select_related("member__data_key").filter(pk=case_id).first()
    allow(actor, verb)
    if case is None:
        raise errors.NoSuchCase
    in_conflict = queries.are_in_conflict(case.member_id, actor.pk)
    rules.check_may_review(applicant_id=case.member_id, reviewer_id=actor.pk, in_conflict=in_conflict)
    return case
