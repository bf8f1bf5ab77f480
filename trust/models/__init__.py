from trust.models.cases import Case, CheckResult, LegalNameClaim
from trust.models.certifications import Certification
from trust.models.review import Conflict, Decision, ReviewTask

__all__ = [
    "Case",
    "Certification",
    "CheckResult",
    "Conflict",
    "Decision",
    "LegalNameClaim",
    "ReviewTask",
]
