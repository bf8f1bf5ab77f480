"""What trust contributes to archives, erasures and the page of what is stored."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.exporting import holding, table
from common.registries import (
    AuditSubjects,
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    LeavingObstacle,
    PersonMark,
    RetentionRule,
    audit_subjects,
    data_notes,
    erasure_steps,
    export_steps,
    leaving_obstacles,
    person_marks,
    retention_rules,
)
from trust import leaving_badges, leaving_evidence, queries
from trust.models import (
    Case,
    Certification,
    CheckResult,
    CreditAttestation,
    Decision,
    LegalNameClaim,
    LinkedInCheck,
    RegisterQuestion,
    ReviewTask,
)
from trust.operations.leaving import forget_claims
from trust.register_states import QuestionState, RegisterAnswer
from trust.states import (
    AssuranceMethod,
    CaseKind,
    CaseState,
    CertificationState,
    CheckCode,
    IdKind,
    Outcome,
    TaskState,
)


def export_cases(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "cases",
            _("Applications"),
            Case.objects.filter(member_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "kind": _("kind"),
                "state": _("state"),
                "round": _("round"),
                "submitted_at": _("sent in"),
                "due_at": _("due"),
                "decided_at": _("decided"),
            },
            choices={"kind": CaseKind, "state": CaseState},
        ),
        _claims(member_id),
        *_findings(member_id),
        _questions(member_id),
    ]


def _questions(member_id: int) -> ExportTable:
    return table(
        "register_questions",
        _("Questions to the register"),
        RegisterQuestion.objects.filter(case__member_id=member_id).order_by("pk"),
        {
            "case__public_id": _("Application"),
            "round": _("round"),
            "state": _("state"),
            "provider": _("provider"),
            "simulated": _("simulated"),
            "with_phone": _("phone number as well"),
            "answer": pgettext_lazy("register question", "answer"),
            "asked_at": pgettext_lazy("register question", "asked"),
            "ended_at": _("ended"),
        },
        choices={"state": QuestionState, "answer": RegisterAnswer},
    )


def _findings(member_id: int) -> list[ExportTable]:
    return [
        table(
            "checks",
            _("Automatic checks"),
            CheckResult.objects.filter(case__member_id=member_id).order_by("pk"),
            {
                "case__public_id": _("Application"),
                "round": _("round"),
                "code": _("Check"),
                "is_flag": _("Worth a second look"),
                "at": _("At"),
            },
            choices={"code": CheckCode},
        ),
        table(
            "decisions",
            _("Decisions about you"),
            Decision.objects.filter(case__member_id=member_id).order_by("pk"),
            {
                "case__public_id": _("Application"),
                "round": _("round"),
                "outcome": _("Decision"),
                "reasons": _("Reasons"),
                "decided_at": _("decided"),
            },
            choices={"outcome": Outcome},
        ),
        table(
            "certifications",
            _("Certifications"),
            Certification.objects.filter(member_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "kind": _("kind"),
                "state": _("state"),
                "method": _("method"),
                "granted_at": _("since"),
                "expires_at": _("until"),
            },
            choices={"kind": CaseKind, "state": CertificationState, "method": AssuranceMethod},
        ),
    ]


def _claims(member_id: int) -> ExportTable:
    claims = LegalNameClaim.objects.filter(case__member_id=member_id).select_related("case__member__data_key")
    rows: list[dict[str, Any]] = [
        {
            "case": claim.case.public_id,
            "round": claim.round,
            "legal_name": queries.name_in(claim),
            "id_kind": IdKind(claim.id_kind),
            "region": claim.region,
            "is_adult": claim.is_adult,
            "created_at": claim.created_at,
        }
        for claim in claims.order_by("pk")
    ]
    return ExportTable(
        key="claims",
        title=_("What you declared"),
        columns={
            "case": _("Application"),
            "round": _("round"),
            "legal_name": _("Legal name"),
            "id_kind": _("Kind of ID"),
            "region": _("Issued in"),
            "is_adult": _("Of age"),
            "created_at": _("At"),
        },
        rows=rows,
    )


def leased_cases(member_id: int) -> str | None:
    held = ReviewTask.objects.filter(holder_id=member_id, state=TaskState.LEASED).count()
    if not held:
        return None
    return gettext(
        "You have taken %(count)s applications to review. Decide them or give them back first."
    ) % {"count": held}


def marks(member_id: int) -> Sequence[str]:
    claims = LegalNameClaim.objects.filter(case__member_id=member_id).exclude(identity_index="")
    return list(claims.values_list("identity_index", flat=True).distinct())


def subjects(member_id: int) -> Sequence[str]:
    return [
        *Case.objects.filter(member_id=member_id).values_list("public_id", flat=True),
        *Certification.objects.filter(member_id=member_id).values_list("public_id", flat=True),
        *CreditAttestation.objects.filter(member_id=member_id).values_list("public_id", flat=True),
        *LinkedInCheck.objects.filter(member_id=member_id).values_list("public_id", flat=True),
        *RegisterQuestion.objects.filter(case__member_id=member_id).values_list("public_id", flat=True),
    ]


_MODELS = [
    "trust.Case",
    "trust.LegalNameClaim",
    "trust.CheckResult",
    "trust.Decision",
    "trust.Certification",
    "trust.RegisterQuestion",
]
_NOTES = [
    DataNote(
        key="trust.ReviewTask",
        not_exported="Whose turn a case was; the audit trail shows every look.",
        kept="Turns and times under pseudonyms.",
    ),
    DataNote(
        key="trust.Conflict",
        not_exported="A pair of ids that may not review each other; it would tell about the other.",
        kept="A pair of pseudonyms.",
    ),
    DataNote(key="trust.Decision", kept="Outcome and reasons by code; the note's key is shredded."),
    DataNote(
        key="trust.RegisterQuestion",
        kept="That a register was asked, and when; the number's key is destroyed, the answer deleted.",
    ),
    DataNote(key="trust.CheckResult", kept="Which check said what, by code."),
]


def register() -> None:
    leaving_evidence.register()
    leaving_badges.register()
    export_steps.register(
        ExportStep(key="trust.cases", title=_("Certification"), order=20, models=_MODELS, build=export_cases)
    )
    audit_subjects.register(AuditSubjects(key="trust", find=subjects))
    person_marks.register(PersonMark(key="trust.identity", find=marks))
    leaving_obstacles.register(LeavingObstacle(key="trust.leased", find=leased_cases))
    erasure_steps.register(
        ErasureStep(
            key="trust.claims",
            title=_("Ending certifications, forgetting what was declared"),
            order=40,
            models=[
                "trust.Case",
                "trust.LegalNameClaim",
                "trust.Certification",
                "trust.Evidence",
                "trust.Employment",
                "trust.EmploymentClaim",
                "trust.Appeal",
                "trust.CreditAttestation",
                "trust.BadgeChoice",
                "trust.RevealOffer",
                "trust.RegisterQuestion",
                "trust.LinkedInCheck",
            ],
            run=forget_claims,
        )
    )
    for note in _NOTES:
        data_notes.register(note)
    _register_retention()


def _register_retention() -> None:
    retention_rules.register(
        RetentionRule(
            key="trust.claims",
            order=30,
            title=_("Your legal name (encrypted) and a fingerprint of your ID number"),
            why=_("So that your real name counts as verified, and nobody is certified twice."),
            until=_("Until you leave or, for the badge, until you withdraw your consent."),
            holding=lambda member_id: holding(
                LegalNameClaim.objects.filter(case__member_id=member_id), since="created_at"
            ),
        )
    )
    retention_rules.register(
        RetentionRule(
            key="trust.questions",
            order=31,
            title=_("Your ID number, encrypted, while the register is asked"),
            why=_("Because you wanted name and number compared with the register."),
            until=_("Until the answer is here, 24 hours at most. Then its key is destroyed."),
            holding=lambda member_id: holding(
                RegisterQuestion.objects.filter(case__member_id=member_id, state=QuestionState.WAITING),
                since="asked_at",
            ),
        )
    )
    retention_rules.register(
        RetentionRule(
            key="trust.decisions",
            order=32,
            title=_("Decisions about your applications"),
            why=_("So that it stays known who decided what, and why."),
            until=_("Kept for good, without your name once you leave."),
            holding=lambda member_id: holding(
                Decision.objects.filter(case__member_id=member_id), since="decided_at"
            ),
        )
    )
