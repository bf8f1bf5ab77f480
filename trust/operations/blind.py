"""Blind second looks: some decided cases are judged again by somebody who doesn't know the decision.

They change nothing about the case; they measure how far certifiers agree.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.queries import as_member
from common.access import Actor, allow
from common.crypto import blind_index
from common.errors import NotFound
from outbox.audit import note
from trust import desk_queries, errors, evidence_queries, queries, rules
from trust.evidence_states import Purpose, ViewerRole
from trust.models import BlindLook, Case, Evidence
from trust.operations.evidence import hand_out
from trust.operations.review import ClaimView, look_at
from trust.states import TICKET_SECONDS, CaseKind, CaseState, Outcome

_WINDOW = timedelta(days=3)


@transaction.atomic
def sample_blind_looks(*, now: datetime) -> int:
    """Choose among recently decided cases, by a keyed number that nobody can foresee; returns how many."""
    done = 0
    for kind in CaseKind.values:
        percent = desk_queries.policy_for(kind).blind_percent
        recent = Case.objects.filter(
            kind=kind,
            state__in=[CaseState.APPROVED, CaseState.REJECTED],
            decided_at__gte=now - _WINDOW,
            blind_look__isnull=True,
        )
        chosen = [case for case in recent.order_by("pk")[:1000] if is_sampled(case.public_id, percent)]
        BlindLook.objects.bulk_create(
            [BlindLook(case=case, created_at=now) for case in chosen], ignore_conflicts=True
        )
        done += len(chosen)
    return done


def is_sampled(public_id: str, percent: int) -> bool:
    return int(blind_index(public_id, purpose="blind-look")[:8], 16) % 100 < percent


@dataclass(frozen=True, kw_only=True)
class BlindPaper:
    """One proof: ``token`` opens its picture once; '' where there is none."""

    kind: str
    issued_on: date | None
    domain: str
    token: str = field(repr=False)
    noticed: list[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class BlindView:
    """What the first certifier saw, without what they decided."""

    claim: ClaimView
    papers: list[BlindPaper]


@transaction.atomic
def read_blind(*, actor: Actor, case_id: int, now: datetime) -> BlindView:
    """Show a chosen case to another certifier, until the opinion is given. Every look is written down,
    and the member reads it.

    Raises: NotFound, NeedsFreshProof, TouchedBefore, OwnCase, ConflictOfInterest, AlreadyDecided.
    """
    look = _open_look("trust.look-blind", actor, case_id)
    until = now + timedelta(seconds=TICKET_SECONDS)
    claim = look_at(look.case, actor=actor, until=until)
    rows = evidence_queries.seen_evidence(case_id)
    return BlindView(claim=claim, papers=[_paper(one, look.case, as_member(actor).pk) for one in rows])


def _paper(one: Evidence, case: Case, viewer_id: int) -> BlindPaper:
    token = ""
    if one.file_id:
        role, purpose = ViewerRole.BLIND_CERTIFIER, Purpose.QUALITY
        token = hand_out(one, viewer_id=viewer_id, role=role, purpose=purpose, task=None).token
    return BlindPaper(
        kind=str(one.get_kind_display()),
        issued_on=one.issued_on,
        domain=evidence_queries.details_of(case.member, one).get("domain", ""),
        token=token,
        noticed=[(evidence_queries.code_label(row.code), row.is_flag) for row in one.contradictions.all()],
    )


def _open_look(verb: str, actor: Actor, case_id: int) -> BlindLook:
    allow(actor, verb)
    look = BlindLook.objects.select_related("case__member__data_key").filter(case_id=case_id).first()
    if look is None:
        raise NotFound
    check_may_look(actor, look.case)
    if look.outcome:
        raise errors.AlreadyDecided
    return look


@transaction.atomic
def give_blind_opinion(*, actor: Actor, case_id: int, outcome: str, now: datetime) -> BlindLook:
    """What another certifier would have decided, once. The look asked for a fresh proof; whoever reads
    longer than one holds does not lose the word.

    Raises: NotFound, UnknownOutcome, TouchedBefore, OwnCase, ConflictOfInterest, AlreadyDecided.
    """
    look = _open_look("trust.judge-blind", actor, case_id)
    if outcome not in (Outcome.APPROVE, Outcome.REJECT):
        raise errors.UnknownOutcome(field="outcome")
    mine = BlindLook.objects.filter(pk=look.pk, outcome="")
    if mine.update(outcome=outcome, reviewer=as_member(actor), looked_at=now) != 1:
        raise errors.AlreadyDecided
    note(actor, verb="blind-look", kind="trust.case", key=look.case.public_id)
    look.refresh_from_db()
    return look


def check_may_look(actor: Actor, case: Case) -> None:
    """Raises: TouchedBefore, OwnCase, ConflictOfInterest."""
    rules.check_may_review(
        applicant_id=case.member_id,
        reviewer_id=actor.pk,
        in_conflict=queries.are_in_conflict(case.member_id, actor.pk),
    )
    if queries.has_touched(case, actor.pk):
        raise errors.TouchedBefore
