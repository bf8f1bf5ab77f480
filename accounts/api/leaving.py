"""What is stored, the archive, and leaving, for programs; the last two need a fresh proof."""

from datetime import datetime
from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import leaving_queries, queries
from accounts.archive import archive_response
from accounts.models import DataExport, Erasure
from accounts.operations import leaving
from common.api import PROBLEM_TYPE, OperationView, page_body

Shape = serializers.Serializer[Any]


class TokenInput(Shape):
    token = serializers.CharField(max_length=64)


class StoredOutput(Shape):
    key = serializers.CharField()
    title = serializers.CharField()
    why = serializers.CharField()
    until = serializers.CharField()
    count = serializers.IntegerField()
    oldest_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)


class StoredListOutput(Shape):
    items = StoredOutput(many=True)
    next = serializers.CharField(allow_null=True)


class ArchiveOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.CharField()
    requested_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    steps_done = serializers.IntegerField()
    steps = serializers.IntegerField()
    size_bytes = serializers.IntegerField()
    expires_at = serializers.DateTimeField(allow_null=True)
    downloads = serializers.IntegerField()


class ArchivesOutput(Shape):
    items = ArchiveOutput(many=True)
    next = serializers.CharField(allow_null=True)


class LinkOutput(Shape):
    token = serializers.CharField(help_text="Good once, for ten minutes; POST it to /export-downloads/.")


class ErasureOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.CharField()
    requested_at = serializers.DateTimeField()
    cooling_off_until = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField()


class LeavingOutput(Shape):
    erasure = ErasureOutput(allow_null=True)
    obstacles = serializers.ListField(child=serializers.CharField())


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _archive(export: DataExport) -> dict[str, Any]:
    return {
        "public_id": export.public_id,
        "state": str(export.state),
        "requested_at": _iso(export.requested_at),
        "due_at": _iso(export.due_at),
        "steps_done": export.steps_done,
        "steps": export.steps,
        "size_bytes": export.size_bytes,
        "expires_at": _iso(export.expires_at),
        "downloads": export.downloads,
    }


def _erasure(erasure: Erasure | None) -> dict[str, Any] | None:
    if erasure is None:
        return None
    return {
        "public_id": erasure.public_id,
        "state": str(erasure.state),
        "requested_at": _iso(erasure.requested_at),
        "cooling_off_until": _iso(erasure.cooling_off_until),
        "due_at": _iso(erasure.due_at),
    }


class StoredKinds(APIView):
    @extend_schema(responses=StoredListOutput)
    def get(self, request: Request) -> Response:
        """Every kind of data: why it is kept, until when, and how much of it is the caller's."""
        member = queries.as_member(request.user)
        rows = [
            {
                "key": entry.rule.key,
                "title": str(entry.rule.title),
                "why": str(entry.rule.why),
                "until": str(entry.rule.until),
                "count": entry.holding.count,
                "oldest_at": entry.holding.since,
                "ends_at": entry.holding.until,
            }
            for entry in leaving_queries.stored_about(member.pk)
        ]
        return Response(page_body(rows, None))


class Exports(OperationView):
    @extend_schema(responses=ArchivesOutput)
    def get(self, request: Request) -> Response:
        """The caller's archives, newest first."""
        member = queries.as_member(request.user)
        return Response(page_body([_archive(row) for row in leaving_queries.exports_of(member.pk)], None))

    @extend_schema(request=None, responses={202: ArchiveOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ask for an archive; while one is on its way the answer is that one."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        export = leaving.request_export(actor=request.user, now=timezone.now())
        return 202, _archive(export)


class ExportLinks(OperationView):
    """The answer holds a link, and no answer with a link is kept; each call makes another one."""

    idempotent = False

    @extend_schema(request=None, responses={201: LinkOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The one link of an archive; an earlier one ends."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        token = leaving.make_link(actor=request.user, public_id=kwargs["public_id"], now=timezone.now())
        return 201, {"token": token}


class ExportDownloads(APIView):
    @extend_schema(
        request=TokenInput,
        responses={
            (200, "application/zip"): OpenApiTypes.BINARY,
            (410, PROBLEM_TYPE): OpenApiResponse(OpenApiTypes.OBJECT, "The link is used up or too old"),
        },
    )
    def post(self, request: Request) -> HttpResponseBase:
        """The archive itself; the link is used up."""
        queries.as_member(request.user)
        shape = TokenInput(data=request.data)
        shape.is_valid(raise_exception=True)
        token = str(shape.validated_data["token"])
        export, pieces = leaving.take_archive(actor=request.user, token=token)
        return archive_response(pieces, size_bytes=export.size_bytes)


class Erasures(OperationView):
    @extend_schema(responses=LeavingOutput)
    def get(self, request: Request) -> Response:
        """The caller's open request to be erased, and what has to be settled before one."""
        member = queries.as_member(request.user)
        erasure = leaving_queries.open_erasure(member.pk)
        obstacles = [] if erasure else leaving_queries.obstacles_of(member.pk)
        return Response({"erasure": _erasure(erasure), "obstacles": obstacles})

    @extend_schema(request=None, responses={202: ErasureOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Leave: it can be taken back for some days, then everything is erased."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        now = timezone.now()
        leaving.request_erasure(actor=request.user, now=now)
        erasure = leaving.confirm_erasure(actor=request.user, now=now)
        return 202, _erasure(erasure) or {}


class Staying(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take the request to be erased back."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        leaving.withdraw_erasure(actor=request.user, now=timezone.now())
        return 204, {}
