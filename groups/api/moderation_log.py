"""What was decided in a group, and letting answers go on, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api import OperationView, require_sign_in
from groups import operations, queries
from groups.access import shown_group
from groups.api.groups import CURSOR

Body = dict[str, Any]


class LogRow(serializers.Serializer[Any]):
    """``kind``: as of a decision, or ``pause``: answers waited. ``how``: ``steward``, ``flags``, ``newcomer``
    or ``answers``.
    """

    kind = serializers.CharField()
    reason = serializers.CharField()
    how = serializers.CharField()
    at = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    state = serializers.CharField()


class LogOutput(serializers.Serializer[Any]):
    items = LogRow(many=True)
    next = serializers.CharField(allow_null=True)


class GroupLog(APIView):
    @extend_schema(operation_id="group_log_list", parameters=CURSOR, responses=LogOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What was decided in the group, the newest first, without names or words."""
        require_sign_in(request)
        group = shown_group(request.user, public_id).group
        entries, following = queries.log_of(group=group, cursor=request.query_params.get("cursor"))
        return Response({"items": LogRow(entries, many=True).data, "next": following})


class PostLift(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Let answers below a post go on at once."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        operations.lift_brake(actor=request.user, public_id=kwargs["public_id"])
        return 204, {}
