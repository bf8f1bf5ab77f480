"""Consents for programs: each purpose, its words by hash, giving and withdrawing."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import consent_queries, operations, queries
from accounts.consent_queries import Purpose
from common.api import OperationView, page_body

Shape = serializers.Serializer[Any]


class PurposeOutput(Shape):
    purpose = serializers.CharField()
    title = serializers.CharField()
    present_hash = serializers.CharField(help_text="Of the wording in force; send it back to agree.")
    agreed_hash = serializers.CharField(help_text="Of the wording agreed to; empty without an agreement.")
    given_at = serializers.DateTimeField(allow_null=True)
    may_withdraw = serializers.BooleanField()
    when_withdrawn = serializers.CharField()


class PurposesOutput(Shape):
    items = PurposeOutput(many=True)
    next = serializers.CharField(allow_null=True)


class ConsentInput(Shape):
    purpose = serializers.CharField(max_length=32)
    notice_hash = serializers.CharField(max_length=64)


class ConsentOutput(Shape):
    purpose = serializers.CharField()
    notice_hash = serializers.CharField()
    given_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class ConsentsOutput(Shape):
    items = ConsentOutput(many=True)
    next = serializers.CharField(allow_null=True)


class WordingOutput(Shape):
    hash = serializers.CharField()
    purpose = serializers.CharField()
    title = serializers.CharField()
    points = serializers.ListField(child=serializers.CharField())
    first_used_at = serializers.DateTimeField()
    is_present = serializers.BooleanField()


def _purpose(item: Purpose) -> dict[str, Any]:
    return {
        "purpose": item.notice.key,
        "title": str(item.notice.title),
        "present_hash": item.notice.hash,
        "agreed_hash": item.agreed_hash,
        "given_at": item.given_at,
        "may_withdraw": item.may_withdraw,
        "when_withdrawn": str(item.notice.when_withdrawn),
    }


class Consents(OperationView):
    input_serializer = ConsentInput

    @extend_schema(responses=PurposesOutput)
    def get(self, request: Request) -> Response:
        """Every purpose, and whether the caller agreed to it."""
        member = queries.as_member(request.user)
        return Response(page_body([_purpose(item) for item in consent_queries.purposes_of(member.pk)], None))

    @extend_schema(request=ConsentInput, responses={201: ConsentOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Agree to a purpose in its present words."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        consent = operations.give_consent(
            actor=request.user,
            purpose=data["purpose"],
            notice_hash=data["notice_hash"],
            now=timezone.now(),
        )
        given_at = consent.given_at.isoformat()
        body = {"purpose": consent.purpose, "notice_hash": consent.notice_hash, "given_at": given_at}
        return 201, {**body, "withdrawn_at": None}


class WithdrawConsent(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """End an agreement; it counts at once."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.withdraw_consent(actor=request.user, purpose=kwargs["purpose"], now=timezone.now())
        return 204, {}


class ConsentHistory(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("cursor", str, description="From `next` of the page before.")],
        responses=ConsentsOutput,
    )
    def get(self, request: Request) -> Response:
        """What the caller agreed to and withdrew, newest first."""
        member = queries.as_member(request.user)
        page = consent_queries.consent_history(member.pk, cursor=request.query_params.get("cursor"))
        rows = [
            {
                "purpose": row.purpose,
                "notice_hash": row.notice_hash,
                "given_at": row.given_at,
                "withdrawn_at": row.withdrawn_at,
            }
            for row in page.items
        ]
        return Response(page_body(rows, page.next_cursor))


class Wordings(APIView):
    @extend_schema(responses=WordingOutput)
    def get(self, request: Request, notice_hash: str) -> Response:
        """The words behind a hash, old ones too."""
        found = consent_queries.wording(notice_hash)
        return Response(
            {
                "hash": found.hash,
                "purpose": found.purpose,
                "title": found.title,
                "points": found.points,
                "first_used_at": found.first_used_at,
                "is_present": found.is_present,
            }
        )
