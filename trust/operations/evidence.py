"""A member adds and removes proofs; a job makes them safe; the leased certifier and the owner open them."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.queries import as_member
from common.access import SYSTEM, Actor, allow
from common.bearers import hash_secret
from common.clock import DbNow, db_now
from common.errors import NotFound
from common.files.keeping import receive_upload
from common.files.uploads import SealedUpload
from common.models import FileState, StoredFile
from outbox.facts import record
from trust import errors, evidence_queries, facts, queries
from trust.evidence_kinds import KINDS, EvidenceRules
from trust.evidence_states import (
    LIVE_EVIDENCE_STATES,
    SEEN_EVIDENCE_STATES,
    EvidenceKind,
    EvidenceState,
    Purpose,
    ViewerRole,
)
from trust.models import AccessEntry, Case, Evidence, ReviewTask, ViewTicket
from trust.operations.cases import case_to_send
from trust.operations.contradictions import note_document_date, note_same_file
from trust.operations.retention import shred_evidence
from trust.operations.review import check_held
from trust.states import TICKET_SECONDS, CaseKind, CaseState, Stage

MOST_EVIDENCE = 8
FILE_PURPOSE = "trust.evidence"


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    kind: str,
    upload: SealedUpload,
    issued_on: date | None = None,
    now: datetime,
) -> Evidence:
    """Take a picture into quarantine for the application that its kind belongs to, which is opened if there
    is none: papers from work for the job, an ID for the name.

    Nothing is decoded here: a job makes it safe and available, or refuses it.

    Raises: NeedsSignIn, NameFirst, WrongKind, DateNeeded, DateInFuture, TooMuchEvidence, CaseOpen,
    AlreadyCertified, FinalDecision, the kinds of ``BadFile``.
    """
    allow(actor, "trust.submit-case")
    member = as_member(actor)
    rules = picture_rules(kind)
    check_date(rules, issued_on, today=timezone.localdate(now))
    case = draft_for(member.pk, rules.case_kind, now=now)
    file = receive_upload(upload, owner=f"member:{member.public_id}", purpose=FILE_PURPOSE)
    evidence = Evidence.objects.create(
        case=case, kind=rules.kind, file=file, same_as=file.same_as, issued_on=issued_on, received_at=now
    )
    evidence.quarantine(actor=actor)
    record(facts.EvidenceReceived(evidence_id=evidence.pk), subject=f"evidence:{evidence.public_id}")
    return evidence


def picture_rules(kind: str) -> EvidenceRules:
    """Raises: WrongKind."""
    rules = KINDS.get(EvidenceKind(kind)) if kind in EvidenceKind.values else None
    if rules is None or not rules.has_picture:
        raise errors.WrongKind(field="kind")
    return rules


def check_date(rules: EvidenceRules, issued_on: date | None, *, today: date) -> None:
    """An old document is no reason to refuse: it is flagged. Raises: DateNeeded, DateInFuture."""
    if rules.max_age_days is not None and issued_on is None:
        raise errors.DateNeeded(field="issued_on")
    if issued_on is not None and issued_on > today:
        raise errors.DateInFuture(field="issued_on")


def draft_for(member_id: int, kind: CaseKind, *, now: datetime) -> Case:
    """The member's open application of a kind that still takes proofs.

    Raises: NameFirst, TooMuchEvidence, CaseOpen, AlreadyCertified, FinalDecision.
    """
    if (
        kind == CaseKind.PROFESSIONAL
        and CaseKind.REAL_NAME not in queries.held_certifications([member_id])[member_id]
    ):
        raise errors.NameFirst
    case = case_to_send(member_id, kind, now)
    if evidence_queries.live_evidence(case.pk).count() >= MOST_EVIDENCE:
        raise errors.TooMuchEvidence(most=MOST_EVIDENCE)
    return case


@transaction.atomic
def remove_evidence(*, actor: Actor, evidence_id: int, now: datetime) -> None:
    """Take back a proof that was not sent in yet; it is shredded at once. Repeating changes nothing.

    Raises: NotFound, EvidenceClosed, Stale.
    """
    evidence = _load(evidence_id)
    allow(actor, "trust.keep-evidence", evidence)
    assert evidence is not None  # noqa: S101 - allow refuses None
    if evidence.state == EvidenceState.SHREDDED:
        return
    if evidence.round:
        raise errors.EvidenceClosed
    if evidence.state in LIVE_EVIDENCE_STATES:
        evidence.seal(actor=actor, retain_until=now, policy="taken-back")
    shred_evidence(evidence, actor=actor, now=now)


def _load(evidence_id: int) -> Evidence | None:
    rows = Evidence.objects.select_related("case__member__data_key", "file__key")
    return rows.filter(pk=evidence_id).first()


def note_sanitised(file: StoredFile, *, now: datetime) -> None:
    """The decoder is done with a picture: it is available, or refused. In the transaction that ends the file.

    Raises: Stale.
    """
    evidence = Evidence.objects.select_related("case__member__data_key").get(file=file)
    if evidence.state != EvidenceState.QUARANTINED:  # taken back meanwhile
        return
    if file.state == FileState.REFUSED:
        evidence.refuse(actor=SYSTEM, why=file.refusal)
        return
    evidence.sanitise(actor=SYSTEM)
    note_same_file(evidence, now=now)
    note_document_date(evidence, today=timezone.localdate(now), now=now)
    evidence.make_available(actor=SYSTEM)
    record(facts.EvidenceAvailable(evidence_id=evidence.pk), subject=f"evidence:{evidence.public_id}")


@dataclass(frozen=True, kw_only=True)
class Opened:
    """``token`` opens the document once, within two minutes, for the same person."""

    evidence_id: int
    token: str = field(repr=False)


@transaction.atomic
def open_evidence(*, actor: Actor, evidence_id: int, now: datetime) -> Opened:
    """A link for the owner, or for the certifier who holds the case; each is a line the owner can read.

    Raises: NotFound (not yours, not taken, not readable any more), LeaseNeeded, OwnCase, ConflictOfInterest.
    """
    evidence = _load(evidence_id)
    allow(actor, "trust.open-evidence", evidence)
    assert evidence is not None  # noqa: S101 - allow refuses None
    if evidence.state not in SEEN_EVIDENCE_STATES or evidence.file is None:
        raise NotFound
    viewer = as_member(actor)
    task: ReviewTask | None = None
    if evidence.case.member_id != viewer.pk:
        task = check_held(queries.live_task(evidence.case_id), actor)
    role, purpose = _ROLES[Stage(task.stage)] if task else (ViewerRole.OWNER, Purpose.OWN_COPY)
    return hand_out(evidence, viewer_id=viewer.pk, role=role, purpose=purpose, task=task)


def hand_out(
    evidence: Evidence, *, viewer_id: int, role: ViewerRole, purpose: Purpose, task: ReviewTask | None
) -> Opened:
    """The link, and the line that the owner reads. In the caller's transaction."""
    AccessEntry.objects.create(
        evidence=evidence, viewer_id=viewer_id, role=role, purpose=purpose, task=task, at=DbNow()
    )
    token = secrets.token_urlsafe(32)
    ViewTicket.objects.create(
        token_hash=hash_secret(token),
        evidence=evidence,
        viewer_id=viewer_id,
        task=task,
        expires_at=db_now() + timedelta(seconds=TICKET_SECONDS),
    )
    return Opened(evidence_id=evidence.pk, token=token)


