"""Who may do what in trust."""

import rules

from accounts.queries import has_role
from common.access import Actor, declare, is_member
from trust.models import Case


@rules.predicate
def is_applicant(actor: Actor, case: Case | None) -> bool:
    return case is not None and actor.pk is not None and case.member_id == actor.pk


@rules.predicate
def is_certifier(actor: Actor) -> bool:
    return actor.is_authenticated and hasattr(actor, "is_superuser") and has_role(actor, "certifier")


@rules.predicate
def is_auditor(actor: Actor) -> bool:
    return actor.is_authenticated and hasattr(actor, "is_superuser") and has_role(actor, "auditor")


declare("trust.submit-case", is_member, hidden=False)
declare("trust.withdraw-case", is_applicant)
declare("trust.view-desk", is_certifier, hidden=False)
declare("trust.lease-task", is_certifier)
declare("trust.release-task", is_certifier)
declare("trust.view-claim", is_certifier)
declare("trust.decide-case", is_certifier)
declare("trust.view-certifications", is_certifier | is_auditor, hidden=False)
