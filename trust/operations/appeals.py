"""A member's word against a rejection: once, in time, to somebody who never had the case."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from common.access import Actor, allow
from common.errors import IllegalMove, Stale
from outbox.facts import record
from trust import desk_queries, errors, evidence_queries, facts
from trust.models import Appeal, Case
from trust.operations.review import open_task
from trust.states import (
    APPEAL_CHARACTERS,
    APPEAL_DAYS,
    SLA_WORKING_DAYS,
    CaseState,
    Stage,
)
from trust.working_days import add_working_days

_LEAST = 10


@transaction.atomic
def appeal_case(*, actor: Actor, case_id: int, text: str, now: datetime) -> Case:
    """Appeal against a rejection. Repeating changes nothing.

    Raises: NotFound, NotAppealable, AppealTooLate, AppealText.
    """
    case = Case.objects.select_related("member__data_key").filter(pk=case_id).first()
    allow(actor, "trust.appeal-case", case)
    assert case is not None  # noqa: S101 - allow refuses None
    if case.state == CaseState.APPEALED:
        return case
    if case.state != CaseState.REJECTED or case.decided_at is None:
        raise errors.NotAppealable
    if now > case.decided_at + timedelta(days=APPEAL_DAYS):
        raise errors.AppealTooLate(days=APPEAL_DAYS)
    words = text.strip()
    if not _LEAST <= len(words) <= APPEAL_CHARACTERS:
        raise errors.AppealText(field="text", most=APPEAL_CHARACTERS)
    key = case.member.data_key
    if key is None:
        raise errors.MemberWithoutKey
    local = timezone.localtime(now)
    due_at = add_working_days(local, SLA_WORKING_DAYS, desk_queries.working_calendar(local.date()))
    try:
        case.appeal_against(actor=actor, due_at=due_at)
    except (Stale, IllegalMove) as error:
        raise errors.NotAppealable from error
    Appeal.objects.create(
        case=case, text_sealed=key.encrypt(words, aad=evidence_queries.appeal_place(case)), filed_at=now
    )
    open_task(case, stage=Stage.APPEAL, now=now)
    fact = facts.CaseAppealed(
        member_id=case.member_id, kind=case.kind, case_id=case.pk, occurred_at=now.isoformat()
    )
    record(fact, subject=f"case:{case.public_id}")
    return case
