"""Other services that sign a member in, for programs: see them, let them go. Linking needs a browser."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import operations, queries, second_factor_queries
from accounts.api.serializers import Shape
from common.api import OperationView, page_body


class LinkedLoginOutput(Shape):
    public_id = serializers.CharField()
    service = serializers.CharField(help_text="wechat or weibo.")
    linked_at = serializers.DateTimeField()


class LinkedLoginsOutput(Shape):
    items = LinkedLoginOutput(many=True)
    next = serializers.CharField(allow_null=True)


class Logins(APIView):
    @extend_schema(responses=LinkedLoginsOutput)
    def get(self, request: Request) -> Response:
        """Services that may sign the member in, oldest first."""
        linked = second_factor_queries.logins_of(queries.as_member(request.user).pk)
        rows = [
            {
                "public_id": login.public_id,
                "service": login.provider,
                "linked_at": login.linked_at.isoformat(),
            }
            for login in linked
        ]
        return Response(page_body(rows, None))


class UnlinkLogin(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Unlink a service. Never the last way in."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.unlink_login(actor=request.user, public_id=kwargs["public_id"])
        return 204, {}
