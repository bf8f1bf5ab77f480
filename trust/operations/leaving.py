"""A member takes consent back, or leaves: what trust checked about them ends."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.queries import has_consent
from common.access import SYSTEM
from common.registries import Waiting
from outbox.facts import record
from trust import facts
from trust.models import (
    Appeal,
    BadgeChoice,
    Case,
    Certification,
    CreditAttestation,
    Employment,
    EmploymentClaim,
    Evidence,
    LegalNameClaim,
    RevealOffer,
)
from trust.notices import PROFESSIONAL, PURPOSE
from trust.operations.cases import withdraw_case
from trust.operations.credit import drop_credit
from trust.operations.linkedin import drop_linkedin
from trust.operations.register import forget_questions
from trust.operations.retention import shred_all_of
from trust.states import LIVE_CERTIFICATION_STATES, OPEN_CASE_STATES, CaseKind, CaseState, CertificationState

# A case in one of these is not over: somebody may still decide it.
UNDECIDED = (*OPEN_CASE_STATES, CaseState.APPEALED)
WITHDRAWN = "consent-withdrawn"
# What rests on which consent: papers about work are compared with the verified name.
ENDS = {PURPOSE: tuple(CaseKind.values), PROFESSIONAL.key: (CaseKind.PROFESSIONAL.value,)}


@transaction.atomic
def stop_verifying(*, member_id: int, purpose: str = PURPOSE, now: datetime) -> int:
    """Act on a withdrawn consent: open cases are taken back and badges end; returns how many ended.

    Whoever has agreed again meanwhile keeps everything. Repeating changes nothing.
    """
    if has_consent(member_id, purpose):
        return 0
    kinds = ENDS[purpose]
    ended = end_verification(member_id=member_id, why=WITHDRAWN, now=now, kinds=kinds)
    if purpose == PROFESSIONAL.key:
        shred_all_of(member_id, actor=SYSTEM, now=now)
    return ended


def end_verification(
    *, member_id: int, why: str, now: datetime, kinds: tuple[str, ...] = tuple(CaseKind.values)
) -> int:
    """Inside the caller's transaction. Repeating changes nothing. Raises: Stale."""
    ended = 0
    mine = Case.objects.filter(member_id=member_id, kind__in=kinds, state__in=UNDECIDED)
    for case_id in mine.values_list("pk", flat=True):
        withdraw_case(actor=SYSTEM, case_id=case_id, now=now)
        ended += 1
    live = Certification.objects.filter(
        member_id=member_id,
        kind__in=kinds,
        state__in=[*LIVE_CERTIFICATION_STATES, CertificationState.PENDING],
    )
    for certification in live.order_by("pk"):
        certification.revoke(actor=SYSTEM, why=why)
        fact = facts.CertificationRevoked(
            member_id=member_id,
            kind=certification.kind,
            certification_id=certification.pk,
            occurred_at=now.isoformat(),
        )
        record(fact, subject=f"certification:{certification.public_id}")
        ended += 1
    return ended


@transaction.atomic
def forget_claims(member_id: int, now: datetime) -> Waiting | None:
    """The erasure's step: badges end, cases are taken back, and what was declared is forgotten.

    Decisions stay, with reasons by code; what colleagues noted was encrypted with the member's key.
    """
    end_verification(member_id=member_id, why="member-left", now=now)
    forget_questions(member_id, now)
    LegalNameClaim.objects.filter(case__member_id=member_id).update(
        name_sealed="", identity_index="", region=""
    )
    Certification.objects.filter(member_id=member_id).exclude(identity_index="").update(identity_index="")
    shred_all_of(member_id, actor=SYSTEM, now=now)
    mine = Evidence.objects.filter(case__member_id=member_id)
    mine.update(details_sealed="", read_sealed="", same_as="")
    Employment.objects.filter(member_id=member_id).delete()
    EmploymentClaim._base_manager.filter(case__member_id=member_id).update(sealed="", print="")
    Appeal.objects.filter(case__member_id=member_id).update(text_sealed="")
    _forget_badges(member_id, now)
    return None


def _forget_badges(member_id: int, now: datetime) -> None:
    drop_credit(member_id=member_id, now=now)
    drop_linkedin(member_id=member_id, why="member-left", now=now)
    CreditAttestation.objects.filter(member_id=member_id).update(access_sealed="")
    BadgeChoice.objects.filter(member_id=member_id).delete()
    RevealOffer.objects.filter(Q(member_id=member_id) | Q(other_id=member_id)).delete()
