from trust.models.cases import Case, CheckResult, LegalNameClaim
from trust.models.certifications import Certification
from trust.models.credentials import Credential
from trust.models.credit import BadgeChoice, CreditAttestation, ProviderEvent, RevealOffer
from trust.models.desk import BlindLook, CalendarDay, CalendarYear, Contradiction, DeskPolicy
from trust.models.employment import Employment, EmploymentClaim
from trust.models.evidence import AccessEntry, Evidence, ViewTicket
from trust.models.linkedin import LinkedInCheck
from trust.models.questions import RegisterQuestion
from trust.models.review import Appeal, Conflict, Decision, ReviewTask

__all__ = [
    "AccessEntry",
    "Appeal",
    "BadgeChoice",
    "BlindLook",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "Certification",
    "CheckResult",
    "Conflict",
    "Contradiction",
    "Credential",
    "CreditAttestation",
    "Decision",
    "DeskPolicy",
    "Employment",
    "EmploymentClaim",
    "Evidence",
    "LegalNameClaim",
    "LinkedInCheck",
    "ProviderEvent",
    "RegisterQuestion",
    "RevealOffer",
    "ReviewTask",
    "ViewTicket",
]
