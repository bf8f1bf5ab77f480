"""Where a member says they work. Changing it takes what was certified about it out of use at once."""

import json
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.queries import as_member
from common.access import Actor, allow
from trust import errors, evidence_queries, rules
from trust.checks.company_code import parse_company_code
from trust.models import Employment
from trust.operations.certifications import suspend_for_new_job
from trust.rules import Job


@transaction.atomic
def declare_employment(
    *, actor: Actor, employer: str, title: str, since: str = "", company_code: str = "", now: datetime
) -> Job:
    """Say where one works now. Another employer, position or month suspends certifications about the former.

    Repeating changes nothing.

    Raises: NeedsSignIn, BadEmployer, BadTitle, BadSince, BadCompanyCode and its kinds.
    """
    allow(actor, "trust.declare-employment")
    member = as_member(actor)
    code = parse_company_code(company_code).code if company_code.strip() else ""
    today = timezone.localdate(now)
    job = rules.clean_job(employer=employer, title=title, since=since, company_code=code, today=today)
    if member.data_key is None:
        raise errors.MemberWithoutKey
    new_print = evidence_queries.job_print(job, member.pk)
    text = json.dumps(asdict(job), ensure_ascii=False)
    sealed = member.data_key.encrypt(text, aad=evidence_queries.job_place(member.pk))
    Employment.objects.update_or_create(
        member_id=member.pk,
        defaults={"sealed": sealed, "print": new_print, "since": job.since, "changed_at": now},
    )
    suspend_for_new_job(member.pk, new_print, actor=actor, now=now)
    return job


@transaction.atomic
def end_employment(*, actor: Actor, now: datetime) -> None:
    """Say that one works there no more: certifications about it are suspended. Repeating changes nothing."""
    allow(actor, "trust.declare-employment")
    member = as_member(actor)
    Employment.objects.filter(member_id=member.pk).delete()
    suspend_for_new_job(member.pk, "-", actor=actor, now=now)
