"""The words of trust. Each machine is a ``TextChoices`` and one table of legal moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

LEASE_MINUTES = 20
SLA_WORKING_DAYS = 3


class CaseKind(models.TextChoices):
    REAL_NAME = "real_name", _("real name")


class CaseState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("case", "draft")
    SUBMITTED = "submitted", pgettext_lazy("case", "sent in")
    CHECKING = "checking", pgettext_lazy("case", "being checked")
    QUEUED = "queued", pgettext_lazy("case", "waiting for a certifier")
    IN_REVIEW = "in_review", pgettext_lazy("case", "with a certifier")
    SECOND_REVIEW = "second_review", pgettext_lazy("case", "with a second certifier")
    RESUBMISSION_REQUESTED = "resubmission_requested", pgettext_lazy("case", "waiting for you")
    APPROVED = "approved", pgettext_lazy("case", "approved")
    REJECTED = "rejected", pgettext_lazy("case", "not approved")
    APPEALED = "appealed", pgettext_lazy("case", "appealed")
    UPHELD = "upheld", pgettext_lazy("case", "decision upheld")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "withdrawn")


CASE_MOVES: Moves = {
    CaseState.DRAFT: frozenset({CaseState.SUBMITTED, CaseState.WITHDRAWN}),
    CaseState.SUBMITTED: frozenset({CaseState.CHECKING, CaseState.WITHDRAWN}),
    CaseState.CHECKING: frozenset({CaseState.QUEUED, CaseState.WITHDRAWN}),
    CaseState.QUEUED: frozenset({CaseState.IN_REVIEW, CaseState.WITHDRAWN}),
    CaseState.IN_REVIEW: frozenset(
        {
            CaseState.APPROVED,
            CaseState.REJECTED,
            CaseState.RESUBMISSION_REQUESTED,
            CaseState.SECOND_REVIEW,
            CaseState.QUEUED,
            CaseState.WITHDRAWN,
        }
    ),
    CaseState.SECOND_REVIEW: frozenset(
        {CaseState.APPROVED, CaseState.REJECTED, CaseState.QUEUED, CaseState.WITHDRAWN}
    ),
    CaseState.RESUBMISSION_REQUESTED: frozenset({CaseState.SUBMITTED, CaseState.WITHDRAWN}),
    CaseState.REJECTED: frozenset({CaseState.APPEALED}),
    CaseState.APPEALED: frozenset({CaseState.APPROVED, CaseState.UPHELD, CaseState.WITHDRAWN}),
    CaseState.APPROVED: frozenset(),
    CaseState.UPHELD: frozenset(),
    CaseState.WITHDRAWN: frozenset(),
}

# At most one case per member and kind is in one of these.
OPEN_CASE_STATES = (
    CaseState.DRAFT,
    CaseState.SUBMITTED,
    CaseState.CHECKING,
    CaseState.QUEUED,
    CaseState.IN_REVIEW,
    CaseState.SECOND_REVIEW,
    CaseState.RESUBMISSION_REQUESTED,
)
DECIDED_CASE_STATES = (
    CaseState.APPROVED,
    CaseState.REJECTED,
    CaseState.RESUBMISSION_REQUESTED,
    CaseState.APPEALED,
    CaseState.UPHELD,
)


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("review task", "open")
    LEASED = "leased", pgettext_lazy("review task", "taken")
    DECIDED = "decided", pgettext_lazy("review task", "decided")
    RELEASED = "released", pgettext_lazy("review task", "given back")
    EXPIRED = "expired", pgettext_lazy("review task", "lease ran out")


TASK_MOVES: Moves = {
    TaskState.OPEN: frozenset({TaskState.LEASED, TaskState.RELEASED}),
    TaskState.LEASED: frozenset({TaskState.DECIDED, TaskState.RELEASED, TaskState.EXPIRED}),
    TaskState.DECIDED: frozenset(),
    TaskState.RELEASED: frozenset(),
    TaskState.EXPIRED: frozenset(),
}
LIVE_TASK_STATES = (TaskState.OPEN, TaskState.LEASED)


class CertificationState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("certification", "pending")
    ACTIVE = "active", pgettext_lazy("certification", "active")
    SUSPENDED = "suspended", pgettext_lazy("certification", "suspended")
    EXPIRED = "expired", pgettext_lazy("certification", "expired")
    SUPERSEDED = "superseded", pgettext_lazy("certification", "replaced by a newer one")
    REVOKED = "revoked", pgettext_lazy("certification", "revoked")


CERTIFICATION_MOVES: Moves = {
    CertificationState.PENDING: frozenset({CertificationState.ACTIVE, CertificationState.REVOKED}),
    CertificationState.ACTIVE: frozenset(
        {
            CertificationState.SUSPENDED,
            CertificationState.EXPIRED,
            CertificationState.SUPERSEDED,
            CertificationState.REVOKED,
        }
    ),
    CertificationState.SUSPENDED: frozenset(
        {CertificationState.ACTIVE, CertificationState.EXPIRED, CertificationState.REVOKED}
    ),
    CertificationState.EXPIRED: frozenset(),
    CertificationState.SUPERSEDED: frozenset(),
    CertificationState.REVOKED: frozenset(),
}
LIVE_CERTIFICATION_STATES = (CertificationState.ACTIVE, CertificationState.SUSPENDED)


class Outcome(models.TextChoices):
    APPROVE = "approve", pgettext_lazy("decision", "approve")
    REJECT = "reject", pgettext_lazy("decision", "do not approve")
    RESUBMIT = "resubmit", pgettext_lazy("decision", "ask to send again")


class ReasonCode(models.TextChoices):
    """Why a case was not approved; the sentence is the member's."""

    NAME_NOT_REAL = "name-not-real", _("The name does not look like a legal name.")
    NAME_INCOMPLETE = "name-incomplete", _("The name is not complete, or not as on the document.")
    NUMBER_DOUBTFUL = "number-doubtful", _("The ID number does not fit what else we know. Please check it.")
    IDENTITY_IN_USE = "identity-in-use", _("This identity can't be used for this account.")
    UNDER_AGE = "under-age", _("Only adults can be certified.")
    FALSE_STATEMENT = "false-statement", _("The statement is not true.")


# A member may try again after the others; after these only an appeal is left.
FINAL_REASONS = frozenset({ReasonCode.FALSE_STATEMENT, ReasonCode.UNDER_AGE})


class IdKind(models.TextChoices):
    RESIDENT = "resident", _("resident ID")
    HMT_PERMIT = "hmt-permit", _("residence permit for Hong Kong, Macao and Taiwan residents")


class CheckCode(models.TextChoices):
    """What an automatic look found. Flags inform the certifier; none of them rejects."""

    NUMBER_WELL_FORMED = "number-well-formed", _("The ID number is well-formed (this proves nothing more).")
    IDENTITY_SEEN = (
        "identity-seen",
        _("The same ID number stands in another account's case or certification."),
    )
    NOT_ADULT = "not-adult", _("By the ID number the person is under 18.")


class AssuranceMethod(models.TextChoices):
    """How the certification came about; shown with it."""

    DESK_DECLARED = "desk-declared", _("declared name and number, seen by a certifier")
