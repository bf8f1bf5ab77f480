"""The professional application, for programs: job, proofs, sending in, appeal, who looked."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import as_member
from common.api import OperationView, UploadView, page_body
from common.errors import NotFound
from common.files.uploads import SealedUpload
from common.images.sniffing import EmptyFile
from common.pagination import keyset
from trust import evidence_queries, operations, queries
from trust.api import certify_shapes as shapes
from trust.evidence_queries import OwnEvidence
from trust.models import Case
from trust.rules import Job
from trust.states import CaseKind


def _case(request: Request, kind: str = CaseKind.PROFESSIONAL) -> Case:
    case = queries.current_case(as_member(request.user).pk, kind)
    if case is None:
        raise NotFound
    return case


def _proof(one: OwnEvidence) -> dict[str, Any]:
    return {
        "public_id": one.public_id,
        "kind": one.kind,
        "state": one.state,
        "note": one.note,
        "received_at": one.received_at.isoformat(),
        "retain_until": one.retain_until.isoformat() if one.retain_until else None,
        "noticed": one.contradictions,
        "receipt": one.receipt,
    }


def proofs_body(case: Case) -> list[dict[str, Any]]:
    """Two statements."""
    return [_proof(one) for one in evidence_queries.own_evidence(case)]


def _application(request: Request, kind: str = CaseKind.PROFESSIONAL) -> dict[str, Any]:
    case = _case(request, kind)
    own = queries.own_case(case.member_id, case.kind)
    if own is None:
        raise NotFound
    moments = {name: getattr(own, name) for name in ("submitted_at", "expected_at", "due_at", "appeal_until")}
    return {
        "public_id": own.public_id,
        "state": own.state,
        "round": own.round,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "reasons": [{"code": str(reason), "text": str(reason.label)} for reason in own.reasons],
        "proofs": proofs_body(case),
    }


class Employment(OperationView):
    """No personal data goes into the table of answers: declaring is repeatable by itself."""

    input_serializer = shapes.EmploymentInput
    idempotent = False

    @extend_schema(responses=shapes.EmploymentOutput)
    def get(self, request: Request) -> Response:
        """Where I said I work; empty before I said it."""
        job = evidence_queries.current_employment(as_member(request.user)) or Job(employer="", title="")
        return Response(dict(job.__dict__))

    @extend_schema(request=shapes.EmploymentInput, responses={200: shapes.EmploymentOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say where I work now; another job suspends what was certified about the former."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        job = operations.declare_employment(actor=request.user, now=timezone.now(), **data)
        return 200, dict(job.__dict__)


class EndEmployment(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say that I work there no more; what was certified about it is suspended."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.end_employment(actor=request.user, now=timezone.now())
        return 204, {}


class Proofs(UploadView):
    input_serializer = shapes.EvidenceInput

    @extend_schema(
        request={"multipart/form-data": shapes.EvidenceInput}, responses={201: shapes.ApplicationOutput}
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Add a picture to the application that its kind belongs to: an ID to the name, papers to the job.

        It is made safe in a job and then available, or refused.
        """
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        upload = data.pop("file")
        if not isinstance(upload, SealedUpload):
            raise EmptyFile(field="file")
        added = operations.add_evidence(actor=request.user, upload=upload, now=timezone.now(), **data)
        return 201, _application(request, added.case.kind)


class _ProofAct(OperationView):
    def evidence_id(self, public_id: str) -> int:
        evidence = evidence_queries.find_evidence(public_id)
        return evidence.pk if evidence else 0


class RemoveProof(_ProofAct):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take back a proof that was not sent in; it is destroyed at once."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        evidence_id = self.evidence_id(kwargs["public_id"])
        operations.remove_evidence(actor=request.user, evidence_id=evidence_id, now=timezone.now())
        return 204, {}


class OpenProof(_ProofAct):
    """The link works once, so it is not kept with an answer."""

    idempotent = False

    @extend_schema(request=None, responses={200: shapes.PictureLinkOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A link to the picture for my browser, good once within two minutes; it is a line in the log."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        evidence_id = self.evidence_id(kwargs["public_id"])
        opened = operations.open_evidence(actor=request.user, evidence_id=evidence_id, now=timezone.now())
        return 200, {"url": reverse("trust:picture", args=[opened.token])}


class Applications(OperationView):
    input_serializer = shapes.SendInput

    @extend_schema(request=shapes.SendInput, responses={201: shapes.ApplicationOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send my application in, or again after a request."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.submit_professional_case(actor=request.user, now=timezone.now(), **data)
        return 201, _application(request)


class CurrentApplication(APIView):
    @extend_schema(responses=shapes.ApplicationOutput)
    def get(self, request: Request) -> Response:
        """Where my application stands, what is stored for it and until when."""
        return Response(_application(request))


class WithdrawApplication(OperationView):
    @extend_schema(request=None, responses={200: shapes.ApplicationOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take my application back; its pictures are destroyed."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.withdraw_case(actor=request.user, case_id=_case(request).pk, now=timezone.now())
        return 200, _application(request)


class AppealApplication(OperationView):
    input_serializer = shapes.AppealInput
    kind = CaseKind.PROFESSIONAL

    @extend_schema(request=shapes.AppealInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Appeal against a rejection; somebody who never had the case decides."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        case = _case(request, self.kind)
        operations.appeal_case(actor=request.user, case_id=case.pk, now=timezone.now(), **data)
        return 204, {}


class AppealVerification(AppealApplication):
    kind = CaseKind.REAL_NAME


class WorkEmails(OperationView):
    input_serializer = shapes.WorkEmailInput
    idempotent = False

    @extend_schema(request=shapes.WorkEmailInput, responses={201: shapes.WorkEmailOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send six digits to my work address."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        evidence = operations.send_work_code(
            actor=request.user,
            network_address=request.META.get("REMOTE_ADDR", ""),
            locale=get_language() or "en",
            now=timezone.now(),
            **data,
        )
        return 201, {"public_id": evidence.public_id}


class ProveWorkEmail(_ProofAct):
    input_serializer = shapes.WorkCodeInput
    idempotent = False

    @extend_schema(request=shapes.WorkCodeInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Give the digits that arrived."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        evidence_id = self.evidence_id(kwargs["public_id"])
        operations.prove_work_email(actor=request.user, evidence_id=evidence_id, now=timezone.now(), **data)
        return 204, {}


class EvidenceViews(APIView):
    @extend_schema(parameters=[OpenApiParameter("cursor", str)], responses=shapes.ViewsPageOutput)
    def get(self, request: Request) -> Response:
        """Every time somebody opened one of my documents, newest first."""
        rows = evidence_queries.access_log(as_member(request.user).pk)
        page = keyset(rows, order=("-pk",), cursor=request.query_params.get("cursor"))
        items = [
            {
                "evidence": line.evidence.public_id,
                "kind": line.evidence.kind,
                "role": line.role,
                "purpose": line.purpose,
                "at": line.at.isoformat(),
            }
            for line in page.items
        ]
        return Response(page_body(items, page.next_cursor))
