"""What must hold of cases and certifications, whatever happened."""

import re

from django.db.models import Count, Exists, F, OuterRef

from common.registries import ReconcileCheck
from trust.models import Case, Certification, CheckResult, Decision, LegalNameClaim, ReviewTask
from trust.states import LIVE_CERTIFICATION_STATES, CaseState, Outcome, TaskState

_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9Xx]")


def certified_without_approval() -> list[str]:
    """Every certification stands on an approving decision by somebody else than its member."""
    approving = Decision.objects.filter(case=OuterRef("case"), outcome=Outcome.APPROVE)
    rows = Certification.objects.filter(
        ~Exists(approving.exclude(reviewer_id=OuterRef("member_id"))), state__in=LIVE_CERTIFICATION_STATES
    )
    return [
        f"certification {public_id} has no approving decision by another person" for public_id in _ids(rows)
    ]


def certified_twice() -> list[str]:
    rows = Certification.objects.filter(state__in=LIVE_CERTIFICATION_STATES).order_by()
    doubled = rows.values("member__public_id", "kind").annotate(n=Count("pk")).filter(n__gt=1)
    return [
        f"member {row['member__public_id']} has {row['n']} live {row['kind']} certifications"
        for row in doubled
    ]


def identity_used_twice() -> list[str]:
    rows = Certification.objects.filter(state__in=LIVE_CERTIFICATION_STATES).order_by()
    doubled = (
        rows.exclude(identity_index="")
        .values("identity_index", "kind")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    return [f"{row['n']} live {row['kind']} certifications stand on one identity" for row in doubled]


def approved_without_certification() -> list[str]:
    rows = Case.objects.filter(state=CaseState.APPROVED, certification__isnull=True)
    return [f"case {public_id} is approved and certifies nobody" for public_id in _ids(rows)]


def decided_by_the_applicant() -> list[str]:
    rows = Decision.objects.filter(reviewer_id=F("case__member_id"))
    return [f"decision {pk} was made by its own applicant" for pk in rows.values_list("pk", flat=True)]


def cases_without_turn() -> list[str]:
    """A case that waits has an open task; one in review has a leased one."""
    has = {
        state: Exists(ReviewTask.objects.filter(case=OuterRef("pk"), state=state))
        for state in (TaskState.OPEN, TaskState.LEASED)
    }
    waiting = Case.objects.filter(~has[TaskState.OPEN], state=CaseState.QUEUED)
    reviewed = Case.objects.filter(~has[TaskState.LEASED], state=CaseState.IN_REVIEW)
    return [
        *(f"case {public_id} waits without a task" for public_id in _ids(waiting)),
        *(f"case {public_id} is in review without a lease" for public_id in _ids(reviewed)),
    ]


def id_numbers_kept() -> list[str]:
    """No readable column of the slice holds anything of the form of an ID number."""
    found = []
    for model, columns in (
        (LegalNameClaim, ("region", "id_kind")),
        (CheckResult, ("code",)),
        (Decision, ("reasons",)),
    ):
        for row in model._default_manager.values_list("pk", *columns).iterator():
            if _NUMBER.search(" ".join(str(value) for value in row[1:])):
                found.append(f"{model._meta.label_lower} {row[0]} holds something like an ID number")
    return found


def _ids(rows: object) -> list[str]:
    return list(rows.values_list("public_id", flat=True))  # type: ignore[attr-defined]


CHECKS = [
    ReconcileCheck(
        key="trust.approved", title="Certifications were approved", run=certified_without_approval
    ),
    ReconcileCheck(key="trust.once", title="One live certification per member", run=certified_twice),
    ReconcileCheck(
        key="trust.identity", title="One live certification per identity", run=identity_used_twice
    ),
    ReconcileCheck(key="trust.granted", title="Approved cases certify", run=approved_without_certification),
    ReconcileCheck(key="trust.own-case", title="Nobody decides on themselves", run=decided_by_the_applicant),
    ReconcileCheck(key="trust.turns", title="Waiting cases have a task", run=cases_without_turn),
    ReconcileCheck(key="trust.numbers", title="No ID number is kept", run=id_numbers_kept),
]
