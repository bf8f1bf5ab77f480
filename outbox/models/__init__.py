from outbox.models.audit import AuditLine, AuditSeal
from outbox.models.fact import FactRow
from outbox.models.job import Job, Tick

__all__ = ["AuditLine", "AuditSeal", "FactRow", "Job", "Tick"]