_ROLES = {
    Stage.FIRST: (ViewerRole.CERTIFIER, Purpose.REVIEW),
    Stage.SECOND: (ViewerRole.SECOND_CERTIFIER, Purpose.REVIEW),
    Stage.APPEAL: (ViewerRole.APPEAL_CERTIFIER, Purpose.APPEAL),
}


@transaction.atomic
def use_ticket(*, actor: Actor, token: str) -> Evidence:
    """Spend a link: it works once, for whom it was made, while that person still may look.

    Raises: NotFound, LinkUsed (used, or too old), LeaseNeeded.
    """
    viewer = as_member(actor)
    ticket = ViewTicket.objects.filter(token_hash=hash_secret(token), viewer=viewer).first()
    if ticket is None:
        raise NotFound
    fresh = ViewTicket.objects.filter(pk=ticket.pk, used_at__isnull=True, expires_at__gt=DbNow())
    if fresh.update(used_at=DbNow()) != 1:
        raise errors.LinkUsed
    if ticket.task_id is not None and not ticket.task.is_held_by(viewer.pk, at=db_now()):  # type: ignore[union-attr]
        raise errors.LeaseNeeded
    evidence = _load(ticket.evidence_id)
    if evidence is None or evidence.state not in SEEN_EVIDENCE_STATES or evidence.file is None:
        raise NotFound
    return evidence


def drop_old_tickets(*, limit: int = 1000) -> int:
    """Delete links that are over; returns how many."""
    old = ViewTicket.objects.filter(expires_at__lt=DbNow()).order_by("pk").values_list("pk", flat=True)
    deleted, _ = ViewTicket.objects.filter(pk__in=list(old[:limit])).delete()
    return deleted


def seal_details(evidence: Evidence, details: dict[str, str]) -> str:
    key = evidence.case.member.data_key
    if key is None:
        raise errors.MemberWithoutKey
    text = json.dumps(details, ensure_ascii=False)
    return key.encrypt(text, aad=evidence_queries.details_place(evidence))


def is_open_for_proofs(case: Case) -> bool:
    return case.state in {CaseState.DRAFT, CaseState.RESUBMISSION_REQUESTED}
