"""Who may do what in trust."""

from accounts.queries import has_role
from accounts.states import Role
from common.access import Actor, declare, is_member, predicate
from trust.models import Case, Evidence


@predicate
def is_applicant(actor: Actor, case: Case | None) -> bool:
    return case is not None and actor.pk is not None and case.member_id == actor.pk


@predicate
def is_owner(actor: Actor, evidence: Evidence | None) -> bool:
    return evidence is not None and actor.pk is not None and evidence.case.member_id == actor.pk


@predicate
def may_hold_evidence(actor: Actor, evidence: Evidence | None) -> bool:
    """Certifiers; the operation then asks for the lease."""
    return evidence is not None and has_role(actor, Role.CERTIFIER)


@predicate
def is_certifier(actor: Actor) -> bool:
    return has_role(actor, Role.CERTIFIER)


@predicate
def is_auditor(actor: Actor) -> bool:
    return has_role(actor, Role.AUDITOR)


@predicate
def is_superuser(actor: Actor) -> bool:
    return bool(getattr(actor, "is_superuser", False) and getattr(actor, "is_active", False))


declare("trust.submit-case", is_member, hidden=False)
declare("trust.withdraw-case", is_applicant)
declare("trust.view-desk", is_certifier, hidden=False)
declare("trust.lease-task", is_certifier)
declare("trust.release-task", is_certifier)
declare("trust.view-claim", is_certifier, fresh=True)
declare("trust.decide-case", is_certifier)
declare("trust.view-certifications", is_certifier | is_auditor, hidden=False)
declare("trust.declare-employment", is_member, hidden=False)
declare("trust.keep-evidence", is_owner)
declare("trust.open-evidence", is_owner | may_hold_evidence)
declare("trust.appeal-case", is_applicant)
declare("trust.manage-certifications", is_certifier)
declare("trust.edit-calendar", is_certifier, hidden=False)
# Whom the two-person rule binds does not set it.
declare("trust.edit-policy", is_superuser, hidden=False)
declare("trust.view-policy", is_certifier | is_auditor, hidden=False)
declare("trust.view-quality", is_certifier | is_auditor, hidden=False)
declare("trust.look-blind", is_certifier, fresh=True)
declare("trust.judge-blind", is_certifier)
declare("trust.show-credit", is_member, hidden=False)
declare("trust.show-linkedin", is_member, hidden=False)
declare("trust.carry-credential", is_member, hidden=False)
declare("trust.keep-badges", is_member, hidden=False)
