"""What was certified, for programs of the desk: suspended, put back, revoked, each with a reason."""

from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import Actor, allow
from common.api import OperationView, page_body
from common.errors import Invalid
from common.pagination import keyset
from trust import operations, queries
from trust.models import Certification
from trust.states import CertificationState

Body = dict[str, Any]


class Ending(Protocol):
    def __call__(self, *, actor: Actor, certification_id: int, why: str, now: datetime) -> Certification: ...


class CertificationWhyInput(serializers.Serializer[Any]):
    why = serializers.CharField(
        max_length=300, help_text="Kept in the audit trail; the member is not told these words."
    )


class CertificationOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    member = serializers.CharField(help_text="The member's public id.")
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=CertificationState.choices)
    method = serializers.CharField()
    granted_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)


class CertificationsPageOutput(serializers.Serializer[Any]):
    items = CertificationOutput(many=True)
    next = serializers.CharField(allow_null=True)


EXAMPLE = OpenApiExample(
    "Suspended",
    value={
        "public_id": "q7Zk2mW9xT4bLr8V",
        "member": "h5Nc8pYd3sKf6JtA",
        "kind": "professional",
        "state": "suspended",
        "method": "two-proofs",
        "granted_at": "2026-11-20T09:00:00+00:00",
        "expires_at": "2027-11-20T09:00:00+00:00",
    },
    response_only=True,
)
WHY_EXAMPLE = OpenApiExample(
    "A reason", value={"why": "The employer says that they left."}, request_only=True
)


def _body(row: Certification) -> Body:
    return {
        "public_id": row.public_id,
        "member": row.member.public_id,
        "kind": row.kind,
        "state": row.state,
        "method": row.method,
        "granted_at": row.granted_at.isoformat(),
        "expires_at": row.expires_at.isoformat() if row.expires_at else None,
    }


class Certifications(APIView):
    @extend_schema(
        parameters=[
            OpenApiParameter("cursor", str),
            OpenApiParameter("state", str, enum=CertificationState.values),
            OpenApiParameter("member", str, description="A member's public id."),
        ],
        responses=CertificationsPageOutput,
    )
    def get(self, request: Request) -> Response:
        """What was certified, newest first, for certifiers and auditors."""
        allow(request.user, "trust.view-certifications")
        asked = request.query_params
        state, member = asked.get("state", ""), asked.get("member", "")
        if state and state not in CertificationState.values:
            raise Invalid(field="state")
        if not member.isprintable():  # a NUL is nobody's id, and no column can be asked for it
            raise Invalid(field="member")
        rows = queries.certifications(state=state, member=member)
        page = keyset(rows, order=("-pk",), cursor=asked.get("cursor"))
        return Response(page_body([_body(row) for row in page.items], page.next_cursor))


class _Act(OperationView):
    input_serializer = CertificationWhyInput
    operation: ClassVar[Ending]

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        row = type(self).operation(
            actor=request.user,
            certification_id=queries.find_certification_id(kwargs["public_id"]),
            why=data["why"],
            now=timezone.now(),
        )
        return 200, _body(row)


class SuspendCertification(_Act):
    operation = staticmethod(operations.suspend_certification)

    @extend_schema(
        request=CertificationWhyInput, responses={200: CertificationOutput}, examples=[WHY_EXAMPLE, EXAMPLE]
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take it out of use for now. Suspended already: nothing changes."""
        return super().post(request, **kwargs)


class ReinstateCertification(_Act):
    operation = staticmethod(operations.reinstate_certification)

    @extend_schema(
        request=CertificationWhyInput, responses={200: CertificationOutput}, examples=[WHY_EXAMPLE]
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Back into use; refused where it is over or the job is another one now."""
        return super().post(request, **kwargs)


class RevokeCertification(_Act):
    operation = staticmethod(operations.revoke_certification)

    @extend_schema(
        request=CertificationWhyInput, responses={200: CertificationOutput}, examples=[WHY_EXAMPLE]
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """End it for good."""
        return super().post(request, **kwargs)
