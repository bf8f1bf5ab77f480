"""The words of trust. Each machine is a ``TextChoices`` and one table of legal moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

LEASE_MINUTES = 20
SLA_WORKING_DAYS = 3


# A rejected member may appeal for this long (Mastodon's window).
APPEAL_DAYS = 20
APPEAL_CHARACTERS = 2000
# Professional certifications are good for a year; renewing opens this many days before.
CERTIFICATION_MONTHS = 12
RENEWAL_DAYS = 30
EXPIRY_NOTICE_DAYS = (30, 7, 1)
# Kept for the appeal, or for questions; see DESIGN and the notice.
RETENTION_APPROVED_DAYS = 7
RETENTION_REJECTED_DAYS = 30
DRAFT_DAYS = 14
# A link to a document works once and not for long.
TICKET_SECONDS = 120
CALENDAR_WARNING_DAYS = 60
# Agreement of certifiers with blind second looks is measured over so long.
MEASURED_DAYS = 90


class CaseKind(models.TextChoices):
    REAL_NAME = "real_name", _("real name")
    PROFESSIONAL = "professional", _("professional identity")


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
    CaseState.UPHELD,
)
# What stands on the desk.
WAITING_CASE_STATES = (
    CaseState.QUEUED,
    CaseState.IN_REVIEW,
    CaseState.SECOND_REVIEW,
    CaseState.APPEALED,
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


class Stage(models.TextChoices):
    """Whose turn a review task is."""

    FIRST = "first", pgettext_lazy("stage", "first review")
    SECOND = "second", pgettext_lazy("stage", "second review")
    APPEAL = "appeal", pgettext_lazy("stage", "appeal")


class WhyTwo(models.TextChoices):
    """Why one certifier's word does not settle a case."""

    POLICY = "policy", _("Two people judge every case of this kind.")
    ID_PICTURE = "id-picture", _("There is a picture of an ID among the proofs.")
    FINAL_NO = "final-no", _("After a no for such a reason there is no new try.")
    CERTIFIER_BELOW = "certifier-below", _("Blind second looks agree too seldom with this certifier.")
    KIND_BELOW = "kind-below", _("Blind second looks agree too seldom in cases of this kind.")
    DIFFER = "differ", _("Two certifiers said different things.")


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
        {
            CertificationState.ACTIVE,
            CertificationState.EXPIRED,
            CertificationState.SUPERSEDED,
            CertificationState.REVOKED,
        }
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
    PICTURE_BLURRED = "picture-blurred", _("The picture can't be read. Please take it again in good light.")
    PICTURE_CUT = "picture-cut", _("Part of the document is missing from the picture.")
    WRONG_DOCUMENT = "wrong-document", _("This is another document than the one that was asked for.")
    DOCUMENT_OLD = "document-old", _("The document is too old.")
    NAME_DIFFERS = "name-differs", _("The name on the document is not your legal name.")
    EMPLOYER_DIFFERS = "employer-differs", _("The employer on the document is not the one you named.")
    TITLE_DIFFERS = "title-differs", _("The position on the document is not the one you named.")
    NOT_ENOUGH = "not-enough", _("One more proof of another kind is needed.")
    FALSE_STATEMENT = "false-statement", _("The statement is not true.")
    FORGED = "forged", _("The document was changed.")


# A member may try again after the others; after these only an appeal is left.
FINAL_REASONS = frozenset({ReasonCode.FALSE_STATEMENT, ReasonCode.UNDER_AGE, ReasonCode.FORGED})
# What can be said about which kind of case.
REASONS_BY_KIND = {
    CaseKind.REAL_NAME: (
        ReasonCode.NAME_NOT_REAL,
        ReasonCode.NAME_INCOMPLETE,
        ReasonCode.NUMBER_DOUBTFUL,
        ReasonCode.IDENTITY_IN_USE,
        ReasonCode.UNDER_AGE,
        ReasonCode.FALSE_STATEMENT,
    ),
    CaseKind.PROFESSIONAL: (
        ReasonCode.PICTURE_BLURRED,
        ReasonCode.PICTURE_CUT,
        ReasonCode.WRONG_DOCUMENT,
        ReasonCode.DOCUMENT_OLD,
        ReasonCode.NAME_DIFFERS,
        ReasonCode.EMPLOYER_DIFFERS,
        ReasonCode.TITLE_DIFFERS,
        ReasonCode.NOT_ENOUGH,
        ReasonCode.FALSE_STATEMENT,
        ReasonCode.FORGED,
    ),
}


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
    REGISTER_AGREES = "register-agrees", _("The register says that name and number belong together.")
    REGISTER_DIFFERS = (
        "register-differs",
        _("By the register, name, number (and phone, if asked) do not match. Look twice; it may be wrong."),
    )
    REGISTER_UNKNOWN = (
        "register-unknown",
        _("The register does not know the number, or not with the phone: new card, soldier, abroad."),
    )
    LINKEDIN_IDENTITY = "linkedin-identity", _("LinkedIn says that a government ID was checked there.")
    LINKEDIN_WORKPLACE = (
        "linkedin-workplace",
        _("LinkedIn says that the workplace was confirmed there; it does not tell which."),
    )
    LINKEDIN_NOTHING = "linkedin-nothing", _("LinkedIn has verified nothing of this account.")
    LINKEDIN_NAME = "linkedin-name", _("The name on LinkedIn is not plainly the legal name.")
    EVIDENCE_SEEN = "evidence-seen", _("The very same file was sent in from another account.")
    ONE_KIND_ONLY = "one-kind-only", _("There is one kind of proof only; anybody can print a business card.")
    DOCUMENT_OLD = "document-old", _("The document is older than this kind may be.")
    NOT_READ = "not-read", _("Nobody and nothing has read this picture yet.")
    FIELD_NOT_READ = "field-not-read", _("Something that this kind of document must show was not read.")
    FORBIDDEN_SEEN = "forbidden-seen", _("The picture shows an ID number that this kind should not show.")
    NAME_AGREES = "name-agrees", _("The name on the document agrees with the legal name.")
    NAME_DIFFERS = "name-differs", _("The name on the document differs from the legal name.")
    ROMANISATION = "romanisation", _("The name is spelled in another romanisation; a person has to compare.")
    NAME_NOT_COMPARABLE = "name-not-comparable", _("The name has rare characters; a person has to compare.")
    EMPLOYER_AGREES = "employer-agrees", _("The employer on the document agrees with the declared one.")
    EMPLOYER_DIFFERS = "employer-differs", _("The employer on the document differs from the declared one.")
    EMPLOYER_FORM = "employer-form", _("The employers differ in the legal form only.")
    COMPANY_CODE_DOUBTFUL = (
        "company-code-doubtful",
        _("The company's credit code has a department that is not in use."),
    )


class AssuranceMethod(models.TextChoices):
    """How the certification came about; shown with it."""

    DESK_DECLARED = "desk-declared", _("declared name and number, seen by a certifier")
    ID_SEEN = "id-seen", _("declared name and number, and the ID, seen by two certifiers")
    CARD_SEEN = "card-seen", _("one proof, seen by a certifier")
    TWO_PROOFS = "two-proofs", _("two independent proofs, seen by a certifier")
