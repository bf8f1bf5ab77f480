"""The two desks' tables for programs: out, filled in, and back, as in the admin."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.access import allow
from common.api import OperationView, require_sign_in
from gifts import operations, queries, sheet_queries
from gifts.api.serializers import Shape
from gifts.operations.sheets import SheetResult
from gifts.sheets import LARGEST, MOST_LINES, read_csv, to_csv

CSV = {(200, "text/csv"): OpenApiTypes.STR}


class TableInput(Shape):
    table = serializers.CharField(max_length=LARGEST, trim_whitespace=False, help_text="CSV with its heads.")
    dry_run = serializers.BooleanField(default=False, help_text="Only say what would be wrong.")


class CountsTableInput(TableInput):
    reason = serializers.CharField(max_length=200)


class LineProblem(Shape):
    line = serializers.IntegerField()
    problem = serializers.CharField()


class TableOutput(Shape):
    """All of it is written, or nothing: ``changed`` lines (would) change something."""

    changed = serializers.IntegerField()
    is_written = serializers.BooleanField()
    problems = LineProblem(many=True)


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> HttpResponse:
    answer = HttpResponse(to_csv(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer


def _told(result: SheetResult, *, dry_run: bool) -> tuple[int, dict[str, Any]]:
    problems = [{"line": line, "problem": problem} for line, problem in result.problems]
    is_written = not problems and not dry_run
    body = {"changed": result.changed, "is_written": is_written, "problems": problems}
    return (200 if is_written or dry_run else 422), body


class StockTable(OperationView):
    input_serializer = CountsTableInput

    @extend_schema(operation_id="stock_table_read", responses=CSV)
    def get(self, request: Request) -> HttpResponse:
        """The stock of my brands by house, ``counted`` empty; at most 5,000 items."""
        allow(request.user, "gifts.view-items")
        items = queries.kept_by(request.user).order_by("id")[:MOST_LINES]
        return _table(sheet_queries.STOCK_HEADS, sheet_queries.stock_rows(items))

    @extend_schema(request=CountsTableInput, responses={200: TableOutput, 422: TableOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Counted numbers, each beside the ``on_hand`` that it was counted against."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        allow(request.user, "gifts.view-items")
        lines = read_csv([data["table"].encode()], ("item", "warehouse", "on_hand", "counted"))
        result = operations.enter_counts(
            actor=request.user,
            lines=lines,
            reason=data["reason"],
            dry_run=data["dry_run"],
            now=timezone.now(),
        )
        return _told(result, dry_run=data["dry_run"])


class PackingTable(OperationView):
    input_serializer = TableInput

    @extend_schema(operation_id="packing_table_read", responses=CSV)
    def get(self, request: Request) -> HttpResponse:
        """Parcels to send, the longest waiting first, without anybody's address; at most 5,000."""
        allow(request.user, "gifts.view-packing-list")
        gifts = queries.to_pack(request.user).order_by("accepted_at", "id")[:MOST_LINES]
        return _table(sheet_queries.PACKING_HEADS, sheet_queries.packing_rows(gifts))

    @extend_schema(request=TableInput, responses={200: TableOutput, 422: TableOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Carrier and waybill of parcels that have left."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        allow(request.user, "gifts.view-packing-list")
        lines = read_csv([data["table"].encode()], ("gift", "carrier", "waybill"))
        result = operations.enter_waybills(
            actor=request.user, lines=lines, dry_run=data["dry_run"], now=timezone.now()
        )
        return _told(result, dry_run=data["dry_run"])
