"""Professional applications in valid worlds, made through operations."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Member
from outbox.testing import run_jobs
from tests.factories.accounts import MemberFactory
from tests.factories.pictures import arrived
from tests.factories.trust import NOW, CertificationFactory
from trust.evidence_queries import employment_print
from trust.models import Case, Certification, Evidence
from trust.notices import PROFESSIONAL
from trust.operations import add_evidence, declare_employment, submit_professional_case
from trust.states import AssuranceMethod, CaseKind

JOB = {"employer": "样例科技有限公司", "title": "工程师", "since": "2021-09"}


def named_member(**more: Any) -> Member:
    """With a verified name and a declared job."""
    member = MemberFactory.create(**more)
    CertificationFactory.create(member=member, case__legal_name="欧阳若曦")
    declare_employment(actor=member, now=NOW, **JOB)
    return member


def certified(member: Member) -> Certification:
    """An active certification of the job that the member has."""
    declare_employment(actor=member, now=NOW, **JOB)
    certification: Certification = CertificationFactory.create(
        member=member,
        kind=CaseKind.PROFESSIONAL,
        method=AssuranceMethod.TWO_PROOFS,
        case__kind=CaseKind.PROFESSIONAL,
        identity_index="",
        employment_print=employment_print(member.pk),
    )
    return certification


def add(member: Member, kind: str = "business_card", *, body: bytes | None = None, **more: Any) -> Evidence:
    """Received; ``run_jobs()`` makes it available."""
    if kind in ("employment_certificate", "social_insurance_record", "employment_contract_page"):
        more.setdefault("issued_on", date(2026, 11, 1))
    return add_evidence(actor=member, kind=kind, upload=arrived(body), now=NOW, **more)


def ready(evidence: Evidence) -> Evidence:
    """Past the decoder, without one: the test is about something else."""
    from django.db import transaction

    from common.access import SYSTEM

    with transaction.atomic():
        evidence.refresh_from_db()
        assert evidence.file
        evidence.file.make_ready(actor=SYSTEM)
        evidence.sanitise(actor=SYSTEM)
        evidence.make_available(actor=SYSTEM)
    return evidence


def sent_in(member: Member | None = None, *kinds: str, at: datetime = NOW) -> Case:
    """An application on the desk, with proofs that were not decoded."""
    member = member or named_member()
    for kind in kinds or ("business_card", "work_badge"):
        ready(add(member, kind))
    return submit_professional_case(actor=member, notice_hash=PROFESSIONAL.hash, now=at)


def through_the_decoder() -> None:
    run_jobs(["trust.sanitise-evidence"])


LATER = NOW + timedelta(hours=2)


def proof_of(member: Member) -> Evidence:
    """A picture of an application that is not sent in; its blob holds no picture."""
    from common.crypto import create_key, unwrap
    from common.files import blobs
    from common.models import StoredBlob, StoredFile

    case = Case.objects.create(member=member, kind="professional", state="draft", created_at=NOW)
    owner = f"member:{member.public_id}"
    file = StoredFile.objects.create(
        owner=owner,
        purpose="trust.evidence",
        state="ready",
        key=create_key(owner),
        size=1,
        media_type="image/jpeg",
    )
    file.sha256_sealed = file.key.encrypt("0" * 64, aad=f"storedfile:{file.public_id}:sha256")
    file.save()
    body = b"not a picture"
    StoredBlob.objects.create(
        file=file, variant="page", name=blobs.write(unwrap(file.key), body), size=len(body)
    )
    return Evidence.objects.create(
        case=case, kind="business_card", file=file, state="available", received_at=NOW
    )
