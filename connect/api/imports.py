"""Files of events, for a site's own server: sent at once, taken in by a job, asked for until they are in."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import OperationView
from common.errors import NotFound
from connect import operations, queries
from connect.api import serializers as shapes
from connect.api.authentication import SiteKeyAuthentication
from connect.api.events import site_calling
from connect.models import EventImport

_CSV = (
    "event_id,name,occurred_at,external_id,value_minor,currency\n"
    "order-1,purchase,2026-11-20T12:30:00+08:00,customer-8812,39900,CNY\n"
)
_EXAMPLES = [
    OpenApiExample("Look first", value={"format": "csv", "content": _CSV}, request_only=True),
    OpenApiExample("Take in", value={"format": "csv", "content": _CSV, "dry_run": False}, request_only=True),
]


def _body(source: EventImport) -> dict[str, Any]:
    return {
        "public_id": source.public_id,
        "state": source.state,
        "dry_run": source.dry_run,
        "events": source.events,
        "percent": 100 * source.parts_done // max(1, source.parts_total),
        "accepted": source.accepted,
        "duplicates": source.duplicates,
        "refused": source.refused,
        "problems": [{"line": line, "code": code, "where": where} for line, code, where in source.told],
    }


class EventImports(OperationView):
    authentication_classes = [SiteKeyAuthentication]
    input_serializer = shapes.EventImportInput

    @extend_schema(
        request=shapes.EventImportInput, responses={202: shapes.EventImportOutput}, examples=_EXAMPLES
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send a file in a call of up to 1 MB. Looks only, unless ``dry_run`` is false.

        Longer files go in the admin, or in several: an event is known by its id and taken once.
        """
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        caller = site_calling(request)
        made = operations.start_event_import(
            actor=caller,
            site_id=caller.site_id,
            chunks=[data["content"].encode("utf-8", "surrogatepass")],
            format=data["format"],
            dry_run=data["dry_run"],
            now=timezone.now(),
        )
        return 202, _body(made)


class EventImportDetail(APIView):
    authentication_classes = [SiteKeyAuthentication]

    @extend_schema(responses=shapes.EventImportOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """How far a file is and what was refused, by line."""
        caller, source = site_calling(request), queries.import_of(public_id)
        if source is None or source.site_id != caller.site_id:
            raise NotFound
        allow(caller, "connect.import-events", source.site)
        return Response(_body(source))
