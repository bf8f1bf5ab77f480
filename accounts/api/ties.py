"""Blocks and mutes for programs."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import operations, visibility
from accounts.queries import find_member_id
from common.api import OperationView, page_body, require_sign_in
from common.pagination import keyset

CURSOR = OpenApiParameter("cursor", str, description="``next`` of the page before.")
NEWEST = ("-id",)


class TieInput(serializers.Serializer[Any]):
    member = serializers.CharField(max_length=20, help_text="The other member's public id.")


class TieOutput(serializers.Serializer[Any]):
    member = serializers.CharField()
    name = serializers.CharField()
    since = serializers.DateTimeField()


class TiePage(serializers.Serializer[Any]):
    items = TieOutput(many=True)
    next = serializers.CharField(allow_null=True)


class TieList(OperationView):
    """Mine alone, newest first."""

    input_serializer = TieInput

    def rows(self, member_id: int) -> QuerySet[Any]:
        raise NotImplementedError

    def _page(self, request: Request) -> Response:
        require_sign_in(request)
        rows = self.rows(request.user.pk or 0)
        page = keyset(rows, order=NEWEST, cursor=request.query_params.get("cursor"))
        items = [
            {"member": row.public_id, "name": row.name, "since": row.created_at.isoformat()}
            for row in page.items
        ]
        return Response(page_body(items, page.next_cursor))


class Blocks(TieList):
    def rows(self, member_id: int) -> QuerySet[Any]:
        return visibility.blocked_by(member_id)

    @extend_schema(parameters=[CURSOR], responses=TiePage)
    def get(self, request: Request) -> Response:
        """Whom I have blocked."""
        return self._page(request)

    @extend_schema(request=TieInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Block somebody: neither of us sees the other any more."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.block_member(actor=request.user, member_id=_id(data["member"]), now=timezone.now())
        return 204, {}


class Mutes(TieList):
    def rows(self, member_id: int) -> QuerySet[Any]:
        return visibility.muted_by(member_id)

    @extend_schema(parameters=[CURSOR], responses=TiePage)
    def get(self, request: Request) -> Response:
        """Whose news I don't want to hear."""
        return self._page(request)

    @extend_schema(request=TieInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Mute somebody, who is not told."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.mute_member(actor=request.user, member_id=_id(data["member"]), now=timezone.now())
        return 204, {}


class TieEnd(OperationView):
    """Repeatable, and the same answer for whoever was not in the list."""

    idempotent = False

    @extend_schema(exclude=True)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.http_method_not_allowed(request)


class Block(TieEnd):
    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Take my block back. 204 also where there was none."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        member_id = _id(kwargs["public_id"])
        operations.unblock_member(actor=request.user, member_id=member_id, now=timezone.now())
        return 204, {}


class Mute(TieEnd):
    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Hear them again. 204 also where nobody was muted."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.unmute_member(actor=request.user, member_id=_id(kwargs["public_id"]))
        return 204, {}


def _id(public_id: str) -> int:
    """0 (nobody) for an unknown one: the operation refuses as for somebody who is not to be seen."""
    return find_member_id(public_id) or 0
