"""Who may do what in trust."""

from accounts.queries import has_role
from accounts.states import Role
from common.access import Actor, declare, is_member, predicate
from trust.models import Case


@predicate
def is_applicant(actor: Actor, case: Case | None) -> bool:
    return case is not None and actor.pk is not None and case.member_id == actor.pk


@predicate
def is_certifier(actor: Actor) -> bool:
    return has_role(actor, Role.CERTIFIER)


@predicate
def is_auditor(actor: Actor) -> bool:
    return has_role(actor, Role.AUDITOR)


declare("trust.submit-case", is_member, hidden=False)
declare("trust.withdraw-case", is_applicant)
declare("trust.view-desk", is_certifier, hidden=False)
declare("trust.lease-task", is_certifier)
declare("trust.release-task", is_certifier)
declare("trust.view-claim", is_certifier)
declare("trust.decide-case", is_certifier)
declare("trust.view-certifications", is_certifier | is_auditor, hidden=False)
