"""Codes for programs that fill a pool."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api import OperationView, require_sign_in
from gifts import operations, queries
from gifts.api import serializers as shapes
from gifts.models import CodeImport


def _import(source: CodeImport) -> dict[str, Any]:
    return {
        "public_id": source.public_id,
        "state": source.state,
        "dry_run": source.dry_run,
        "parts_total": source.parts_total,
        "parts_done": source.parts_done,
        "lines": source.lines,
        "added": source.added,
        "known": source.known,
        "repeated": source.repeated,
        "unusable": source.unusable,
        "problems": [{"line": line, "problem": problem} for line, problem, _ending in source.told],
    }


class CodeImports(OperationView):
    input_serializer = shapes.CodeImportInput

    @extend_schema(request=shapes.CodeImportInput, responses={202: shapes.CodeImportOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Up to 10,000 codes for an item; they are worked in by a job. Ask for the import to see how far."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        made = operations.start_code_import(
            actor=request.user,
            item_id=queries.item_id_of(kwargs["public_id"]),
            chunks=(f"{code}\n".encode() for code in data["codes"]),
            dry_run=data["dry_run"],
            reason=data["reason"],
            now=timezone.now(),
        )
        return 202, _import(made)


class CodeImportDetail(APIView):
    @extend_schema(responses=shapes.CodeImportOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """How far an import is and what was wrong, by line; a code itself is never told."""
        require_sign_in(request)
        return Response(_import(queries.code_import_of(request.user, public_id)))
