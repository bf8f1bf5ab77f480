"""A member takes consent back, or leaves: what trust checked about them ends."""

from datetime import datetime

from django.db import transaction

from accounts.queries import has_consent
from common.access import SYSTEM
from outbox.facts import record
from trust import facts
from trust.models import Case, Certification
from trust.notices import PROFESSIONAL, PURPOSE
from trust.operations.cases import withdraw_case
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
