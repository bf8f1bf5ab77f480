"""Proof of a work address: six digits to that mailbox. Only its domain is shown to the certifier."""

from datetime import datetime

from django.db import transaction

from accounts.operations import send_contact_code
from accounts.operations.codes import confirm_code, spend_code
from accounts.queries import as_member
from accounts.rules import parse_contact
from accounts.states import ContactKind, Locale
from common.access import Actor, allow
from common.crypto import blind_index
from common.errors import Refused
from trust import errors, evidence_queries
from trust.checks.employers import is_free_mailbox
from trust.evidence_states import EvidenceKind, EvidenceState
from trust.models import Evidence
from trust.operations.contradictions import note_same_file
from trust.operations.evidence import draft_for, seal_details
from trust.operations.retention import shred_evidence
from trust.states import CaseKind


def send_work_code(
    *, actor: Actor, address: str, network_address: str, locale: str = Locale.ENGLISH, now: datetime
) -> Evidence:
    """Send six digits to a work address; an earlier unproven address of the application goes.

    ``network_address`` is only counted, hashed.

    Raises: NeedsSignIn, BadEmail, FreeMailbox, NameFirst, TooMuchEvidence, CaseOpen, AlreadyCertified,
    TooMany.
    """
    allow(actor, "trust.submit-case")
    member = as_member(actor)
    contact = parse_contact(address)
    if contact.kind != ContactKind.EMAIL or is_free_mailbox(contact.value):
        raise errors.FreeMailbox(field="address")
    with transaction.atomic():
        case = draft_for(member.pk, CaseKind.PROFESSIONAL, now=now)
        for old in case.evidence.filter(kind=EvidenceKind.WORK_EMAIL, state=EvidenceState.RECEIVED):
            old.seal(actor=actor, retain_until=now, policy="replaced")
            shred_evidence(old, actor=actor, now=now)
    sent = send_contact_code(contact=contact.value, address=network_address, locale=locale)
    with transaction.atomic():
        evidence = Evidence(case=case, kind=EvidenceKind.WORK_EMAIL, received_at=now)
        evidence.same_as = blind_index(contact.value, purpose="work-email")
        domain = contact.value.rpartition("@")[2]
        evidence.details_sealed = seal_details(
            evidence, {"address": contact.value, "domain": domain, "ref": sent.ref}
        )
        evidence.save(force_insert=True)
    return evidence


def prove_work_email(*, actor: Actor, evidence_id: int, code: str, now: datetime) -> Evidence:
    """The digits from the mailbox. A wrong try is counted for good. Repeating after success changes nothing.

    Raises: NotFound, WrongWorkCode, CodeUsedUp.
    """
    evidence = Evidence.objects.select_related("case__member__data_key").filter(pk=evidence_id).first()
    allow(actor, "trust.keep-evidence", evidence)
    assert evidence is not None  # noqa: S101 - allow refuses None
    if evidence.kind != EvidenceKind.WORK_EMAIL:
        raise errors.WrongWorkCode(field="code")
    if evidence.state == EvidenceState.AVAILABLE:
        return evidence
    ref = evidence_queries.details_of(evidence.case.member, evidence).get("ref", "")
    if evidence.state != EvidenceState.RECEIVED or not ref:
        raise errors.WrongWorkCode(field="code")
    read = confirm_code(ref=ref, typed=code)
    try:
        with transaction.atomic():
            spend_code(read, hand_over=False)
            evidence.make_available(actor=actor)
            note_same_file(evidence, now=now)
    except Refused as refused:
        raise errors.WrongWorkCode(field="code") from refused
    return evidence
